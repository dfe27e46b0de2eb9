namespace KamPortal.Domain.Scoring;

/// <summary>From what an account did in the window to the values of its metrics. Missing is NaN here, never 0.</summary>
public static class MetricValues
{
    /// <summary>Writes the values in the order of <see cref="Metrics.All"/>.</summary>
    public static void Write(in AccountWindow account, WindowBasis basis, Span<double> values)
    {
        for (var i = 0; i < Metrics.All.Count; i++)
        {
            values[i] = Of(Metrics.All[i].Key, account, basis);
        }
    }

    /// <summary>The value of one metric, or NaN with a reason to be found in the metric's formula.</summary>
    public static double Of(string metric, in AccountWindow account, WindowBasis basis) => metric switch
    {
        Metrics.ProfitContribution => (double)Profit(account, basis),
        Metrics.ContributionMargin => basis.IsRevenueOnly ? double.NaN : Ratio(account.CustomerContribution, account.NetRevenue),
        Metrics.Revenue => (double)account.NetRevenue,
        Metrics.CostToServeRatio => basis.IsRevenueOnly || !basis.CostToServeRecorded ? double.NaN : Ratio(account.CostToServe, account.GrossMargin),
        Metrics.RevenueGrowth => Growth(account.NetRevenue, account.PriorNetRevenue, basis),
        Metrics.ContributionGrowth => Growth(Profit(account, basis), PriorProfit(account, basis), basis),
        Metrics.ProductBreadth => account is { LinesBought: { } bought, LinesOffered: { } offered } ? Ratio(bought, offered) : double.NaN,
        Metrics.OrderRegularity => account.MonthsWithOrders is { } months ? Ratio(months, basis.Months) : double.NaN,
        Metrics.StrategicImportance => account.StrategicImportance ?? double.NaN,
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
