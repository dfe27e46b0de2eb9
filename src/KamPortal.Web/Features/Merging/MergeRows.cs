using KamPortal.Data;
using KamPortal.Domain.Tiering;

namespace KamPortal.Features.Merging;

/// <summary>One of two accounts that are looked at side by side.</summary>
/// <param name="Version">Handed back with the merge, so that nothing is merged that was changed after it was looked at.</param>
/// <param name="NetRevenue">Of all months; null without facts.</param>
/// <param name="Contribution">CM2 of all months; null without facts.</param>
public sealed record MergeSide(int Id, string Code, string Name, string? LocalName, uint Version, decimal? NetRevenue, decimal? Contribution, Tier? Tier);

/// <summary>A field of both accounts.</summary>
/// <param name="Kept">The survivor's value, in words; null when it has none.</param>
/// <param name="Other">The other account's value.</param>
/// <param name="TakesOther">Whether the other value is proposed: the survivor's is blank.</param>
/// <param name="IsOpen">Whether there is anything to choose.</param>
public sealed record MergeField(string Key, string? Kept, string? Other, bool TakesOther, bool IsOpen);

/// <summary>What becomes of the records of one kind.</summary>
/// <param name="Both">How many of them the survivor has a record of the same key for.</param>
public sealed record MergePart(string Table, string Entity, long Moving, long Both, WhenBoth WhenBoth);

/// <summary>What merging would do, before anything is done.</summary>
/// <param name="TakesPlaceOf">The survivor stands below the other account and takes its place in the group.</param>
public sealed record MergePreview(
    MergeSide Survivor, MergeSide Other, IReadOnlyList<MergeField> Fields, IReadOnlyList<MergePart> Parts, int Children, bool TakesPlaceOf, string Currency, int? RunNumber)
{
    public decimal? NetRevenue => Sum(Survivor.NetRevenue, Other.NetRevenue);

    public decimal? Contribution => Sum(Survivor.Contribution, Other.Contribution);

    private static decimal? Sum(decimal? a, decimal? b) => a is null ? b : a + (b ?? 0);
}

/// <summary>A merge as a person decided it.</summary>
/// <param name="Taken">Fields whose value is the other account's.</param>
public sealed record MergeOrder(string Survivor, string Other, uint SurvivorVersion, uint OtherVersion, IReadOnlyCollection<string> Taken, string? Reason);

/// <summary>What came of it.</summary>
/// <param name="Refusal">Why nothing was done, as a sentence; null when it was done.</param>
/// <param name="Touched">Rows that somebody changed since, so that the merge cannot be taken back.</param>
public sealed record MergeAnswer(string? Refusal = null, Guid Id = default)
{
    public IReadOnlyList<TouchedRow> Touched { get; init; } = [];

    public bool IsDone => Refusal is null;
}

/// <summary>A line of the history of merges.</summary>
/// <param name="UndoableUntil">Null when it was taken back or is too old.</param>
public sealed record MergeRow(
    Guid Id, DateTimeOffset At, string By, string SurvivorCode, string SurvivorName, string MergedCode, string MergedName, string? Reason, int Rows,
    DateTimeOffset? UndoableUntil, DateTimeOffset? UndoneAt, string? UndoneBy);

/// <summary>One of two accounts that may be one.</summary>
public sealed record DuplicateSide(string Code, string Name, string? LocalName, string? City, string? Country, string? TaxId);

/// <summary>Two accounts that may be one company, and what speaks for it.</summary>
public sealed record DuplicateRow(
    int FirstId, int SecondId, DuplicateSide First, DuplicateSide Second, int Score, int NameLikeness, bool? SameTaxId, int? StreetLikeness, bool? SamePostalCode, bool? SameCity, bool? SameCountry,
    DateTimeOffset FoundAt, DateTimeOffset? DismissedAt, string? DismissedBy)
{
    /// <summary>Names the pair in selections.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{FirstId}-{SecondId}");
}

/// <summary>When accounts were last compared, and whether they are being compared now.</summary>
public sealed record DuplicateSearchState(DateTimeOffset? LastAt, bool UnderWay);
