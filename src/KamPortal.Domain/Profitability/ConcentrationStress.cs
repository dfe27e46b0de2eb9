namespace KamPortal.Domain.Profitability;

/// <summary>One customer or group of customers and what hangs on it.</summary>
/// <param name="Key">Account code, or that of the group.</param>
public sealed record CustomerShare(string Key, decimal NetRevenue, decimal Contribution)
{
    /// <summary>Accounts summed to their groups; an account without a group stands for itself.</summary>
    /// <param name="accounts">Account, the group it belongs to if any, and its figures.</param>
    public static IReadOnlyList<CustomerShare> ByGroup(IEnumerable<(string Account, string? Group, decimal NetRevenue, decimal Contribution)> accounts) =>
    [
        .. accounts.GroupBy(a => a.Group ?? a.Account, StringComparer.Ordinal)
            .Select(g => new CustomerShare(g.Key, g.Sum(a => a.NetRevenue), g.Sum(a => a.Contribution)))
            .OrderByDescending(c => c.NetRevenue).ThenBy(c => c.Key, StringComparer.Ordinal),
    ];
}

/// <summary>What losing some customers does to a portfolio.</summary>
/// <param name="Lost">Those lost, in the order given.</param>
/// <param name="RevenueLost">Their net revenue.</param>
/// <param name="ContributionLost">What profit falls by: their contribution, and the cost of serving them that does not go away.</param>
/// <param name="RevenueLeft">Net revenue of those who stay.</param>
/// <param name="ContributionLeft">Profit that stays.</param>
/// <param name="Before">Concentration by net revenue before.</param>
/// <param name="After">And among those who stay.</param>
public sealed record ConcentrationStress(
    IReadOnlyList<string> Lost, decimal RevenueLost, decimal ContributionLost, decimal RevenueLeft, decimal ContributionLeft, Concentration Before, Concentration After)
{
    /// <summary>Share of net revenue lost, 0–1; null where there is none.</summary>
    public decimal? RevenueShareLost => RevenueLost + RevenueLeft > 0 ? RevenueLost / (RevenueLost + RevenueLeft) : null;

    /// <summary>Share of profit lost, more than 1 where losses stay; null where there was no profit.</summary>
    public decimal? ContributionShareLost => ContributionLost + ContributionLeft > 0 ? ContributionLost / (ContributionLost + ContributionLeft) : null;

    /// <param name="customers">Accounts or groups.</param>
    /// <param name="lost">Keys of those lost.</param>
    /// <param name="stranded">Cost of serving them in a year that stays when they are gone, not negative.</param>
    /// <exception cref="DomainRuleException">A customer is not among the others, or is lost twice.</exception>
    public static ConcentrationStress Losing(IReadOnlyCollection<CustomerShare> customers, IReadOnlyList<string> lost, decimal stranded = 0)
    {
        var gone = lost.ToHashSet(StringComparer.Ordinal);
        CustomerShare[] left = [.. customers.Where(c => !gone.Contains(c.Key))];
        if (gone.Count != lost.Count || left.Length != customers.Count - gone.Count)
        {
            throw new DomainRuleException("Only a customer one has can be lost, and only once.");
        }

        var (revenue, contribution) = (customers.Sum(c => c.NetRevenue), customers.Sum(c => c.Contribution));
        var (revenueLeft, contributionLeft) = (left.Sum(c => c.NetRevenue), left.Sum(c => c.Contribution) - stranded);
        return new(
            lost, revenue - revenueLeft, contribution - contributionLeft, revenueLeft, contributionLeft,
            Concentration.Of(customers.Select(c => c.NetRevenue)), Concentration.Of(left.Select(c => c.NetRevenue)));
    }

    /// <summary>Loses the k-th largest by net revenue, 1 for the largest.</summary>
    public static ConcentrationStress LosingLargest(IReadOnlyCollection<CustomerShare> customers, int k = 1, decimal stranded = 0) =>
        Losing(customers, [.. customers.OrderByDescending(c => c.NetRevenue).ThenBy(c => c.Key, StringComparer.Ordinal).Skip(k - 1).Take(1).Select(c => c.Key)], stranded);
}
