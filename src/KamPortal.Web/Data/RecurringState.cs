namespace KamPortal.Data;

/// <summary>When a piece of recurring work is next due, and how it went last.</summary>
public sealed class RecurringState
{
    /// <summary>Key of the <see cref="Jobs.RecurringWork"/>.</summary>
    public required string Key { get; init; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>Until then an instance is at work on it.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long Runs { get; set; }

    /// <summary>Why the last run failed; null when it went well.</summary>
    public string? Error { get; set; }
}
