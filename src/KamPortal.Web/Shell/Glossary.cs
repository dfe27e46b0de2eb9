using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell;

/// <summary>Every term that a feature explains, in the person's language.</summary>
public sealed class Glossary(IEnumerable<GlossaryTerm> terms, IStringLocalizerFactory texts)
{
    /// <summary>Words that more than one feature shows.</summary>
    public static IReadOnlyList<GlossaryTerm> SharedTerms { get; } =
    [
        .. new[] { "KeyAccount", "Tier", "CPlus", "DevelopmentWindow", "AutomatedChannel", "GrowthPotential", "AsOf" }.Select(k => new GlossaryTerm(k, typeof(ShellTexts))),
        .. new[] { "NetRevenue", "Cm1", "CostToServe", "Cm2", "ContributionMargin", "WhaleCurve", "ConcentrationRatio", "Hhi", "EffectiveNumber", "Score", "PercentileRank" }
            .Select(k => new GlossaryTerm(k, typeof(ShellTexts), Computed: true)),
    ];

    public IReadOnlyList<GlossaryEntry> All => [.. terms.Select(Read).OrderBy(t => t.Name, StringComparer.CurrentCulture)];

    public GlossaryEntry? Find(string key) => terms.FirstOrDefault(t => t.Key == key) is { } term ? Read(term) : null;

    GlossaryEntry Read(GlossaryTerm t) => new(t.Key, t.Name.In(texts), t.Definition.In(texts), t.Formula?.In(texts), t.Href);
}

public sealed record GlossaryEntry(string Key, string Name, string Definition, string? Formula, string? Href);
