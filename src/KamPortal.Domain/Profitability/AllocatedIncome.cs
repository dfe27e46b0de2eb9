using System.Text.Json.Serialization;

namespace KamPortal.Domain.Profitability;

/// <summary>By what a pool of cost is spread over customers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AllocationBase>))]
public enum AllocationBase
{
    NetRevenue,

    /// <summary>CM1.</summary>
    GrossMargin,

    /// <summary>CM2, the income at customer level.</summary>
    CustomerContribution,

    /// <summary>Cost of goods and cost to serve: everything charged to the customer directly.</summary>
    CustomerCost,

    CostToServe,

    /// <summary>The same for everybody.</summary>
    Customers,
}

/// <summary>Cost of the company that no customer causes, with the base declared by which it is spread all the same.</summary>
/// <param name="Amount">Not negative.</param>
public sealed record CostPool(string Name, decimal Amount, AllocationBase Base);

/// <summary>One customer with its share of every pool.</summary>
/// <param name="Contribution">CM2: income before any allocation.</param>
/// <param name="Allocated">By pool, in their order.</param>
public sealed record AllocatedIncome(string Key, decimal NetRevenue, decimal Contribution, IReadOnlyList<decimal> Allocated)
{
    /// <summary>Fully allocated income.</summary>
    public decimal Income => Contribution - Allocated.Sum();

    /// <summary>Income over net revenue; null where net revenue is not positive.</summary>
    public decimal? Margin => NetRevenue > 0 ? Income / NetRevenue : null;

    /// <summary>
    /// The allocated view beside CM2: every pool is spread in proportion to its base and adds up to its amount. Customers whose base is
    /// not positive carry nothing of a pool; where no base is positive it is spread evenly.
    /// </summary>
    /// <remarks>Not used for tiering: published cases show the ranking flip once overhead is allocated.</remarks>
    /// <param name="decimals">Decimals of the amounts; what rounding leaves goes to those that lost most.</param>
    public static IReadOnlyList<AllocatedIncome> Of(IReadOnlyList<(string Key, Contribution Figures)> customers, IReadOnlyList<CostPool> pools, int decimals = 2)
    {
        var spread = pools.Select(pool => Spread(pool, customers, decimals)).ToArray();
        return [.. customers.Select((c, i) => new AllocatedIncome(c.Key, c.Figures.NetRevenue, c.Figures.CustomerContribution, [.. spread.Select(s => s[i])]))];
    }

    private static decimal[] Spread(CostPool pool, IReadOnlyList<(string Key, Contribution Figures)> customers, int decimals)
    {
        if (pool.Amount < 0)
        {
            throw new DomainRuleException($"The cost of {pool.Name} cannot be negative.");
        }

        decimal[] bases = [.. customers.Select(c => Math.Max(0, BaseOf(pool.Base, c.Figures)))];
        bases = Array.TrueForAll(bases, b => b == 0) ? Array.ConvertAll(bases, _ => 1m) : bases;
        var whole = bases.Sum();
        return customers.Count == 0 ? [] : Rounding.LargestRemainder(Array.ConvertAll(bases, b => pool.Amount * b / whole), pool.Amount, decimals);
    }

    private static decimal BaseOf(AllocationBase allocation, Contribution figures) => allocation switch
    {
        AllocationBase.NetRevenue => figures.NetRevenue,
        AllocationBase.GrossMargin => figures.GrossMargin,
        AllocationBase.CustomerContribution => figures.CustomerContribution,
        AllocationBase.CustomerCost => figures.CostOfGoods + figures.CostToServe,
        AllocationBase.CostToServe => figures.CostToServe,
        _ => 1,
    };
}
