namespace KamPortal.Data;

/// <summary>One account that was merged into another, and what it takes to part them again.</summary>
public sealed class AccountMerge
{
    /// <summary>How long a merge can be taken back; after that what it takes is deleted.</summary>
    public static readonly TimeSpan UndoableFor = TimeSpan.FromDays(30);

    public Guid Id { get; init; }

    public int SurvivorId { get; init; }

    public required string SurvivorCode { get; init; }

    public required string SurvivorName { get; init; }

    public int MergedId { get; init; }

    public required string MergedCode { get; init; }

    public required string MergedName { get; init; }

    /// <summary>The account that went, as JSON; null once it can no longer be taken back.</summary>
    public string? Merged { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? ById { get; init; }

    public required string By { get; init; }

    public string? Reason { get; init; }

    /// <summary>Records that went over to the survivor, were added up with its own or fell away.</summary>
    public int Rows { get; init; }

    public DateTimeOffset? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }
}

/// <summary>A record that a merge touched. Of what only moved nothing is kept but where it was and a sum over the rest, so that no personal data lie about here.</summary>
public sealed class AccountMergeRow
{
    public long Id { get; private set; }

    public Guid MergeId { get; init; }

    public required string Table { get; init; }

    /// <summary>The column that refers to the account.</summary>
    public required string Column { get; init; }

    public MergedRow What { get; init; }

    /// <summary>The record's key as the merge left it, as JSON.</summary>
    public required string Key { get; init; }

    /// <summary>The columns that the merge changed, as they were, as JSON.</summary>
    public required string Before { get; init; }

    /// <summary>A sum over the record as the merge left it: another one now means that somebody changed it since.</summary>
    public string? Hash { get; init; }
}

public enum MergedRow
{
    /// <summary>Went over to the survivor as it was.</summary>
    Moved,

    /// <summary>A record of the survivor took in the other account's record of the same key.</summary>
    Changed,

    /// <summary>A record of the other account that the survivor has too; it was added to that one, or fell away.</summary>
    Removed,
}
