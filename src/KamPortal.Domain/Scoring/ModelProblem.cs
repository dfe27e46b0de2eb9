using System.Globalization;
using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>The rules a scoring model can break; each has a translated sentence of its own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelRule>))]
public enum ModelRule
{
    /// <summary>A window has 1–60 months, or covers all.</summary>
    WindowOutOfRange,

    /// <summary>Dimension weights add up to 100.</summary>
    DimensionWeightsMustAddUp,

    /// <summary>Criterion weights of a dimension add up to 100.</summary>
    CriterionWeightsMustAddUp,

    /// <summary>A weight lies between 0 and 100.</summary>
    WeightOutOfRange,

    /// <summary>A dimension is there once.</summary>
    DuplicateDimension,

    /// <summary>A dimension that counts has at least one criterion.</summary>
    DimensionWithoutCriteria,

    /// <summary>A criterion names a metric of the catalogue.</summary>
    UnknownMetric,

    /// <summary>A metric is there once in its dimension.</summary>
    DuplicateMetric,

    /// <summary>A rating scale is for a rated metric.</summary>
    RatingNeedsRatedMetric,

    /// <summary>A percentile lies between 0 and 100.</summary>
    PercentileOutOfRange,

    /// <summary>The lower percentile lies below the upper.</summary>
    PercentilesOutOfOrder,

    /// <summary>There is at least one band.</summary>
    NoBands,

    /// <summary>Each band starts above the one before.</summary>
    BandsNotAscending,

    /// <summary>Points lie between 0 and 100.</summary>
    PointsOutOfRange,

    /// <summary>The lowest rating lies below the highest.</summary>
    RatingScaleEmpty,

    /// <summary>A threshold lies between 0 and 100 with at most 2 decimals.</summary>
    ThresholdOutOfRange,

    /// <summary>The threshold of B does not lie above that of A, nor the middle of a grid above the high.</summary>
    ThresholdsOutOfOrder,

    /// <summary>A grid names nine tiers.</summary>
    GridNeedsNineFields,

    /// <summary>More profit or more potential never leads to a worse tier of the grid.</summary>
    GridFalls,

    /// <summary>There are between 0 and 100,000 managers and between 0 and 100,000 accounts to each.</summary>
    CapacityOutOfRange,

    /// <summary>The margin lies between 0 and 100 points and there are 1–12 periods.</summary>
    StabilityOutOfRange,
}

/// <summary>One broken rule, with the field that breaks it, so that an editor can show it there.</summary>
/// <param name="Path">As in the stored form: <c>dimensions[0].criteria[1].weight</c>.</param>
/// <param name="Value">The number that is wrong, where there is one: the sum that is not 100, the weight out of range.</param>
/// <param name="Subject">The metric or dimension concerned, where there is one.</param>
public sealed record ModelProblem(string Path, ModelRule Rule, decimal? Value = null, string? Subject = null)
{
    /// <summary>Weights that merely do not add up can still be computed with, as they are while being dragged.</summary>
    public bool PreventsScoring => Rule is not (ModelRule.DimensionWeightsMustAddUp or ModelRule.CriterionWeightsMustAddUp);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}: {Rule} {Subject} {Value}").TrimEnd();
}
