namespace KamPortal.Data;

/// <summary>A piece of work done in the background: its progress outlives the page and the process.</summary>
public sealed class Job
{
    public Guid Id { get; init; }

    /// <summary>Key of the kind of work, see <see cref="Jobs.JobKind"/>.</summary>
    public required string Kind { get; init; }

    public JobState State { get; set; }

    /// <summary>What the work is given, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>The login that asked for it; null for the calendar.</summary>
    public Guid? RequestedById { get; init; }

    public required string RequestedBy { get; init; }

    public DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The fencing number: a runner thought dead holds an older one and cannot commit.</summary>
    public int Attempt { get; set; }

    public long Done { get; set; }

    /// <summary>Null while the amount of work is unknown.</summary>
    public long? Total { get; set; }

    /// <summary>The step under way, as a resource key of the owner.</summary>
    public string? Step { get; set; }

    /// <summary>What went wrong, as a sentence for the person who asked.</summary>
    public string? Error { get; set; }

    /// <summary>Reference id of the error in the log.</summary>
    public string? ErrorReference { get; set; }

    public bool CancelRequested { get; set; }
}

public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
