namespace KamPortal.Data;

/// <summary>Something to be sent out of the house, written in the transaction of what it tells about: it leaves if that happened, and only then.</summary>
public sealed class OutboxMessage
{
    /// <summary>Stays the same over all attempts, and with it the mail's Message-ID.</summary>
    public Guid Id { get; init; }

    public OutboxChannel Channel { get; init; }

    public OutboxState State { get; set; }

    /// <summary>What it is about, for example <c>digest</c>, <c>mail.test</c> or a webhook's event.</summary>
    public required string Kind { get; init; }

    /// <summary>An e-mail address, or the address of a webhook.</summary>
    public required string Recipient { get; init; }

    /// <summary>The registered webhook; null for mail.</summary>
    public Guid? EndpointId { get; init; }

    public required string Subject { get; init; }

    /// <summary>What is sent. Emptied once a mail has left, because it may hold a link that opens a door.</summary>
    public required string Content { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Until then an instance is at work on it; afterwards another one may try.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; set; }
}

public enum OutboxChannel
{
    Mail,
    Webhook,
}

public enum OutboxState
{
    Waiting,
    Sent,
    Failed,
}
