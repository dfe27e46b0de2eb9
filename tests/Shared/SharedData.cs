namespace KamPortal.Testing;

/// <summary>
/// The reference data beside the repository: KAMPORTAL_SHARED, else a folder <c>shared</c> next to the project or one of its parents.
/// </summary>
public static partial class SharedData
{
    public static bool Required => Environment.GetEnvironmentVariable("KAMPORTAL_REQUIRE_SHARED") == "1";

    public static string? Folder { get; } = Find();

    /// <summary>The full path of a file or folder of the reference data, or null when it is not there.</summary>
    public static string? TryPath(params string[] parts)
    {
        if (Folder is null) return null;
        var path = Path.Combine([Folder, .. parts]);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KAMPORTAL_SHARED") is { Length: > 0 } given) return Directory.Exists(given) ? Path.GetFullPath(given) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "design"))) return candidate;
        }

        return null;
    }
}
