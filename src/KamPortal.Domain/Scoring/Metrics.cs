namespace KamPortal.Domain.Scoring;

/// <summary>The catalogue of metrics, in the order in which columns of facts are kept.</summary>
public static class Metrics
{
    /// <summary>CM2 in the window; net revenue where cost of goods was never recorded.</summary>
    public const string ProfitContribution = "profit_contribution";

    /// <summary>CM2 over net revenue; null where net revenue is not positive or cost of goods was never recorded.</summary>
    public const string ContributionMargin = "contribution_margin";

    /// <summary>Net revenue in the window.</summary>
    public const string Revenue = "revenue";

    /// <summary>Cost to serve over CM1; null where CM1 is not positive or either cost was never recorded.</summary>
    public const string CostToServeRatio = "cost_to_serve_ratio";

    /// <summary>Net revenue of the window over that of the prior window, less 1.</summary>
    public const string RevenueGrowth = "revenue_growth";

    /// <summary>Profit contribution of the window over that of the prior window, less 1.</summary>
    public const string ContributionGrowth = "contribution_growth";

    /// <summary>Product lines bought over lines offered to the account's segment.</summary>
    public const string ProductBreadth = "product_breadth";

    /// <summary>Months with orders over months of the window.</summary>
    public const string OrderRegularity = "order_regularity";

    /// <summary>Rated 1–5: how much the account matters beside its profit.</summary>
    public const string StrategicImportance = "strategic_importance";

    public static IReadOnlyList<Metric> All { get; } =
    [
        new(ProfitContribution, MetricUnit.Money),
        new(ContributionMargin, MetricUnit.Ratio),
        new(Revenue, MetricUnit.Money),
        new(CostToServeRatio, MetricUnit.Ratio, MetricDirection.LowerIsBetter),
        new(RevenueGrowth, MetricUnit.Ratio),
        new(ContributionGrowth, MetricUnit.Ratio),
        new(ProductBreadth, MetricUnit.Ratio),
        new(OrderRegularity, MetricUnit.Ratio),
        new(StrategicImportance, MetricUnit.Rating),
    ];

    private static readonly Dictionary<string, Metric> ByKey = All.ToDictionary(m => m.Key, StringComparer.Ordinal);

    /// <summary>The metric of a key, or null when there is none of that key.</summary>
    public static Metric? Find(string? key) => key is null ? null : ByKey.GetValueOrDefault(key);

    /// <summary>The metric of a key that a valid model names.</summary>
    public static Metric Get(string key) => Find(key) ?? throw new DomainRuleException($"There is no metric '{key}'.");
}
