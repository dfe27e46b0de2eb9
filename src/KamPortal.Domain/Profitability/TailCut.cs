namespace KamPortal.Domain.Profitability;

/// <summary>Where the tail of a portfolio begins.</summary>
public abstract record TailCut
{
    private protected TailCut()
    {
    }

    /// <summary>The accounts behind the cut, in the order of the whale curve: largest contribution first, equal ones by code.</summary>
    public IReadOnlyList<TailAccount> TailOf(IEnumerable<TailAccount> accounts)
    {
        var ranked = accounts.OrderByDescending(a => a.Contribution).ThenBy(a => a.Code, StringComparer.Ordinal).ToArray();
        return [.. ranked.Where((account, i) => IsTail(account, i + 1))];
    }

    private protected abstract bool IsTail(TailAccount account, int rank);
}

/// <summary>All but so many of the best by contribution.</summary>
/// <param name="Kept">Accounts before the cut, not negative.</param>
public sealed record CutByRank(int Kept) : TailCut
{
    private protected override bool IsTail(TailAccount account, int rank) => rank > Kept;
}

/// <summary>All with less net revenue in the year than an amount.</summary>
public sealed record CutBySize(decimal NetRevenueFrom) : TailCut
{
    private protected override bool IsTail(TailAccount account, int rank) => account.NetRevenue < NetRevenueFrom;
}

/// <summary>All who pay less of the list price than a share; accounts without gross revenue pay nothing and are in the tail.</summary>
/// <param name="RealisationFrom">Net over gross revenue, 0.9 for 90 %.</param>
public sealed record CutByPrice(decimal RealisationFrom) : TailCut
{
    private protected override bool IsTail(TailAccount account, int rank) => (account.PriceRealisation ?? 0) < RealisationFrom;
}
