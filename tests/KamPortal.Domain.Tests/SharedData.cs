using System.Globalization;

namespace KamPortal.Domain.Tests;

/// <summary>Real data sets and their published results, which live beside the repository and are never part of it.</summary>
internal static class SharedData
{
    /// <summary>The data rows of a file as column name → text; skips the test by name when the shared folder is absent.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string path)
    {
        var lines = File.ReadAllLines(Locate(path));
        var header = Fields(lines[0]);
        return [.. lines.Skip(1).Where(l => l.Length > 0).Select(l =>
            (IReadOnlyDictionary<string, string>)header.Zip(Fields(l)).ToDictionary(p => p.First, p => p.Second))];
    }

    /// <summary>A blank or a column that is not there counts as 0, as the published results define it.</summary>
    public static decimal Amount(this IReadOnlyDictionary<string, string> row, string column) =>
        row.TryGetValue(column, out var text) && text.Length > 0 ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static string Locate(string path)
    {
        var root = Environment.GetEnvironmentVariable("KAMPORTAL_SHARED") ?? BesideTheRepository();
        if (root is not null && File.Exists(Path.Combine(root, path)))
        {
            return Path.Combine(root, path);
        }

        if (Environment.GetEnvironmentVariable("KAMPORTAL_REQUIRE_SHARED") == "1")
        {
            throw new FileNotFoundException($"KAMPORTAL_REQUIRE_SHARED=1, and {path} is not in the shared folder '{root}'.");
        }

        throw new SkipException($"The shared folder with {path} is not there.");
    }

    private static string? BesideTheRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "design")))
            {
                return Path.Combine(folder.FullName, "shared");
            }
        }

        return null;
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
        }

        return fields;
    }
}
