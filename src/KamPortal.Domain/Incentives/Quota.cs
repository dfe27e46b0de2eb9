namespace KamPortal.Domain.Incentives;

/// <summary>What a person of ours is to achieve in a stretch of months.</summary>
public sealed class Quota
{
    /// <summary>Whose target.</summary>
    public int PersonId { get; init; }

    /// <summary>By what it is measured.</summary>
    public QuotaMeasure Measure { get; init; }

    /// <summary>First day of the first month.</summary>
    public DateOnly Period { get; init; }

    /// <summary>How many months: 1, 3 or 12.</summary>
    public int Months { get; init; } = 1;

    /// <summary>The target, in reporting currency; units for <see cref="QuotaMeasure.Units"/>.</summary>
    public decimal Amount { get; set; }

    /// <summary>Currency in which the target was given.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Reporting currency per unit of that currency, as applied.</summary>
    public decimal Rate { get; set; } = 1;

    /// <summary>The import that last wrote the quota, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>By what a quota is measured.</summary>
public enum QuotaMeasure
{
    /// <summary>Net revenue.</summary>
    Revenue,

    /// <summary>Gross margin (CM1).</summary>
    GrossMargin,

    /// <summary>Customer contribution (CM2).</summary>
    Contribution,

    /// <summary>Units sold.</summary>
    Units,
}
