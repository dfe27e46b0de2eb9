namespace KamPortal.Domain.Opportunities;

/// <summary>A sale that may come about.</summary>
public sealed class Opportunity
{
    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Unique business key under which imports know the opportunity.</summary>
    public required string Code { get; init; }

    /// <summary>What it is about.</summary>
    public required string Name { get; set; }

    /// <summary>Who would buy.</summary>
    public int AccountId { get; set; }

    /// <summary>Whose it is, of ours.</summary>
    public int? OwnerId { get; set; }

    /// <summary>The unit that would sell.</summary>
    public int? BusinessUnitId { get; set; }

    /// <summary>What it is worth, in reporting currency; null when nobody has said.</summary>
    public decimal? Value { get; set; }

    /// <summary>Currency in which the value was given.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Reporting currency per unit of that currency, as applied.</summary>
    public decimal Rate { get; set; } = 1;

    /// <summary>Expected gross margin (CM1) in percent of the value, 0–100 as a rule.</summary>
    public decimal? MarginPercent { get; set; }

    /// <summary>Open, won or lost.</summary>
    public OpportunityState State { get; set; }

    /// <summary>The step of the sales process, in the words of the company.</summary>
    public string? Stage { get; set; }

    /// <summary>Chance of success in percent, 0–100.</summary>
    public decimal? Probability { get; set; }

    /// <summary>When it is expected to be decided, or was.</summary>
    public DateOnly? CloseDate { get; set; }

    /// <summary>The import that last wrote the opportunity, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>A product line that an opportunity is about.</summary>
/// <param name="OpportunityId">The opportunity.</param>
/// <param name="ProductLineId">The line.</param>
public sealed record OpportunityLine(int OpportunityId, int ProductLineId);

/// <summary>Whether a sale is still to be made.</summary>
public enum OpportunityState
{
    /// <summary>To be decided.</summary>
    Open,

    /// <summary>The customer bought.</summary>
    Won,

    /// <summary>The customer did not buy, or not from us.</summary>
    Lost,
}
