namespace KamPortal.Domain.Profitability;

/// <summary>What tail economics looks at of one account, over one year in reporting currency.</summary>
/// <param name="Code">Account code, unique.</param>
/// <param name="GrossRevenue">Revenue before discounts.</param>
/// <param name="NetRevenue">Revenue after discounts.</param>
/// <param name="GrossMargin">CM1.</param>
/// <param name="CostToServe">What serving it costs.</param>
/// <param name="Orders">Orders in the year; null when not counted.</param>
public sealed record TailAccount(string Code, decimal GrossRevenue, decimal NetRevenue, decimal GrossMargin, decimal CostToServe, decimal? Orders = null)
{
    /// <summary>CM2.</summary>
    public decimal Contribution => GrossMargin - CostToServe;

    /// <summary>What is left of the list price: net over gross revenue, 1 for no discount; null where gross revenue is not positive.</summary>
    public decimal? PriceRealisation => GrossRevenue > 0 ? NetRevenue / GrossRevenue : null;
}

/// <summary>Sums over some accounts.</summary>
public sealed record TailSums(int Accounts, decimal NetRevenue, decimal GrossMargin, decimal CostToServe)
{
    /// <summary>CM2.</summary>
    public decimal Contribution => GrossMargin - CostToServe;

    /// <summary>CM2 over net revenue; null where net revenue is not positive.</summary>
    public decimal? Margin => NetRevenue > 0 ? Contribution / NetRevenue : null;

    public static TailSums Of(IReadOnlyCollection<TailAccount> accounts) =>
        new(accounts.Count, accounts.Sum(a => a.NetRevenue), accounts.Sum(a => a.GrossMargin), accounts.Sum(a => a.CostToServe));
}
