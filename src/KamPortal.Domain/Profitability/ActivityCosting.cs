namespace KamPortal.Domain.Profitability;

/// <summary>Time-driven activity-based costing: what one order, visit or delivery costs, and what a customer's use of them costs.</summary>
public static class ActivityCosting
{
    private const int MonthsInYear = 12;

    /// <summary>Cost of one unit of an activity: the pool's cost per minute times the minutes the unit takes.</summary>
    public static decimal RateOf(CapacityPool pool, decimal unitTime) => pool.CapacityCostRate * unitTime;

    /// <summary>Σ volume × rate over the activities a customer used.</summary>
    public static decimal CostOf(IEnumerable<ActivityUse> uses) => uses.Sum(u => u.Cost);

    /// <summary>Cost of financing the average receivable over so many months at a yearly rate (0.10 is 10 %).</summary>
    public static decimal Financing(decimal averageReceivable, decimal annualRate, int months = MonthsInYear) =>
        averageReceivable * annualRate * months / MonthsInYear;

    /// <summary>How far the supplied capacity was used. The unused part is reported here and charged to no customer.</summary>
    public static CapacityUsage Usage(CapacityPool pool, IEnumerable<ActivityTime> activities)
    {
        var used = activities.Sum(a => a.UnitTime * a.Quantity);
        return new CapacityUsage(pool, used);
    }
}

/// <summary>So many units of an activity at a rate each.</summary>
public readonly record struct ActivityUse(string Activity, decimal Volume, decimal Rate)
{
    public decimal Cost => Volume * Rate;
}

/// <summary>So many units of an activity that take so many minutes each.</summary>
public readonly record struct ActivityTime(string Activity, decimal UnitTime, decimal Quantity);
