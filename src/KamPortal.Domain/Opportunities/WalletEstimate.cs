namespace KamPortal.Domain.Opportunities;

/// <summary>What an account is thought to spend in a year on what we could sell, with us and with others.</summary>
/// <remarks>The estimate with the latest <see cref="AsOf"/> not after the period in question holds.</remarks>
public sealed class WalletEstimate
{
    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Whose spending.</summary>
    public int AccountId { get; init; }

    /// <summary>On which line; null for everything together.</summary>
    public int? ProductLineId { get; init; }

    /// <summary>First day of the month from which the estimate holds.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Spending a year, in reporting currency.</summary>
    public decimal Amount { get; set; }

    /// <summary>Currency in which the amount was given.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Reporting currency per unit of that currency, as applied.</summary>
    public decimal Rate { get; set; } = 1;

    /// <summary>Where the estimate comes from, in free words.</summary>
    public string? Source { get; set; }

    /// <summary>The import that last wrote the estimate, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}
