namespace KamPortal.Shell.Forms;

/// <summary>What a person wants saved: the form as it was opened, as it is now, and the version of the row it was opened from.</summary>
public sealed record Edit<TForm>(TForm Original, TForm Mine, uint Version);

/// <summary>How a save ended. A "no" that is business as usual is an answer, not an exception.</summary>
public abstract record SaveResult<TForm>
{
    /// <summary>It is stored under <c>Key</c>, perhaps together with what others changed meanwhile.</summary>
    public sealed record Saved(string Key) : SaveResult<TForm>;

    /// <summary>A sentence per field; the empty field is the form as a whole.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveResult<TForm>;

    /// <summary>Another changed the same fields to something else.</summary>
    public sealed record Conflicting(TForm Theirs, uint Version, IReadOnlyList<string> Fields, string? By, DateTimeOffset? At) : SaveResult<TForm>;

    /// <summary>There is no such thing, or not for this user.</summary>
    public sealed record Missing : SaveResult<TForm>;
}

public static class SaveResult
{
    /// <summary>Not saved, for the reason said on the field.</summary>
    public static SaveResult<TForm> Refused<TForm>(string field, string sentence) => new SaveResult<TForm>.Invalid(new Dictionary<string, string> { [field] = sentence });
}
