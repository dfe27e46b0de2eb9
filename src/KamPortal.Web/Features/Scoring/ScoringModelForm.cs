using FluentValidation;
using KamPortal.Domain.Scoring;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Scoring;

/// <summary>A scoring model while it is edited.</summary>
public sealed class ScoringModelForm
{
    /// <summary>Null for all facts.</summary>
    public int? WindowMonths { get; set; }

    public List<DimensionForm> Dimensions { get; set; } = [];

    public decimal AFrom { get; set; }

    public decimal BFrom { get; set; }

    public decimal PotentialFrom { get; set; }

    public bool LossIsAtMostC { get; set; }

    public bool InsufficientDataIsAtMostC { get; set; }

    /// <summary>A tier rule other than cut-offs, kept as it is.</summary>
    public TierRule? OtherRule { get; set; }

    public StabilitySettings? Stability { get; set; }

    public static ScoringModelForm From(ScoringModel model)
    {
        var cuts = model.TierRule as CutOffs ?? new CutOffs();
        return new()
        {
            OtherRule = model.TierRule is CutOffs ? null : model.TierRule, Stability = model.Stability,
            WindowMonths = model.Window.Months,
            Dimensions = [.. model.Dimensions.Select(DimensionForm.From)],
            AFrom = cuts.AFrom, BFrom = cuts.BFrom, PotentialFrom = cuts.PotentialFrom,
            LossIsAtMostC = model.Guards.LossIsAtMostC, InsufficientDataIsAtMostC = model.Guards.InsufficientDataIsAtMostC,
        };
    }

    public ScoringModel ToModel() => new(
        new ScoringWindow(WindowMonths), [.. Dimensions.Select(d => d.ToDimension())], OtherRule ?? new CutOffs(AFrom, BFrom, PotentialFrom),
        new GuardSettings(LossIsAtMostC, InsufficientDataIsAtMostC), Stability);

    /// <summary>Makes weights add up to 100 in the proportions they have, to whole percents.</summary>
    public static void Normalise(IReadOnlyList<IWeighted> weighted)
    {
        var sum = weighted.Sum(w => w.Weight);
        if (weighted.Count == 0) return;
        var shares = weighted.Select(w => sum > 0 ? w.Weight / sum * ScoringModel.TotalWeight : ScoringModel.TotalWeight / weighted.Count).ToArray();
        var rounded = Domain.Rounding.LargestRemainder(shares, ScoringModel.TotalWeight, 0);
        for (var i = 0; i < rounded.Length; i++) weighted[i].Weight = rounded[i];
    }
}

/// <summary>Something with a share of 100.</summary>
public interface IWeighted
{
    decimal Weight { get; set; }
}

public sealed class DimensionForm : IWeighted
{
    public DimensionKind Kind { get; set; }

    public decimal Weight { get; set; }

    public List<CriterionForm> Criteria { get; set; } = [];

    public static DimensionForm From(ScoringDimension dimension) =>
        new() { Kind = dimension.Kind, Weight = dimension.Weight, Criteria = [.. dimension.Criteria.Select(CriterionForm.From)] };

    public ScoringDimension ToDimension() => new(Kind, Weight, [.. Criteria.Select(c => c.ToCriterion())]);
}

public enum NormalisationKind
{
    PercentileRank,
    MinMax,
    Bands,
    Rating,
}

public sealed class CriterionForm : IWeighted
{
    public string Metric { get; set; } = "";

    public decimal Weight { get; set; }

    public MissingPolicy Missing { get; set; }

    public NormalisationKind Kind { get; set; }

    public decimal Lower { get; set; } = 5;

    public decimal Upper { get; set; } = 95;

    public decimal PointsBelow { get; set; }

    public List<BandForm> Bands { get; set; } = [];

    public decimal Lowest { get; set; } = 1;

    public decimal Highest { get; set; } = 5;

    public static CriterionForm From(Criterion criterion)
    {
        var form = new CriterionForm { Metric = criterion.Metric, Weight = criterion.Weight, Missing = criterion.Missing };
        switch (criterion.Normalisation)
        {
            case MinMax m: (form.Kind, form.Lower, form.Upper) = (NormalisationKind.MinMax, m.LowerPercentile, m.UpperPercentile); break;
            case Bands b: (form.Kind, form.PointsBelow, form.Bands) = (NormalisationKind.Bands, b.PointsBelow, [.. b.Steps.Select(s => new BandForm { From = s.From, Points = s.Points })]); break;
            case Rating r: (form.Kind, form.Lowest, form.Highest) = (NormalisationKind.Rating, r.Lowest, r.Highest); break;
        }

        return form;
    }

    public Criterion ToCriterion() => new(Metric, Weight, Kind switch
    {
        NormalisationKind.MinMax => new MinMax(Lower, Upper),
        NormalisationKind.Bands => new Bands(PointsBelow, [.. Bands.Select(b => new Band(b.From, b.Points))]),
        NormalisationKind.Rating => new Rating(Lowest, Highest),
        _ => new PercentileRank(),
    }, Missing);
}

public sealed class BandForm
{
    public decimal From { get; set; }

    public decimal Points { get; set; }
}

/// <summary>The domain's own rules with a sentence each; the same for the form, the service and the API.</summary>
public sealed class ScoringModelFormValidator : AbstractValidator<ScoringModelForm>
{
    public ScoringModelFormValidator(IStringLocalizer<ScoringTexts> texts) => RuleFor(f => f).Custom((form, context) =>
    {
        foreach (var problem in form.ToModel().Validate()) context.AddFailure(problem.Path, Sentence(problem, texts));
    });

    public static string Sentence(ModelProblem problem, IStringLocalizer<ScoringTexts> texts) =>
        texts[$"Rule.{problem.Rule}", problem.Value ?? 0, Subject(problem.Subject, texts)];

    private static string Subject(string? subject, IStringLocalizer<ScoringTexts> texts) =>
        subject is null ? "" : Enum.TryParse<DimensionKind>(subject, out _) ? texts[$"Dimension.{subject}"] : Metrics.Find(subject) is { } metric ? texts[metric.NameTextKey] : subject;
}
