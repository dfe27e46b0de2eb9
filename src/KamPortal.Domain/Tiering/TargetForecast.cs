using System.Text.Json.Serialization;

namespace KamPortal.Domain.Tiering;

/// <summary>How sure a forecast is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastVerdict>))]
public enum ForecastVerdict
{
    /// <summary>Fewer than three different moments: nothing can be said.</summary>
    TooEarly,

    /// <summary>Even the lower end of the interval reaches the target.</summary>
    WillMakeIt,

    /// <summary>The target lies within the interval.</summary>
    Open,

    /// <summary>Not even the upper end reaches the target.</summary>
    WillNotMakeIt,
}

/// <summary>
/// Will it make it: whether what is measured reaches a target by a deadline if it goes on as it did. A straight line by least squares, with
/// the prediction interval of Student's t with n − 2 degrees of freedom.
/// </summary>
/// <param name="Expected">Where the line stands at the deadline; null when it is too early.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="SlopePerMonth">By how much the line rises in a month of 30.4375 days.</param>
/// <param name="Probability">Chance, 0–1, that the target is reached or passed at the deadline, as the model of the line sees it.</param>
public sealed record TargetForecast(ForecastVerdict Verdict, double? Expected, double? Low, double? High, double? SlopePerMonth, double? Probability)
{
    /// <summary>Share of cases that the interval holds unless asked otherwise.</summary>
    public const double DefaultConfidence = 0.8;

    private const double DaysAMonth = 30.4375;
    private const int LeastPoints = 3;

    /// <param name="measured">Score or CM2 by day, in any order; of several on one day each counts.</param>
    /// <param name="target">Score or CM2 to reach.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static TargetForecast Of(IReadOnlyCollection<(DateOnly Day, double Value)> measured, DateOnly deadline, double target, double confidence = DefaultConfidence)
    {
        if (confidence is not (> 0 and < 1))
        {
            throw new DomainRuleException("A confidence lies between 0 and 1.");
        }

        if (measured.Select(m => m.Day).Distinct().Count() < LeastPoints)
        {
            return new(ForecastVerdict.TooEarly, null, null, null, null, null);
        }

        var n = measured.Count;
        // Days from the deadline: there the line stands at its intercept.
        var points = measured.Select(m => (X: (double)(m.Day.DayNumber - deadline.DayNumber), Y: m.Value)).OrderBy(p => p.X).ThenBy(p => p.Y).ToArray();
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var spread = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / spread;
        var expected = meanY - (slope * meanX);
        var squares = points.Sum(p => Math.Pow(p.Y - expected - (slope * p.X), 2));
        var error = Math.Sqrt(squares / (n - 2) * (1 + (1.0 / n) + (meanX * meanX / spread)));
        var reach = StudentT.Quantile((1 + confidence) / 2, n - 2) * error;
        var probability = error > 0 ? StudentT.Below((expected - target) / error, n - 2) : expected >= target ? 1 : 0;
        var verdict = expected - reach >= target ? ForecastVerdict.WillMakeIt : expected + reach < target ? ForecastVerdict.WillNotMakeIt : ForecastVerdict.Open;
        return new(verdict, expected, expected - reach, expected + reach, slope * DaysAMonth, probability);
    }
}
