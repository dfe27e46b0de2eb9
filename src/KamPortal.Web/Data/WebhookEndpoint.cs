namespace KamPortal.Data;

/// <summary>An address outside that is told when something happens.</summary>
public sealed class WebhookEndpoint
{
    public Guid Id { get; init; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    /// <summary>What calls are signed with, protected by the portal's keys.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>The events it is told of.</summary>
    public required string[] Events { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Set while nothing is sent: by an admin, or because it failed too often.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
