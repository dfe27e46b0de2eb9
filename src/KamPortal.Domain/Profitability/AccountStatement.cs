namespace KamPortal.Domain.Profitability;

/// <summary>One account's sales of one product line in one month. A null cost was not recorded.</summary>
public readonly record struct StatementSale(
    Period Period, int ProductLineId, decimal GrossRevenue, decimal Discounts, decimal? CostOfGoods, decimal? DirectServiceCost);

/// <summary>What one activity cost for the account in one month.</summary>
public readonly record struct StatementActivity(Period Period, int ActivityId, ActivityKind Kind, decimal Cost);

/// <summary>One month of one product line, or what belongs to no line.</summary>
public readonly record struct StatementCell(Period Period, int? ProductLineId, Contribution Contribution);

/// <summary>
/// An account's contribution over some months, by month, by product line and by activity. The months, the lines and the waterfall are
/// three ways to cut the same money: each adds up to <see cref="Total"/> exactly.
/// </summary>
/// <remarks>
/// Activities are done for the customer, not for a product, so a month's activity cost is shown by product line pro rata to that
/// month's net revenue. A line with negative net revenue takes no part; the cost of a month without any positive
/// net revenue belongs to no line.
/// </remarks>
public sealed class AccountStatement
{
    /// <summary>Decimals to which shares of a cost are rounded, those of stored money.</summary>
    private const int MoneyDecimals = 4;

    private AccountStatement(IReadOnlyList<StatementCell> cells, SortedDictionary<int, decimal> activities)
    {
        (Cells, Activities) = (cells, activities);
        Months = new SortedDictionary<Period, Contribution>(cells.GroupBy(c => c.Period).ToDictionary(g => g.Key, Sum));
        Lines = cells.Where(c => c.ProductLineId is not null).GroupBy(c => c.ProductLineId!.Value).ToDictionary(g => g.Key, Sum);
        WithoutLine = cells.Any(c => c.ProductLineId is null) ? Sum(cells.Where(c => c.ProductLineId is null)) : null;
        Total = Sum(cells);
    }

    /// <summary>Every month of every line, in order: what the months and the lines are made of.</summary>
    public IReadOnlyList<StatementCell> Cells { get; }

    /// <summary>Months with sales or activities, in order.</summary>
    public IReadOnlyDictionary<Period, Contribution> Months { get; }

    /// <summary>By product line.</summary>
    public IReadOnlyDictionary<int, Contribution> Lines { get; }

    /// <summary>What belongs to no line; null when every cost found one.</summary>
    public Contribution? WithoutLine { get; }

    /// <summary>Cost per activity, financing included.</summary>
    public IReadOnlyDictionary<int, decimal> Activities { get; }

    public Contribution Total { get; }

    /// <param name="sales">Facts of the window.</param>
    /// <param name="activities">Activity costs of the window.</param>
    /// <param name="activitiesRecorded">
    /// Whether the portfolio records activity volumes at all: then an account without any cost nothing to serve, else nobody knows.
    /// </param>
    public static AccountStatement Of(
        IEnumerable<StatementSale> sales, IEnumerable<StatementActivity> activities, bool activitiesRecorded)
    {
        var salesByMonth = sales.ToLookup(s => s.Period);
        var workByMonth = activities.ToLookup(a => a.Period);
        var cells = new List<StatementCell>();
        foreach (var month in salesByMonth.Select(s => s.Key).Union(workByMonth.Select(w => w.Key)).Order())
        {
            var sold = salesByMonth[month].OrderBy(s => s.ProductLineId).ToArray();
            var perUnit = CostOf(workByMonth[month], ActivityKind.PerUnit);
            var financing = CostOf(workByMonth[month], ActivityKind.Financing);
            var weights = Array.ConvertAll(sold, s => Math.Max(0, s.GrossRevenue - s.Discounts));
            var (perUnitShares, financingShares) = (Shares(perUnit, weights), Shares(financing, weights));
            cells.AddRange(sold.Select((sale, i) => new StatementCell(month, sale.ProductLineId, Of(sale, activitiesRecorded) with
            {
                ActivityCost = perUnitShares?[i] ?? 0, FinancingCost = financingShares?[i] ?? 0,
            })));
            if (perUnitShares is null && workByMonth.Contains(month))
            {
                cells.Add(new(month, null, new() { ActivityCost = perUnit, FinancingCost = financing, CostToServeRecording = CostRecording.Recorded }));
            }
        }

        var byActivity = new SortedDictionary<int, decimal>(activities.GroupBy(a => a.ActivityId).ToDictionary(g => g.Key, g => g.Sum(a => a.Cost)));
        return new AccountStatement(cells, byActivity);
    }

    private static Contribution Sum(IEnumerable<StatementCell> cells) => Contribution.Sum(cells.Select(c => c.Contribution));

    private static decimal CostOf(IEnumerable<StatementActivity> work, ActivityKind kind) => work.Where(w => w.Kind == kind).Sum(w => w.Cost);

    /// <summary>A cost parted pro rata so that the parts add up to it; null when nothing carries it.</summary>
    private static decimal[]? Shares(decimal cost, decimal[] weights)
    {
        var whole = weights.Sum();
        return whole > 0 ? Rounding.LargestRemainder(Array.ConvertAll(weights, w => cost * w / whole), cost, MoneyDecimals) : null;
    }

    private static Contribution Of(StatementSale sale, bool activitiesRecorded) => new()
    {
        GrossRevenue = sale.GrossRevenue,
        Discounts = sale.Discounts,
        CostOfGoods = sale.CostOfGoods ?? 0,
        DirectServiceCost = sale.DirectServiceCost ?? 0,
        CostOfGoodsRecording = sale.CostOfGoods is null ? CostRecording.NotRecorded : CostRecording.Recorded,
        CostToServeRecording = sale.DirectServiceCost is null && !activitiesRecorded ? CostRecording.NotRecorded : CostRecording.Recorded,
    };
}
