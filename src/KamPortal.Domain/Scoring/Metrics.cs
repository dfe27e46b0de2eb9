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

    /// <summary>Estimated wallet over the window less net revenue: what the account still spends elsewhere; null without an estimate.</summary>
    public const string WalletGap = "wallet_gap";

    /// <summary>Net revenue over the estimated wallet of the window; null where there is no positive estimate.</summary>
    public const string ShareOfWallet = "share_of_wallet";

    /// <summary>Growth a year of the account's market (0.05 is 5 %); null where no market is recorded.</summary>
    public const string MarketGrowth = "market_growth";

    /// <summary>Product lines bought over lines offered to the account's segment.</summary>
    public const string ProductBreadth = "product_breadth";

    /// <summary>Months with orders over months of the window.</summary>
    public const string OrderRegularity = "order_regularity";

    /// <summary>Rated 1–5: how much the account matters beside its profit.</summary>
    public const string StrategicImportance = "strategic_importance";

    /// <summary>Rated 1–5: how well we reach the people who decide.</summary>
    public const string Access = "access";

    /// <summary>Rated 1–5: how much the account helps us to develop what others will buy.</summary>
    public const string Innovation = "innovation";

    /// <summary>
    /// How the key of a company's own rated criterion starts, followed by words of lower-case letters and digits with underscores
    /// between them: <c>rated_payment_morale</c>.
    /// </summary>
    public const string OwnPrefix = "rated_";

    /// <summary>Longest key of an own criterion.</summary>
    public const int LongestKey = 64;

    public static IReadOnlyList<Metric> All { get; } =
    [
        new(ProfitContribution, MetricUnit.Money),
        new(ContributionMargin, MetricUnit.Ratio, Maximum: 1),
        new(Revenue, MetricUnit.Money),
        new(CostToServeRatio, MetricUnit.Ratio, MetricDirection.LowerIsBetter, Minimum: 0),
        new(RevenueGrowth, MetricUnit.Ratio),
        new(ContributionGrowth, MetricUnit.Ratio),
        new(WalletGap, MetricUnit.Money),
        new(ShareOfWallet, MetricUnit.Ratio),
        new(MarketGrowth, MetricUnit.Ratio),
        new(ProductBreadth, MetricUnit.Ratio, Minimum: 0, Maximum: 1),
        new(OrderRegularity, MetricUnit.Ratio, Minimum: 0, Maximum: 1),
        new(StrategicImportance, MetricUnit.Rating),
        new(Access, MetricUnit.Rating),
        new(Innovation, MetricUnit.Rating),
    ];

    private static readonly Dictionary<string, Metric> ByKey = All.ToDictionary(m => m.Key, StringComparer.Ordinal);

    /// <summary>The metric of a key, an own rated criterion included, or null when there is none of that key.</summary>
    public static Metric? Find(string? key) => key is null ? null : ByKey.GetValueOrDefault(key) ?? (IsOwn(key) ? new Metric(key, MetricUnit.Rating) : null);

    /// <summary>The metric of a key that a valid model names.</summary>
    public static Metric Get(string key) => Find(key) ?? throw new DomainRuleException($"There is no metric '{key}'.");

    private static bool IsOwn(string key) =>
        key.Length > OwnPrefix.Length && key.Length <= LongestKey && key.StartsWith(OwnPrefix, StringComparison.Ordinal)
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && key[OwnPrefix.Length] != '_' && key[^1] != '_';
}
