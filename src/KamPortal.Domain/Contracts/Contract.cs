namespace KamPortal.Domain.Contracts;

/// <summary>An agreement with an account that covers a stretch of time.</summary>
public sealed class Contract
{
    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Unique number by which both sides know the contract.</summary>
    public required string Number { get; init; }

    /// <summary>With whom.</summary>
    public int AccountId { get; set; }

    /// <summary>What it is about.</summary>
    public string? Title { get; set; }

    /// <summary>The unit that made it.</summary>
    public int? BusinessUnitId { get; set; }

    /// <summary>First day.</summary>
    public DateOnly StartsOn { get; set; }

    /// <summary>Last day; null while it runs until notice.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>What a year is worth, in reporting currency; null when not agreed.</summary>
    public decimal? ValuePerYear { get; set; }

    /// <summary>Currency of the contract.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Reporting currency per unit of that currency, as applied.</summary>
    public decimal Rate { get; set; } = 1;

    /// <summary>The last day on which notice can be given.</summary>
    public DateOnly? NoticeDate { get; set; }

    /// <summary>Whether it goes on by itself after its end.</summary>
    public bool AutoRenew { get; set; }

    /// <summary>Where the contract stands.</summary>
    public ContractState State { get; set; } = ContractState.Active;

    /// <summary>The import that last wrote the contract, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>Where a contract stands.</summary>
public enum ContractState
{
    /// <summary>Being negotiated.</summary>
    Draft,

    /// <summary>In force.</summary>
    Active,

    /// <summary>Followed by another.</summary>
    Renewed,

    /// <summary>Over, not followed by another.</summary>
    Expired,

    /// <summary>Ended before its time.</summary>
    Terminated,
}
