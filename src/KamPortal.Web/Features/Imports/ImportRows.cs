using KamPortal.Data;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>A line of the history.</summary>
public sealed record ImportRow(int Number, string Kind, string FileName, long FileSize, ImportState State, string CreatedBy, DateTimeOffset CreatedAt, int Rows, int Created, int Updated, int Bad);

/// <summary>One import as its page shows it.</summary>
/// <param name="Version">To be handed back with a change, so that two people do not overwrite each other.</param>
/// <param name="Error">Resource key or sentence of why the last job ended without effect.</param>
public sealed record ImportDetail(
    int Number, string FileName, long FileSize, ImportState State, ImportSettings Settings, ImportOutcome? Outcome, JobProgress? Job,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ImportedAt, string? Error, string? ErrorReference, uint Version)
{
    /// <summary>What taking it back came to, if it was.</summary>
    public UndoOutcome? Undone { get; init; }

    /// <summary>When the file was deleted for the sake of personal data.</summary>
    public DateTimeOffset? FileErasedAt { get; init; }
}

/// <summary>How far the work is.</summary>
public sealed record JobProgress(Guid Id, JobState State, string? Step, long Done, long? Total);

public sealed record ProblemRow(int Row, string Column, string Code, string? Value, string? Detail);

/// <summary>Whether a request was accepted; otherwise the resource key of why not.</summary>
public sealed record ImportAnswer(string? Refusal = null)
{
    public static ImportAnswer Accepted { get; } = new();

    public bool IsAccepted => Refusal is null;
}
