using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>How a metric's raw values become 0–100 points. A column whose values are all the same gives everybody 50.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PercentileRank), "percentileRank")]
[JsonDerivedType(typeof(MinMax), "minMax")]
[JsonDerivedType(typeof(Bands), "bands")]
[JsonDerivedType(typeof(Rating), "rating")]
public abstract record Normalisation
{
    private protected Normalisation()
    {
    }
}

/// <summary>
/// Mid-rank: (number below + ½ · number equal, itself included) / number of values · 100. Equal means exactly equal.
/// Where lower is better, 100 less that.
/// </summary>
public sealed record PercentileRank : Normalisation;

/// <summary>
/// Straight line from the lower bound (0) to the upper (100), values beyond them cut off. The bounds are percentiles of the
/// column by linear interpolation at (n − 1)p. Where lower is better, 100 less that.
/// </summary>
/// <param name="LowerPercentile">0–100, below the upper one; 0 is the smallest value.</param>
/// <param name="UpperPercentile">0–100; 100 is the largest value.</param>
public sealed record MinMax(decimal LowerPercentile = 5, decimal UpperPercentile = 95) : Normalisation;

/// <summary>
/// Points by band: a value gets the points of the last band that starts at or below it. Direction plays no part; the points say it.
/// </summary>
/// <param name="PointsBelow">Points of a value below the first band, 0–100.</param>
/// <param name="Steps">Bands, ascending.</param>
public sealed record Bands(decimal PointsBelow, IReadOnlyList<Band> Steps) : Normalisation;

/// <summary>A band starts at a raw value (included) and gives 0–100 points.</summary>
public sealed record Band(decimal From, decimal Points);

/// <summary>
/// A judgement on a declared scale: (r − lowest) / (highest − lowest) · 100, cut off at the ends.
/// </summary>
public sealed record Rating(decimal Lowest = 1, decimal Highest = 5) : Normalisation;
