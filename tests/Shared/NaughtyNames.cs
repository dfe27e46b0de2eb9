using System.Text.Json;

namespace KamPortal.Testing;

/// <summary>The big list of naughty strings as names of accounts.</summary>
public static class NaughtyNames
{
    private const int Longest = 200;

    /// <summary>Those that can be a name: not blank, not longer than one may be, not a word for "no value".</summary>
    public static List<string> All() =>
        [.. JsonSerializer.Deserialize<List<string>>(File.ReadAllText(SharedData.PathOf("corpora", "blns", "blns.json")))!
            .Select(s => s.Trim()).Where(s => s.Length is > 0 and <= Longest && !s.Contains('\0', StringComparison.Ordinal) && !IsNoValue(s)).Distinct(StringComparer.Ordinal)];

    public static string Code(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"N-{index:000}");

    public static string Csv(IReadOnlyList<string> names) =>
        "account_id,name\r\n" + string.Concat(names.Select((n, i) => $"{Code(i)},\"{n.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n"));

    private static bool IsNoValue(string text) => text.ToUpperInvariant() is "NULL" or "(NULL)" or "\\N" or "#N/A" or "#NV" or "N/A";
}
