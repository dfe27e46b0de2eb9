using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>The three things an account is judged by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DimensionKind>))]
public enum DimensionKind
{
    ProfitContribution = 1,
    GrowthPotential = 2,
    StrategicImportance = 3,
}

/// <summary>
/// One of the three dimensions with its share of the composite score. At weight 0, or without any value on any account, it
/// stays out of the composite and the others are rescaled.
/// </summary>
/// <param name="Weight">0–100; the dimensions of a model sum to 100.</param>
public sealed record ScoringDimension(DimensionKind Kind, decimal Weight, IReadOnlyList<Criterion> Criteria);
