namespace KamPortal.Domain.Profitability;

/// <summary>What one account bought of one product line in one month, in reporting currency.</summary>
/// <remarks>A cost that is null was not recorded, which is not the same as zero.</remarks>
public sealed class FinancialFact
{
    /// <summary>The account that bought.</summary>
    public int AccountId { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly Period { get; init; }

    /// <summary>The line bought.</summary>
    public int ProductLineId { get; init; }

    /// <summary>Revenue before discounts and rebates.</summary>
    public decimal GrossRevenue { get; init; }

    /// <summary>Discounts and rebates, positive when they reduce revenue.</summary>
    public decimal Discounts { get; init; }

    /// <summary>Gross revenue less discounts; kept by the database.</summary>
    public decimal NetRevenue { get; private set; }

    /// <summary>Cost of goods sold; null when not recorded.</summary>
    public decimal? Cogs { get; init; }

    /// <summary>Service cost booked directly to the account; null when not recorded.</summary>
    public decimal? DirectServiceCost { get; init; }

    /// <summary>Units sold; null when not recorded.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Orders that hold this line; not additive over lines.</summary>
    public int? OrderCount { get; init; }

    /// <summary>Currency of the source.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Reporting currency per unit of source currency, as applied.</summary>
    public decimal Rate { get; init; } = 1;

    /// <summary>The import that wrote the fact.</summary>
    public Guid? BatchId { get; init; }
}

/// <summary>How many units of the reporting currency one unit of a currency was worth in a month.</summary>
public sealed class ExchangeRate
{
    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly Period { get; init; }

    /// <summary>Reporting currency per unit.</summary>
    public decimal Rate { get; set; }

    /// <summary>The import that brought the rate, if any.</summary>
    public Guid? BatchId { get; init; }
}

/// <summary>Something we do for customers that costs money: an order line, a delivery, a visit, a month of credit.</summary>
public sealed class Activity
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique short name used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>Name in Chinese, when it differs.</summary>
    public string? LocalName { get; set; }

    /// <summary>How the volume turns into cost.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>How an activity's volume turns into cost.</summary>
public enum ActivityKind
{
    /// <summary>Volume × rate.</summary>
    PerUnit,

    /// <summary>The volume is the month's average receivable and the rate a yearly one: volume × rate / 12.</summary>
    Financing,
}

/// <summary>What one unit of an activity costs from a month on, until the next rate.</summary>
public sealed class ActivityRate
{
    /// <summary>The activity.</summary>
    public int ActivityId { get; init; }

    /// <summary>First day of the first month at this rate.</summary>
    public DateOnly From { get; init; }

    /// <summary>Cost of one unit in reporting currency; for financing the yearly rate (0.10 is ten percent).</summary>
    public decimal Rate { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>How often an activity was done for an account in a month.</summary>
public sealed class ActivityVolume
{
    /// <summary>The account served.</summary>
    public int AccountId { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly Period { get; init; }

    /// <summary>The activity done.</summary>
    public int ActivityId { get; init; }

    /// <summary>Units done; for financing the average receivable.</summary>
    public decimal Volume { get; init; }

    /// <summary>The import that brought the volume, if any.</summary>
    public Guid? BatchId { get; init; }
}

/// <summary>One account's month in figures: the roll-up of facts and activity costs that scoring and pages read.</summary>
public sealed class AccountMonth
{
    /// <summary>The account.</summary>
    public int AccountId { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly Period { get; init; }

    /// <summary>Revenue before discounts.</summary>
    public decimal GrossRevenue { get; init; }

    /// <summary>Revenue after discounts.</summary>
    public decimal NetRevenue { get; init; }

    /// <summary>Cost of goods sold; rows without one count as 0, see the stamp of the portfolio.</summary>
    public decimal Cogs { get; init; }

    /// <summary>Service cost booked directly.</summary>
    public decimal DirectServiceCost { get; init; }

    /// <summary>Σ volume × rate, financing included.</summary>
    public decimal ActivityCost { get; init; }

    /// <summary>Whether any fact of the month had a cost of goods.</summary>
    public bool CogsRecorded { get; init; }

    /// <summary>Whether any direct service cost or activity volume was recorded.</summary>
    public bool ServiceCostRecorded { get; init; }

    /// <summary>The largest order count of a line; null when no orders were recorded.</summary>
    public int? OrderCount { get; init; }
}
