namespace KamPortal.Domain.Scoring;

/// <summary>The months whose facts are scored: the last so many up to the as-of period, or all of them.</summary>
/// <param name="Months">1–60, or null for all facts up to the as-of period.</param>
public sealed record ScoringWindow(int? Months)
{
    public const int DefaultMonths = 12;
    public const int LongestMonths = 60;

    /// <summary>Every fact up to the as-of period; there is no prior window then.</summary>
    public static ScoringWindow All { get; } = new((int?)null);

    public static ScoringWindow Last(int months) => new(months);

    /// <summary>The months of the window.</summary>
    /// <param name="asOf">The last month.</param>
    /// <param name="firstFact">The portfolio's first month with a fact, where a window of all facts starts.</param>
    public PeriodRange Covers(Period asOf, Period firstFact) => Months is { } months
        ? PeriodRange.Ending(asOf, months)
        : new PeriodRange(firstFact < asOf ? firstFact : asOf, asOf);

    /// <summary>As many months before the window; null for a window of all facts.</summary>
    public PeriodRange? PriorTo(Period asOf) => Months is { } months ? PeriodRange.Ending(asOf, months).Preceding() : null;
}
