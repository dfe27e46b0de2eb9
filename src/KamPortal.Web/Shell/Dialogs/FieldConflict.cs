namespace KamPortal.Shell.Dialogs;

public enum ConflictChoice
{
    Mine,
    Theirs,
    Original,
}

/// <summary>One field that two people changed at once, each version as it would be shown. Fields changed by one side only never get here.</summary>
public sealed record FieldConflict(string Field, string Label, string? Original, string? Mine, string? Theirs)
{
    /// <summary>The fields both sides changed, and to different values, given the three versions by field.</summary>
    public static IReadOnlyList<FieldConflict> Between(
        IReadOnlyDictionary<string, string?> original, IReadOnlyDictionary<string, string?> mine, IReadOnlyDictionary<string, string?> theirs, Func<string, string> label) =>
        [.. original.Keys
            .Where(f => mine[f] != original[f] && theirs[f] != original[f] && mine[f] != theirs[f])
            .Select(f => new FieldConflict(f, label(f), original[f], mine[f], theirs[f]))];
}
