using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// The population a run measured accounts against, frozen with it: stored beside the results it lets any score be recomputed
/// and explained later, whatever has become of the portfolio since.
/// </summary>
/// <param name="Accounts">Number of scored accounts.</param>
/// <param name="Criteria">One per criterion, in the model's order.</param>
/// <param name="Boundaries">Where the tiers end, for rules that compare accounts with one another; null for fixed thresholds.</param>
public sealed record ScoringReference(int Accounts, IReadOnlyList<CriterionReference> Criteria, TierBoundaries? Boundaries = null)
{
    /// <summary>The form in which it is stored with a run.</summary>
    public string ToJson() => ScoringJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ScoringReference FromJson(string json) => ScoringJson.Read<ScoringReference>(json, "a scoring reference");
}

/// <summary>What a criterion's column looked like.</summary>
/// <param name="Values">Accounts that had a value; when 0 the bounds are null.</param>
/// <param name="Minimum">Smallest raw value.</param>
/// <param name="Maximum">Largest raw value.</param>
/// <param name="Lower">Raw value that scores 0, for <see cref="MinMax"/>; else the minimum.</param>
/// <param name="Upper">Raw value that scores 100, for <see cref="MinMax"/>; else the maximum.</param>
public sealed record CriterionReference(string Metric, int Values, double? Minimum, double? Maximum, double? Lower, double? Upper)
{
    /// <summary>All values were the same, which tells nothing about anybody: everybody has 50.</summary>
    [JsonIgnore]
    public bool IsConstant => Values > 0 && Minimum == Maximum;

    /// <summary>
    /// Normalises one raw value against the frozen column, to the last digit as the run did. The percentile table is needed
    /// for <see cref="PercentileRank"/> only.
    /// </summary>
    public double Normalise(double raw, Normalisation normalisation, PercentileTable? table = null) =>
        ColumnNormalisation.OfOne(raw, normalisation, this, table);
}
