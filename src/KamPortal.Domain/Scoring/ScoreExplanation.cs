using System.Text.Json.Serialization;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Why an account has its score and tier: every criterion from raw value to points. Points add up to each dimension's and to
/// the composite exactly as shown; effective weights add up to 100.
/// </summary>
/// <param name="Composite">0–100 with 2 decimals.</param>
public sealed record ScoreExplanation(decimal Composite, int Rank, int Accounts, IReadOnlyList<DimensionExplanation> Dimensions, TierExplanation Tier)
{
    /// <summary>From one account's stored result, the run's stored reference and its model; the rest of the portfolio is not needed.</summary>
    /// <param name="standing">The override in force, if any.</param>
    public static ScoreExplanation Of(ScoringModel model, ScoringReference reference, ScoredAccount account, TierOverride? standing = null) =>
        new ScoreExplainer(model, reference, account, standing).Explain();

    /// <inheritdoc cref="Of(ScoringModel, ScoringReference, ScoredAccount, TierOverride?)"/>
    public static ScoreExplanation Of(ScoringModel model, ScoringReference reference, AccountScore stored, TierOverride? standing = null) =>
        Of(model, reference, stored.ToScored(), standing);
}

/// <summary>What part a dimension plays in an account's score.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DimensionState>))]
public enum DimensionState
{
    /// <summary>It is part of the composite.</summary>
    Counts,

    /// <summary>The model gives it no weight; its score is for information.</summary>
    WithoutWeight,

    /// <summary>No account has a value in it, so it dropped out and the others were rescaled.</summary>
    WithoutData,

    /// <summary>Others have values in it and this account has none: it scores 0.</summary>
    Lacking,
}

/// <param name="Weight">As in the model.</param>
/// <param name="EffectiveWeight">Percent of the composite after dimensions that dropped out; 0 when it is one of them.</param>
/// <param name="Score">0–100 rounded for display; null without a score.</param>
/// <param name="Points">Contribution to the composite.</param>
public sealed record DimensionExplanation(
    DimensionKind Kind,
    DimensionState State,
    decimal Weight,
    decimal EffectiveWeight,
    decimal? Score,
    decimal Points,
    IReadOnlyList<CriterionExplanation> Criteria);

/// <summary>What became of a criterion's value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CriterionState>))]
public enum CriterionState
{
    /// <summary>It has a value.</summary>
    Measured,

    /// <summary>Missing; the other criteria of the dimension share its weight.</summary>
    LeftOut,

    /// <summary>Missing; counts as 50.</summary>
    CountsAsNeutral,

    /// <summary>Missing; counts as 0.</summary>
    CountsAsWorst,
}

/// <param name="Raw">Null when missing.</param>
/// <param name="Normalised">0–100, null when left out.</param>
/// <param name="Weight">Within the dimension, as in the model.</param>
/// <param name="EffectiveWeight">Percent of the composite.</param>
/// <param name="Points">Contribution to the composite.</param>
/// <param name="Reference">The column it was measured against.</param>
public sealed record CriterionExplanation(
    string Metric,
    Normalisation Normalisation,
    CriterionState State,
    double? Raw,
    double? Normalised,
    decimal Weight,
    decimal EffectiveWeight,
    decimal Points,
    CriterionReference Reference);

/// <param name="Computed">By the rule alone.</param>
/// <param name="Final">After stability, guards and the C+ test, before any override.</param>
/// <param name="Guards">Guards that made a difference.</param>
/// <param name="GrowthPotential">As compared with the rule's threshold; null without one.</param>
/// <param name="HasPotential">It reaches the threshold of C+.</param>
/// <param name="Next">The nearest better tier and what is missing to it; null at the top.</param>
/// <param name="Boundaries">The last accounts of tiers A and B, for rules that compare accounts; between equal ones the code decides.</param>
/// <param name="Stability">What the stability rule did; null where the account was no worse than before or there is no such rule.</param>
/// <param name="Override">The override in force, if any.</param>
public sealed record TierExplanation(
    Tier Computed,
    Tier Final,
    TierGuards Guards,
    TierRule Rule,
    decimal? GrowthPotential,
    bool HasPotential,
    NextTier? Next,
    TierBoundaries? Boundaries = null,
    StabilityExplanation? Stability = null,
    TierOverride? Override = null)
{
    /// <summary>The tier the account is served by: that of an override in force, else the computed one.</summary>
    public Tier Effective => Override?.Tier ?? Final;
}

/// <summary>Why an account that the rule puts lower kept or lost its tier.</summary>
/// <param name="Held">The tier it held.</param>
/// <param name="Cut">Composite at which that tier starts, where the rule has a fixed one and the margin applies.</param>
/// <param name="Margin">Points it may be below that.</param>
/// <param name="PeriodsBelow">As-of periods in a row in which it was below, the current included.</param>
/// <param name="Periods">After so many it is demoted.</param>
public sealed record StabilityExplanation(StabilityOutcome Outcome, Tier Held, decimal? Cut, decimal Margin, int PeriodsBelow, int Periods);
