using System.Globalization;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>The first part of an uploaded file as text, and what it says about itself.</summary>
/// <param name="Text">Decoded text, without byte order mark.</param>
/// <param name="IsWhole">Whether that is the whole file.</param>
public sealed record FileSample(string Text, string Encoding, bool IsWhole)
{
    public const int RowsLookedAt = 2000;

    public static FileSample Decode(byte[] bytes, string encoding, bool isWhole)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), TextEncodings.Get(encoding), detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd();
        // The sample may cut the last character in two.
        return new(isWhole ? text : text.TrimEnd('\uFFFD'), encoding, isWhole);
    }

    public IReadOnlyList<(int Line, string[] Fields)> Rows(char delimiter) => CsvSniffer.Rows(Text, delimiter, IsWhole, RowsLookedAt);
}

/// <summary>A column of the file beside what it fills.</summary>
public sealed record PreviewColumn(string Header, string? Field, IReadOnlyList<string> Samples);

/// <summary>Something a person should look at before going on.</summary>
/// <param name="Code">Resource key.</param>
/// <param name="Blocks">Whether the dry run cannot begin before it is settled.</param>
public sealed record Doubt(string Code, string Detail, bool Blocks);

/// <summary>The file as the settings read it.</summary>
public sealed record FilePreview(IReadOnlyList<PreviewColumn> Columns, IReadOnlyList<string[]> Rows, IReadOnlyList<Doubt> Doubts, IReadOnlyList<string[]> MissingFields)
{
    private const int SamplesShown = 5;
    private const int RowsShown = 8;

    /// <summary>The settings that the file itself suggests.</summary>
    public static ImportSettings Propose(FileSample sample, IReadOnlyList<ImportKind> kinds, string? kindKey)
    {
        var dialect = CsvSniffer.Sniff(sample.Text, sample.Encoding, sample.IsWhole, h => ColumnMatcher.Knows(kinds, h));
        return Map(sample, dialect, kinds, kindKey);
    }

    /// <summary>The settings for a dialect that a person has corrected: columns are recognised anew.</summary>
    public static ImportSettings Map(FileSample sample, CsvDialect dialect, IReadOnlyList<ImportKind> kinds, string? kindKey)
    {
        var rows = sample.Rows(dialect.Delimiter);
        var headers = Headers(rows, dialect.HeaderLine);
        var samples = headers.Select((_, i) => Samples(rows, dialect.HeaderLine, i, 50)).ToList();
        var kind = kinds.SingleOrDefault(k => k.Key == kindKey) ?? ColumnMatcher.Suggest(kinds, headers, i => samples[i]);
        return new ImportSettings
        {
            Kind = kind.Key, Dialect = dialect, Headers = headers, Fields = ColumnMatcher.Match(kind, headers, i => samples[i]),
            Switches = [.. kind.Switches.Where(s => s.On).Select(s => s.Key)],
        };
    }

    public static FilePreview Of(FileSample sample, ImportSettings settings, ImportKind kind)
    {
        var rows = sample.Rows(settings.Dialect.Delimiter);
        var body = rows.Where(r => r.Line > settings.Dialect.HeaderLine).Select(r => r.Fields).ToList();
        var columns = settings.Headers.Select((h, i) => new PreviewColumn(h, settings.Fields.ElementAtOrDefault(i), Samples(rows, settings.Dialect.HeaderLine, i, SamplesShown))).ToList();
        return new(columns, [.. body.Take(RowsShown)], [.. Question(columns, body, settings, kind)], [.. kind.Required.Where(group => !group.Any(settings.Has))]);
    }

    private static IEnumerable<Doubt> Question(List<PreviewColumn> columns, List<string[]> body, ImportSettings settings, ImportKind kind)
    {
        if (body.Count == 0) yield return new("no_rows", "", true);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Field is not { } key) continue;
            var field = kind.Field(key);
            var values = body.Where(r => i < r.Length).Select(r => r[i]).ToList();
            if (field.IsNumber && settings.Dialect.Decimals is null && values.Any(v => !NumberText.TryParse(v, null, out _, out var open) && open)) yield return new("numbers_open", columns[i].Header, true);
            if (field.IsNumber && settings.Dialect.Decimals is { } style && ValueStyles.LookMangled(values, style)) yield return new("numbers_mangled", columns[i].Header, false);
            if (field.IsDate && settings.Dialect.Dates is null && ValueStyles.AreOpenDates(values)) yield return new("dates_open", columns[i].Header, true);
            if (field.Type is ImportFieldType.Text && values.FirstOrDefault(ValueStyles.LookGarbled) is { } garbled) yield return new("garbled", garbled, false);
        }

        if (settings.Fields.Where(f => f is not null).GroupBy(f => f).FirstOrDefault(g => g.Count() > 1) is { } twice) yield return new("mapped_twice", twice.Key!, true);
        if (!settings.Has("period") && kind.Required.Any(g => g.Contains("period")) && settings.Headers.Count(IsMonth) >= 6) yield return new("months_as_columns", "", false);
    }

    private static bool IsMonth(string header) =>
        (header.Length == 3 && header[0] is 'M' or 'm' && int.TryParse(header.AsSpan(1), CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 12)
        || DateText.Parse(header, DateOrder.MonthFirst, out _) == DateText.Outcome.Read
        || DateText.Parse(header + " 2000", DateOrder.MonthFirst, out _) == DateText.Outcome.Read;

    private static List<string> Headers(IReadOnlyList<(int Line, string[] Fields)> rows, int headerLine)
    {
        var width = rows.Count == 0 ? 0 : rows.Where(r => r.Line > headerLine).Select(r => r.Fields.Length).DefaultIfEmpty(0).GroupBy(w => w).MaxBy(g => g.Count())!.Key;
        var header = rows.FirstOrDefault(r => r.Line == headerLine).Fields ?? [];
        return [.. Enumerable.Range(0, Math.Max(header.Length, headerLine == 0 ? width : header.Length))
            .Select(i => i < header.Length && header[i].Length > 0 ? header[i] : (i + 1).ToString(CultureInfo.InvariantCulture))];
    }

    private static List<string> Samples(IReadOnlyList<(int Line, string[] Fields)> rows, int headerLine, int column, int count) =>
        [.. rows.Where(r => r.Line > headerLine && column < r.Fields.Length && r.Fields[column].Length > 0).Select(r => r.Fields[column]).Distinct().Take(count)];
}
