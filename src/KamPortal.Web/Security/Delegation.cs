namespace KamPortal.Security;

/// <summary>Holiday cover: somebody lends the accounts in their own scope to a colleague, from one day to another, both included.</summary>
/// <remarks>It adds accounts, never rights, and ends by itself; what was borrowed cannot be lent on.</remarks>
public sealed class Delegation
{
    /// <summary>Longer absences are a change of responsibility.</summary>
    public const int MostDays = 92;

    public const int NoteLength = 200;

    public required Guid Id { get; init; }

    public required Guid LenderId { get; init; }

    public required Guid BorrowerId { get; init; }

    public DateOnly FromDay { get; init; }

    public DateOnly ToDay { get; init; }

    public string? Note { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when it was ended before its time.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public uint Version { get; private set; }
}
