namespace KamPortal.Domain.Scoring;

/// <summary>
/// The rules by which accounts are scored and tiered: what counts, how much, how raw values become points, and where the
/// tiers begin. A value: two models with the same <see cref="ToJson"/> are the same model.
/// </summary>
/// <param name="Stability">Null where tiers follow the score at once, as in versions from before there was such a rule.</param>
public sealed record ScoringModel(
    ScoringWindow Window, IReadOnlyList<ScoringDimension> Dimensions, TierRule TierRule, GuardSettings Guards, StabilitySettings? Stability = null)
{
    /// <summary>Weights of dimensions, and of criteria within a dimension, add up to this.</summary>
    public const decimal TotalWeight = 100;

    /// <summary>
    /// Sensible on any portfolio: everything is relative to the portfolio itself, and whatever it has no data for (costs, a prior
    /// year, ratings) drops out.
    /// </summary>
    public static ScoringModel Default { get; } = new(
        ScoringWindow.Last(ScoringWindow.DefaultMonths),
        [
            new(DimensionKind.ProfitContribution, 60,
            [
                new(Metrics.ProfitContribution, 70, new PercentileRank()),
                new(Metrics.ContributionMargin, 30, new PercentileRank()),
            ]),
            new(DimensionKind.GrowthPotential, 40,
            [
                new(Metrics.RevenueGrowth, 40, new PercentileRank()),
                new(Metrics.ContributionGrowth, 20, new PercentileRank()),
                new(Metrics.ProductBreadth, 20, new PercentileRank()),
                new(Metrics.OrderRegularity, 20, new PercentileRank()),
            ]),
            new(DimensionKind.StrategicImportance, 0, [new(Metrics.StrategicImportance, 100, new Rating())]),
        ],
        new CutOffs(),
        new GuardSettings(),
        new StabilitySettings());

    /// <summary>All criteria in the order of dimensions and criteria: the order of stored raw and normalised values.</summary>
    public IEnumerable<(ScoringDimension Dimension, Criterion Criterion)> CriteriaInOrder() =>
        Dimensions.SelectMany(d => d.Criteria.Select(c => (d, c)));

    /// <summary>Everything that keeps the model from being published; empty when it is fit.</summary>
    public IReadOnlyList<ModelProblem> Validate() => ModelRules.ProblemsOf(this);

    /// <summary>The form in which a version is stored.</summary>
    public string ToJson() => ScoringJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ScoringModel FromJson(string json) => ScoringJson.Read<ScoringModel>(json, "a scoring model");
}
