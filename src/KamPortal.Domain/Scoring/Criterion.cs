using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>What becomes of a criterion on an account whose value is missing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissingPolicy>))]
public enum MissingPolicy
{
    /// <summary>The other criteria of the dimension share its weight.</summary>
    Reweight,

    /// <summary>It counts as 50.</summary>
    Neutral,

    /// <summary>It counts as 0.</summary>
    Worst,
}

/// <summary>One measured or rated criterion of a dimension.</summary>
/// <param name="Metric">Key of a metric of the catalogue, once in its dimension.</param>
/// <param name="Weight">0–100; the criteria of a dimension sum to 100.</param>
public sealed record Criterion(string Metric, decimal Weight, Normalisation Normalisation, MissingPolicy Missing = MissingPolicy.Reweight);
