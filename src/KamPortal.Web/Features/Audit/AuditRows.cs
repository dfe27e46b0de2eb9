namespace KamPortal.Features.Audit;

/// <summary>One field of a change, as text; null where there was nothing.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

public sealed record AuditRow(
    long Id, DateTimeOffset At, string Who, string Action, string Entity, string Key, string? Account, string? Reason, IReadOnlyList<FieldChange> Changes);

/// <summary>What the page offers to choose from.</summary>
public sealed record AuditChoices(IReadOnlyList<(Guid Id, string Name)> People, IReadOnlyList<string> Entities, IReadOnlyList<string> Actions, string TimeZone);
