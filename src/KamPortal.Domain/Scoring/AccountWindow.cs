namespace KamPortal.Domain.Scoring;

/// <summary>What one account did in the window, summed over its facts: the input from which its metrics follow.</summary>
public readonly record struct AccountWindow
{
    public decimal NetRevenue { get; init; }

    /// <summary>CM1 in the window.</summary>
    public decimal GrossMargin { get; init; }

    public decimal CostToServe { get; init; }

    /// <summary>CM2 in the window.</summary>
    public decimal CustomerContribution { get; init; }

    /// <summary>Net revenue in the prior window; 0 without facts there.</summary>
    public decimal PriorNetRevenue { get; init; }

    /// <summary>CM2 in the prior window; 0 without facts there.</summary>
    public decimal PriorCustomerContribution { get; init; }

    /// <summary>Months of the window with an order; null when not known.</summary>
    public int? MonthsWithOrders { get; init; }

    /// <summary>Product lines bought in the window; null when not known.</summary>
    public int? LinesBought { get; init; }

    /// <summary>Product lines offered to the account's segment; null when not known.</summary>
    public int? LinesOffered { get; init; }

    /// <summary>What the account is thought to spend on what we sell, over as many months as the window has; null without an estimate.</summary>
    public decimal? Wallet { get; init; }

    /// <summary>Growth a year of the account's market, 0.05 for 5 %; null when not known.</summary>
    public double? MarketGrowth { get; init; }

    /// <summary>Ratings in force by the key of their criterion, each on its declared scale; null or left out when not rated.</summary>
    public IReadOnlyDictionary<string, double>? Ratings { get; init; }
}
