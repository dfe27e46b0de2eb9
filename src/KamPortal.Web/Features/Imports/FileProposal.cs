using System.Globalization;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>How a file suggests that it be read, before anyone has said so.</summary>
public static class FileProposal
{
    private const int SamplesLookedAt = 50, LongestHeader = 200;

    /// <summary>The settings that the file itself suggests.</summary>
    /// <param name="sheet">The sheet a person chose; null for the one that looks most like an import.</param>
    public static ImportSettings Propose(TableSample sample, IReadOnlyList<ImportKind> kinds, string? kindKey, string? sheet = null)
    {
        var dialect = TableSniffer.Sniff(sample, sheet, h => ColumnMatcher.Knows(kinds, h));
        var settings = Map(sample, dialect, kinds, kindKey);
        if (Months(sample, dialect) is null) return settings;
        // Months side by side are read as rows where the kind needs a month and no column names it.
        var unpivoted = Map(sample, dialect with { MonthsAsColumns = true }, kinds, kindKey);
        return kinds.Single(k => k.Key == unpivoted.Kind) is var kind && NeedsMonth(kind) && !kind.Fields.Any(f => IsMonth(f) && settings.Has(f.Key)) ? unpivoted : settings;
    }

    /// <summary>The settings for a dialect that a person has corrected: columns are recognised anew.</summary>
    public static ImportSettings Map(TableSample sample, TableDialect dialect, IReadOnlyList<ImportKind> kinds, string? kindKey)
    {
        var rows = sample.Rows(dialect);
        var headers = Headers(rows, dialect.HeaderLine);
        var samples = headers.Select((_, i) => Samples(rows, dialect.HeaderLine, i, SamplesLookedAt)).ToList();
        var kind = kinds.SingleOrDefault(k => k.Key == kindKey) ?? ColumnMatcher.Suggest(kinds, headers, i => samples[i]);
        var fields = ColumnMatcher.Match(kind, headers, i => samples[i]);
        if (dialect.MonthsAsColumns) FillValues(kind, headers, fields);
        return new ImportSettings
        {
            Kind = kind.Key, Dialect = dialect, Headers = headers, Fields = fields, Switches = [.. kind.Switches.Where(s => s.On).Select(s => s.Key)],
        };
    }

    /// <summary>The months among the column names as they stand in the file.</summary>
    public static Crosstab? Months(TableSample sample, TableDialect dialect) =>
        dialect.HeaderLine > 0 && sample.Rows(dialect with { MonthsAsColumns = false }).Find(r => r.Line == dialect.HeaderLine).Fields is { } header ? Crosstab.Find(header) : null;

    public static List<string> Samples(IReadOnlyList<(int Line, string[] Fields)> rows, int headerLine, int column, int count, int longest = int.MaxValue) =>
        [.. rows.Where(r => r.Line > headerLine && column < r.Fields.Length && r.Fields[column].Length > 0).Select(r => r.Fields[column])
            .Select(f => f.Length <= longest ? f : f[..longest] + "…").Distinct().Take(count)];

    private static bool NeedsMonth(ImportKind kind) => kind.Required.Any(group => group.Any(f => IsMonth(kind.Field(f))));

    private static bool IsMonth(ImportField field) => field.IsDate || field.Type == ImportFieldType.Span;

    /// <summary>The values of the months are the first amount that the kind needs, whatever they are called.</summary>
    private static void FillValues(ImportKind kind, List<string> headers, string?[] fields)
    {
        var column = headers.Count - 1;
        if (column < 0 || headers[column] != UnpivotedRows.ValueHeader || fields[column] is not null) return;
        fields[column] = kind.Required.SelectMany(group => group).FirstOrDefault(f => kind.Field(f).IsNumber && !fields.Contains(f));
    }

    /// <summary>The names in the header, without what no database keeps; columns without one are numbered.</summary>
    private static List<string> Headers(List<(int Line, string[] Fields)> rows, int headerLine)
    {
        var width = rows.Count == 0 ? 0 : rows.Where(r => r.Line > headerLine).Select(r => r.Fields.Length).DefaultIfEmpty(0).GroupBy(w => w).MaxBy(g => g.Count())!.Key;
        var header = rows.FirstOrDefault(r => r.Line == headerLine).Fields ?? [];
        return [.. Enumerable.Range(0, Math.Max(header.Length, headerLine == 0 ? width : header.Length))
            .Select(i => i < header.Length && Plain(header[i]) is { Length: > 0 } name ? name : (i + 1).ToString(CultureInfo.InvariantCulture))];
    }

    private static string Plain(string header) => header.Replace("\0", "", StringComparison.Ordinal) is { Length: > LongestHeader } name ? name[..LongestHeader] : header.Replace("\0", "", StringComparison.Ordinal);
}
