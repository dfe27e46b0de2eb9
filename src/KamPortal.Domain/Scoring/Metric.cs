using System.Text.Json.Serialization;

namespace KamPortal.Domain.Scoring;

/// <summary>What a metric's values are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricUnit>))]
public enum MetricUnit
{
    /// <summary>An amount in the reporting currency.</summary>
    Money,

    /// <summary>A part of a whole or a growth: 0.12 is shown as 12 %.</summary>
    Ratio,

    /// <summary>A person's judgement on a declared scale, 1–5 unless said otherwise.</summary>
    Rating,
}

/// <summary>Which end of a metric is the good one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricDirection>))]
public enum MetricDirection
{
    HigherIsBetter,
    LowerIsBetter,
}

/// <summary>Something measured or rated per account. The key is stored in models and results and never changes its meaning.</summary>
/// <param name="Minimum">The least value that makes sense; null for no bound.</param>
/// <param name="Maximum">The largest value that makes sense: nobody orders in more than all months.</param>
public sealed record Metric(
    string Key, MetricUnit Unit, MetricDirection Direction = MetricDirection.HigherIsBetter, double? Minimum = null, double? Maximum = null)
{
    /// <summary>Rated by a person, with a rater, a date, a note and perhaps an expiry.</summary>
    public bool IsRated => Unit == MetricUnit.Rating;

    /// <summary>A rated criterion of the company's own, beyond the catalogue; see <see cref="Metrics.OwnPrefix"/>.</summary>
    public bool IsOwn => Key.StartsWith(Metrics.OwnPrefix, StringComparison.Ordinal);

    /// <summary>What an own criterion is called: the words of its key.</summary>
    public string OwnName => IsOwn ? Key[Metrics.OwnPrefix.Length..].Replace('_', ' ') : "";

    /// <summary>Key of the metric's name in the translated texts.</summary>
    public string NameTextKey => $"Metric_{Key}";

    /// <summary>Key of the sentence that states the formula in the translated texts.</summary>
    public string FormulaTextKey => $"MetricFormula_{Key}";
}
