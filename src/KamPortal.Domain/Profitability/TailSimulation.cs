namespace KamPortal.Domain.Profitability;

/// <summary>
/// What becomes of a portfolio when levers are pulled on some of its accounts: profit before and after, the new whale curve and the profit
/// and loss of every account concerned. Nothing is set: every figure follows from the accounts and the named assumptions.
/// </summary>
/// <param name="Before">The whole portfolio today.</param>
/// <param name="After">The whole portfolio with the levers pulled.</param>
/// <param name="Tail">The accounts concerned, today.</param>
/// <param name="TailAfter">The same, with the levers pulled.</param>
/// <param name="Curve">The whale curve of the whole portfolio afterwards.</param>
/// <param name="Accounts">The accounts concerned, largest gain first, equal ones by code.</param>
public sealed record TailSimulation(TailSums Before, TailSums After, TailSums Tail, TailSums TailAfter, WhaleCurve Curve, IReadOnlyList<TailOutcome> Accounts)
{
    /// <summary>What the levers add to the profit of a year.</summary>
    public decimal Gain => After.Contribution - Before.Contribution;

    /// <summary>The same over today's profit, 0.25 for a quarter more; null where there is no profit today.</summary>
    public decimal? Lift => Before.Contribution > 0 ? Gain / Before.Contribution : null;

    /// <summary>Net revenue given up.</summary>
    public decimal RevenueLost => Before.NetRevenue - After.NetRevenue;

    public decimal CostReleased => Before.CostToServe - After.CostToServe;

    /// <summary>People freed: cost released over what one costs in a year.</summary>
    /// <exception cref="DomainRuleException">A person costs nothing.</exception>
    public decimal PeopleFreed(decimal costPerPerson) =>
        costPerPerson > 0 ? CostReleased / costPerPerson : throw new DomainRuleException("A person costs more than nothing.");

    /// <param name="portfolio">All accounts; codes are unique.</param>
    /// <param name="concerned">Codes of those on whom the levers are pulled; codes not in the portfolio play no part.</param>
    /// <param name="levers">In the order in which they are pulled, each on what the one before left.</param>
    public static TailSimulation Of(IReadOnlyCollection<TailAccount> portfolio, IReadOnlySet<string> concerned, IReadOnlyList<TailLever> levers)
    {
        var outcomes = portfolio.Where(a => concerned.Contains(a.Code)).Select(a => new TailOutcome(a, levers.Aggregate(a, (account, lever) => lever.ApplyTo(account)))).ToArray();
        TailAccount[] after = [.. portfolio.Where(a => !concerned.Contains(a.Code)), .. outcomes.Select(o => o.After)];
        return new(
            TailSums.Of(portfolio),
            TailSums.Of(after),
            TailSums.Of([.. outcomes.Select(o => o.Before)]),
            TailSums.Of([.. outcomes.Select(o => o.After)]),
            WhaleCurve.Of([.. after.Select(a => a.Code)], [.. after.Select(a => a.Contribution)]),
            [.. outcomes.OrderByDescending(o => o.Gain).ThenBy(o => o.Before.Code, StringComparer.Ordinal)]);
    }

    /// <summary>Levers on everything behind a cut.</summary>
    public static TailSimulation Of(IReadOnlyCollection<TailAccount> portfolio, TailCut cut, IReadOnlyList<TailLever> levers) =>
        Of(portfolio, cut.TailOf(portfolio).Select(a => a.Code).ToHashSet(StringComparer.Ordinal), levers);
}

/// <summary>One account's year before and after.</summary>
public sealed record TailOutcome(TailAccount Before, TailAccount After)
{
    /// <summary>What the levers add to its contribution.</summary>
    public decimal Gain => After.Contribution - Before.Contribution;
}
