namespace KamPortal.Data.Outgoing;

/// <summary>Who takes the messages of a channel out of the house. Throws when it failed; the sender tries again later.</summary>
public sealed record OutboxCarrier(OutboxChannel Channel, Func<IServiceProvider, OutboxMessage, CancellationToken, Task> CarryAsync)
{
    /// <summary>Told, in the transaction that notes it, when no further attempt will be made.</summary>
    public Func<IServiceProvider, KamDbContext, OutboxMessage, CancellationToken, Task>? GaveUpAsync { get; init; }
}

/// <summary>It will not work however often it is tried; the message says why.</summary>
public sealed class UndeliverableException(string message, Exception? inner = null) : Exception(message, inner);
