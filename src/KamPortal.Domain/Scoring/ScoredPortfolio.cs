using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Scores and tiers of every account of a portfolio, as columns; index i is account i of the facts. Criteria and dimensions
/// are numbered in the model's order. NaN means that there is no value.
/// </summary>
public sealed class ScoredPortfolio
{
    private readonly ScoreColumns _columns;

    internal ScoredPortfolio(PortfolioFacts facts, ScoringModel model, ScoringReference reference, ScoreColumns columns) =>
        (Facts, Model, Reference, _columns) = (facts, model, reference, columns);

    public PortfolioFacts Facts { get; }

    public ScoringModel Model { get; }

    /// <summary>What the accounts were measured against; to be stored with the results.</summary>
    public ScoringReference Reference { get; }

    public int Count => Facts.Count;

    /// <summary>Raw value of a criterion, NaN when missing.</summary>
    public double Raw(int account, int criterion) => Facts.Value(Reference.Criteria[criterion].Metric, account);

    /// <summary>Points 0–100 of a criterion after the missing policy; NaN when missing and its weight is shared by the others.</summary>
    public double NormalisedValue(int account, int criterion) => _columns.Normalised[criterion][account];

    /// <summary>Unrounded score 0–100 of a dimension; NaN when nobody has one, or it does not count and the account has none.</summary>
    public double DimensionScore(int account, int dimension) => _columns.Dimensions[dimension][account];

    /// <summary>0–100 with 2 decimals: what is shown, compared and stored.</summary>
    public decimal Composite(int account) => new(_columns.Composites[account], 0, 0, false, 2);

    /// <summary>A, B or C by the rule alone, before guards and C+.</summary>
    public Tier ComputedTier(int account) => _columns.Computed[account];

    public Tier TierOf(int account) => _columns.Tiers[account];

    public TierGuards GuardsOf(int account) => _columns.Guards[account];

    /// <summary>The tier it held when the run began.</summary>
    public HeldTier HeldTierOf(int account) => _columns.Held is { } held ? held[account] : default;

    /// <summary>The account lacks a dimension that others have.</summary>
    public bool LacksData(int account) => _columns.Insufficient[account];

    /// <summary>From 1, best composite first, ties by code.</summary>
    public int Rank(int account) => _columns.Ranks[account];

    public int CountOf(Tier tier) => _columns.Tiers.AsSpan().Count(tier);

    /// <summary>The percentile table of a criterion, to recompute a score offline.</summary>
    public PercentileTable TableOf(int criterion) => PercentileTable.Of(Facts.Column(Reference.Criteria[criterion].Metric));

    /// <summary>What of one account's result a score can be explained from.</summary>
    public ScoredAccount this[int account] => new(
        [.. Enumerable.Range(0, _columns.Normalised.Length).Select(c => Raw(account, c))],
        [.. _columns.Normalised.Select(column => column[account])],
        Composite(account),
        TierOf(account),
        GuardsOf(account),
        Rank(account),
        ComputedTier(account),
        Facts.ContributionOf(account),
        HeldTierOf(account));
}

/// <summary>One account's result. Raw and normalised values are in the model's order of criteria, NaN where there is none.</summary>
/// <param name="Computed">The tier by the rule alone.</param>
/// <param name="Contribution">Profit contribution in the window, as the guards saw it.</param>
/// <param name="Held">The tier it held when the run began; default for none.</param>
public sealed record ScoredAccount(
    IReadOnlyList<double> Raw,
    IReadOnlyList<double> Normalised,
    decimal Composite,
    Tier Tier,
    TierGuards Guards,
    int Rank,
    Tier Computed,
    double Contribution,
    HeldTier Held = default);

/// <summary>The kernel's result, one entry per account in every column.</summary>
/// <param name="Normalised">By criterion.</param>
/// <param name="Dimensions">By dimension.</param>
/// <param name="Composites">In hundredths.</param>
/// <param name="Held">Tiers held before; null when nobody held one.</param>
internal sealed record ScoreColumns(
    double[][] Normalised,
    double[][] Dimensions,
    int[] Composites,
    bool[] Insufficient,
    Tier[] Computed,
    Tier[] Tiers,
    TierGuards[] Guards,
    int[] Ranks,
    HeldTier[]? Held);
