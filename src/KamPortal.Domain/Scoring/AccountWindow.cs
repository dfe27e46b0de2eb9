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

    /// <summary>The rating in force, on the metric's scale; null when not rated.</summary>
    public double? StrategicImportance { get; init; }
}
