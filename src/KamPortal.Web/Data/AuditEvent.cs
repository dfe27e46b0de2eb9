using System.Text.Json;

namespace KamPortal.Data;

/// <summary>One line of the append-only audit log. The database refuses to change or delete it.</summary>
public sealed class AuditEvent
{
    public long Id { get; private set; }

    public DateTimeOffset At { get; init; }

    public Guid? UserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>Created, Updated, Deleted, or the verb of a batch such as Imported or Scored.</summary>
    public required string Action { get; init; }

    /// <summary>What kind of thing changed, in the domain's own word.</summary>
    public required string Entity { get; init; }

    /// <summary>Which one: the business key where there is one.</summary>
    public required string Key { get; init; }

    /// <summary>The account concerned, so that its page can show its history.</summary>
    public int? AccountId { get; init; }

    public JsonDocument? Before { get; init; }

    public JsonDocument? After { get; init; }

    public string? Reason { get; init; }
}
