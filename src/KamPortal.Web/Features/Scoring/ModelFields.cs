using KamPortal.Domain.Scoring;
using KamPortal.Resources;
using KamPortal.Shell;
using KamPortal.Shell.Dialogs;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Scoring;

/// <summary>The parts of a model that two people may have changed at once, each shown and taken over as a whole.</summary>
internal sealed class ModelFields(IStringLocalizer<ScoringTexts> texts, Figures figures)
{
    private sealed record Field(string Key, string Label, Func<ScoringModelForm, string?> Show, Action<ScoringModelForm, ScoringModelForm> Copy);

    /// <summary>Takes over what only they changed, and answers what both did.</summary>
    public IReadOnlyList<FieldConflict> Between(ScoringModelForm original, ScoringModelForm mine, ScoringModelForm theirs)
    {
        var all = Fields();
        return FieldConflict.Between(Shown(all, original), Shown(all, mine), Shown(all, theirs), key => all.First(f => f.Key == key).Label);
    }

    /// <summary>Mine with what only they changed, and where both did with what was chosen.</summary>
    public ScoringModelForm Merge(
        ScoringModelForm original, ScoringModelForm mine, ScoringModelForm theirs, IReadOnlyDictionary<string, ConflictChoice> choices)
    {
        var merged = ScoringModelForm.From(mine.ToModel());
        foreach (var field in Fields())
        {
            var source = choices.TryGetValue(field.Key, out var choice)
                ? choice switch { ConflictChoice.Theirs => theirs, ConflictChoice.Original => original, _ => mine }
                : field.Show(mine) == field.Show(original) ? theirs : mine;
            field.Copy(source, merged);
        }

        return merged;
    }

    private static Dictionary<string, string?> Shown(IReadOnlyList<Field> fields, ScoringModelForm form) => fields.ToDictionary(f => f.Key, f => f.Show(form));

    private List<Field> Fields() =>
    [
        new("window", texts["Window"], f => f.WindowMonths is { } n ? texts["Window.Months", n] : texts["Window.All"], (from, to) => to.WindowMonths = from.WindowMonths),
        new("a", texts["Cut.A"], f => figures.Number(f.AFrom, 2), (from, to) => to.AFrom = from.AFrom),
        new("b", texts["Cut.B"], f => figures.Number(f.BFrom, 2), (from, to) => to.BFrom = from.BFrom),
        new("g", texts["Cut.Potential"], f => figures.Number(f.PotentialFrom, 2), (from, to) => to.PotentialFrom = from.PotentialFrom),
        new("loss", texts["Guard.Loss"], f => texts[f.LossIsAtMostC ? "Yes" : "No"], (from, to) => to.LossIsAtMostC = from.LossIsAtMostC),
        new("data", texts["Guard.Data"], f => texts[f.InsufficientDataIsAtMostC ? "Yes" : "No"], (from, to) => to.InsufficientDataIsAtMostC = from.InsufficientDataIsAtMostC),
        .. Enum.GetValues<DimensionKind>().SelectMany(OfDimension),
    ];

    private Field[] OfDimension(DimensionKind kind) =>
    [
        new($"weight-{kind}", texts["Weight.Of", texts[$"Dimension.{kind}"]], f => Of(f, kind) is { } d ? figures.Percent(d.Weight / 100, 0) : null,
            (from, to) => { if (Of(from, kind) is { } source && Of(to, kind) is { } target) target.Weight = source.Weight; }),
        new($"criteria-{kind}", texts["Criteria.Of", texts[$"Dimension.{kind}"]], f => Of(f, kind) is { } d ? string.Join(", ", d.Criteria.Select(Line)) : null,
            (from, to) => { if (Of(from, kind) is { } source && Of(to, kind) is { } target) target.Criteria = DimensionForm.From(source.ToDimension()).Criteria; }),
    ];

    private string Line(CriterionForm c) => $"{texts[$"Metric_{c.Metric}"]} {figures.Percent(c.Weight / 100, 0)} ({texts[$"Normalise.{c.Kind}"]}, {texts[$"Missing.{c.Missing}"]})";

    private static DimensionForm? Of(ScoringModelForm form, DimensionKind kind) => form.Dimensions.Find(d => d.Kind == kind);
}
