namespace KamPortal.Domain.Scoring;

/// <summary>From what an account did in the window to the values of its metrics. Missing is NaN here, never 0.</summary>
public static class MetricValues
{
    /// <summary>The value of one metric, or NaN with a reason to be found in the metric's formula.</summary>
    public static double Of(string metric, in AccountWindow account, WindowBasis basis) => metric switch
    {
        Metrics.ProfitContribution => (double)Profit(account, basis),
        Metrics.ContributionMargin => basis.IsRevenueOnly ? double.NaN : Ratio(account.CustomerContribution, account.NetRevenue),
        Metrics.Revenue => (double)account.NetRevenue,
        Metrics.CostToServeRatio => basis.IsRevenueOnly || !basis.CostToServeRecorded ? double.NaN : Ratio(account.CostToServe, account.GrossMargin),
        Metrics.RevenueGrowth => Growth(account.NetRevenue, account.PriorNetRevenue, basis),
        Metrics.ContributionGrowth => Growth(Profit(account, basis), PriorProfit(account, basis), basis),
        Metrics.WalletGap => account.Wallet is { } wallet ? (double)(wallet - account.NetRevenue) : double.NaN,
        Metrics.ShareOfWallet => account.Wallet is { } wallet ? Ratio(account.NetRevenue, wallet) : double.NaN,
        Metrics.MarketGrowth => account.MarketGrowth ?? double.NaN,
        Metrics.ProductBreadth => account is { LinesBought: { } bought, LinesOffered: { } offered } ? Ratio(bought, offered) : double.NaN,
        Metrics.OrderRegularity => account.MonthsWithOrders is { } months ? Ratio(months, basis.Months) : double.NaN,
        _ when Metrics.Get(metric).IsRated => account.Ratings?.TryGetValue(metric, out var rating) == true ? rating : double.NaN,
        _ => throw new DomainRuleException($"There is no metric '{metric}'."),
    };

    /// <summary>CM2, or net revenue where cost of goods was never recorded: what ranks, guards and the whale curve go by.</summary>
    public static decimal Profit(in AccountWindow account, WindowBasis basis) =>
        basis.IsRevenueOnly ? account.NetRevenue : account.CustomerContribution;

    private static decimal PriorProfit(in AccountWindow account, WindowBasis basis) =>
        basis.IsRevenueOnly ? account.PriorNetRevenue : account.PriorCustomerContribution;

    private static double Ratio(decimal part, decimal whole) => whole > 0 ? (double)part / (double)whole : double.NaN;

    private static double Growth(decimal now, decimal prior, WindowBasis basis) => basis.HasPriorFacts ? Ratio(now, prior) - 1 : double.NaN;
}
