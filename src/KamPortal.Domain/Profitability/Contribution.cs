namespace KamPortal.Domain.Profitability;

/// <summary>
/// What a customer (or a month, a product line, a business unit) brings, from gross revenue down to the customer contribution.
/// Amounts are in one currency. Contributions add up; their margins do not, which is why a margin is always
/// computed from the sums. <c>default</c> is zero.
/// </summary>
public readonly record struct Contribution
{
    public decimal GrossRevenue { get; init; }

    /// <summary>Discounts and rebates, positive when they lower revenue.</summary>
    public decimal Discounts { get; init; }

    /// <summary>COGS; 0 where it was not recorded.</summary>
    public decimal CostOfGoods { get; init; }

    /// <summary>Σ over activities of volume × rate.</summary>
    public decimal ActivityCost { get; init; }

    /// <summary>Service cost booked directly on the customer.</summary>
    public decimal DirectServiceCost { get; init; }

    /// <summary>Cost of financing the average receivable.</summary>
    public decimal FinancingCost { get; init; }

    public CostRecording CostOfGoodsRecording { get; init; }

    public CostRecording CostToServeRecording { get; init; }

    public decimal NetRevenue => GrossRevenue - Discounts;

    /// <summary>CM1: net revenue less cost of goods.</summary>
    public decimal GrossMargin => NetRevenue - CostOfGoods;

    public decimal CostToServe => ActivityCost + DirectServiceCost + FinancingCost;

    /// <summary>CM2: gross margin less cost to serve. <em>Profit contribution</em> means this everywhere in the product.</summary>
    public decimal CustomerContribution => GrossMargin - CostToServe;

    /// <summary>CM1 over net revenue; null where net revenue is not positive.</summary>
    public decimal? GrossMarginShare => ShareOfRevenue(GrossMargin);

    /// <summary>CM2 over net revenue; null where net revenue is not positive.</summary>
    public decimal? CustomerContributionShare => ShareOfRevenue(CustomerContribution);

    /// <summary>Cost of goods was never recorded: profit figures are revenue figures and must be stamped so.</summary>
    public bool IsRevenueOnly => CostOfGoodsRecording == CostRecording.NotRecorded;

    /// <summary>The figures carry the stamp "without cost of goods".</summary>
    public bool LacksCostOfGoods => CostOfGoodsRecording.HasFlag(CostRecording.NotRecorded);

    /// <summary>The figures carry the stamp "without cost to serve".</summary>
    public bool LacksCostToServe => CostToServeRecording.HasFlag(CostRecording.NotRecorded);

    public static Contribution operator +(Contribution left, Contribution right) => left.Add(right);

    public Contribution Add(Contribution other) => new()
    {
        GrossRevenue = GrossRevenue + other.GrossRevenue,
        Discounts = Discounts + other.Discounts,
        CostOfGoods = CostOfGoods + other.CostOfGoods,
        ActivityCost = ActivityCost + other.ActivityCost,
        DirectServiceCost = DirectServiceCost + other.DirectServiceCost,
        FinancingCost = FinancingCost + other.FinancingCost,
        CostOfGoodsRecording = CostOfGoodsRecording | other.CostOfGoodsRecording,
        CostToServeRecording = CostToServeRecording | other.CostToServeRecording,
    };

    public static Contribution Sum(IEnumerable<Contribution> contributions) =>
        contributions.Aggregate(default(Contribution), (sum, next) => sum + next);

    private decimal? ShareOfRevenue(decimal amount) => NetRevenue > 0 ? amount / NetRevenue : null;
}
