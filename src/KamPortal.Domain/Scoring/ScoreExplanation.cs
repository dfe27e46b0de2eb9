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
    public static ScoreExplanation Of(ScoringModel model, ScoringReference reference, ScoredAccount account) =>
        new ScoreExplainer(model, reference, account).Explain();

    /// <inheritdoc cref="Of(ScoringModel, ScoringReference, ScoredAccount)"/>
    public static ScoreExplanation Of(ScoringModel model, ScoringReference reference, AccountScore stored) =>
        Of(model, reference, new ScoredAccount(stored.Raw, stored.Normalised, stored.Composite, stored.Tier, (TierGuards)stored.Guards, stored.Rank));
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
/// <param name="Final">After guards and the C+ test.</param>
/// <param name="Guards">Guards that made a difference.</param>
/// <param name="GrowthPotential">As compared with the rule's threshold; null without one.</param>
/// <param name="HasPotential">It reaches the threshold of C+.</param>
/// <param name="Next">The next better tier by score and the points missing to it; null at the top.</param>
public sealed record TierExplanation(
    Tier Computed, Tier Final, TierGuards Guards, TierRule Rule, decimal? GrowthPotential, bool HasPotential, NextTier? Next);

/// <summary>How far an account is from a better tier.</summary>
public sealed record NextTier(Tier Tier, decimal From, decimal PointsMissing);
