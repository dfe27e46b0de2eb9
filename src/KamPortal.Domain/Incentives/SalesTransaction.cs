namespace KamPortal.Domain.Incentives;

/// <summary>One line of an order, invoice, credit note or payment as the books have it: what incentives are paid on.</summary>
/// <remarks>
/// A correction comes as a higher <see cref="Revision"/> of the same key; the highest counts. A margin that is missing is null and never
/// taken for the whole revenue.
/// </remarks>
public sealed class SalesTransaction
{
    /// <summary>Surrogate key, given by the database.</summary>
    public long Id { get; private set; }

    /// <summary>The system that the line comes from; empty when there is only one.</summary>
    public string Source { get; init; } = "";

    /// <summary>Document and line, unique in the source together with the revision.</summary>
    public required string ExternalKey { get; init; }

    /// <summary>Counts corrections of the line, from 0.</summary>
    public int Revision { get; init; }

    /// <summary>What kind of document.</summary>
    public TransactionType Type { get; init; }

    /// <summary>Day of the document.</summary>
    public DateOnly Date { get; init; }

    /// <summary>Who bought.</summary>
    public int AccountId { get; init; }

    /// <summary>Who of ours sold; null when the document does not say.</summary>
    public int? PersonId { get; init; }

    /// <summary>The line sold; null when the document does not say.</summary>
    public int? ProductLineId { get; init; }

    /// <summary>The article, in the words of the source.</summary>
    public string? Product { get; init; }

    /// <summary>Units; negative for returns.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Revenue after discounts, in reporting currency; negative for returns.</summary>
    public decimal NetRevenue { get; init; }

    /// <summary>Cost of goods; null when not known.</summary>
    public decimal? Cogs { get; init; }

    /// <summary>Cost of serving this sale; null when not known.</summary>
    public decimal? CostToServe { get; init; }

    /// <summary>Currency of the document.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Reporting currency per unit of that currency, as applied.</summary>
    public decimal Rate { get; init; } = 1;

    /// <summary>The import that wrote the line.</summary>
    public Guid? BatchId { get; init; }
}

/// <summary>The kind of document a transaction comes from.</summary>
public enum TransactionType
{
    /// <summary>Delivered and invoiced.</summary>
    Invoice,

    /// <summary>Ordered.</summary>
    Order,

    /// <summary>Taken back or corrected in the customer's favour.</summary>
    CreditNote,

    /// <summary>Paid.</summary>
    Payment,
}
