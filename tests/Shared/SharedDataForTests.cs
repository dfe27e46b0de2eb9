namespace KamPortal.Testing;

public static partial class SharedData
{
    /// <summary>
    /// The full path; a test without its data is skipped by name, or fails where the data is required.
    /// The test needs <c>[SkippableFact]</c> or <c>[SkippableTheory]</c>.
    /// </summary>
    public static string PathOf(params string[] parts)
    {
        if (TryPath(parts) is { } path) return path;
        var missing = $"Reference data {Path.Combine(parts)} is not there (KAMPORTAL_SHARED).";
        Assert.False(Required, missing);
        Skip.If(true, missing);
        throw new InvalidOperationException(missing);
    }
}
