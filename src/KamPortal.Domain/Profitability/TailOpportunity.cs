namespace KamPortal.Domain.Profitability;

/// <summary>
/// What keeping the tail for the chance of growth is worth against what it costs: p(promotion) × value if promoted × years for all its accounts, against
/// the cost of serving all of them over the same years.
/// </summary>
/// <param name="Accounts">Accounts of the tail.</param>
/// <param name="CostToServe">What serving them costs in a year.</param>
/// <param name="Odds">How often accounts of C were promoted, from the portfolio's own tier history.</param>
/// <param name="YearlyValue">CM2 a year of a promoted account.</param>
/// <param name="Years">Years counted on either side.</param>
public sealed record TailOpportunity(int Accounts, decimal CostToServe, PromotionOdds Odds, decimal YearlyValue, int Years = TailOpportunity.DefaultYears)
{
    public const int DefaultYears = 3;

    /// <summary>Future giants to be expected; null without a history.</summary>
    public decimal? ExpectedPromotions => Accounts * (decimal?)Odds.Probability;

    /// <summary>What they are expected to bring; null without a history.</summary>
    public decimal? ExpectedValue => ValueAt(Odds.Probability);

    /// <summary>What they bring if the probability is as low as the interval of the history allows.</summary>
    public decimal? LeastValue => ValueAt(Odds.Low);

    /// <summary>If it is as high.</summary>
    public decimal? MostValue => ValueAt(Odds.High);

    /// <summary>Cost of serving all of them over the years.</summary>
    public decimal Cost => CostToServe * Years;

    /// <summary>Expected value less cost: what keeping the tail gains, or loses when negative. Null without a history.</summary>
    public decimal? Difference => ExpectedValue - Cost;

    /// <summary>Whether the sign of the difference holds over the whole interval; null without a history.</summary>
    public bool? IsCertain => LeastValue is { } least && MostValue is { } most ? least > Cost || most < Cost : null;

    private decimal? ValueAt(double? probability) => probability is { } p ? (decimal)p * Accounts * YearlyValue * Years : null;

    /// <summary>Yearly value of a promoted account: the median CM2 of those that were promoted, else of today's B; null without either.</summary>
    public static decimal? ValueOf(IEnumerable<decimal> promoted, IEnumerable<decimal> ofB) => Median(promoted) ?? Median(ofB);

    private static decimal? Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
