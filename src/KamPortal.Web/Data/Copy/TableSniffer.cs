using System.Buffers;

namespace KamPortal.Data.Copy;

/// <summary>Guesses how a file writes its table, from its first rows.</summary>
public static class TableSniffer
{
    /// <summary>Most columns a file may have; a row of text for each is shown and mapped.</summary>
    public const int MostColumns = 500;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private const int SheetsLookedAt = 50, RowsPerSheet = 30;

    /// <summary>The dialect of a file. What could not be decided is left open.</summary>
    /// <param name="sheet">The sheet a person chose; null for the one that looks most like an import.</param>
    /// <param name="isKnownHeader">Whether a name is one that some import knows.</param>
    /// <exception cref="FileRefusedException">The file is no table that can be read row by row.</exception>
    public static TableDialect Sniff(TableSample sample, string? sheet, Func<string, bool> isKnownHeader)
    {
        var dialect = sample.IsWorkbook
            ? new TableDialect { Sheet = sheet ?? Sheet(sample, isKnownHeader) }
            : new TableDialect { Encoding = sample.Encoding!, Delimiter = Delimiter(sample) };
        var rows = sample.Rows(dialect);
        if (rows.Count == 0) throw sheet is null ? new FileRefusedException("refused.empty") : new FileRefusedException("refused.sheet_empty", sheet);
        if (!sample.IsWorkbook && HasLongerDelimiter(rows)) throw new FileRefusedException("refused.delimiter");
        if (rows.Max(r => r.Fields.Length) > MostColumns) throw new FileRefusedException("refused.columns", rows.First(r => r.Fields.Length > MostColumns).Line, MostColumns);
        var header = HeaderLine(rows, isKnownHeader);
        var texts = sample.IsWorkbook ? sample.Rows(dialect, onlyTexts: true) : rows;
        var body = texts.Where(r => r.Line > header).Select(r => r.Fields).ToList();
        return dialect with { HeaderLine = header, Decimals = ValueStyles.Decimals(body, dialect.Delimiter), Dates = ValueStyles.Dates(body) };
    }

    /// <summary>The visible sheet with the most known names in its first rows, else the first that holds anything.</summary>
    private static string Sheet(TableSample sample, Func<string, bool> isKnownHeader)
    {
        var names = sample.Sheets.OrderBy(s => s.IsHidden).Take(SheetsLookedAt).ToList();
        var best = (Name: names[0].Name, Score: -1);
        foreach (var (name, hidden) in names)
        {
            if (hidden && best.Score >= 0) break;
            var rows = sample.Rows(new TableDialect { Sheet = name }, RowsPerSheet);
            if (rows.Count == 0) continue;
            var score = rows.Max(r => r.Fields.Count(isKnownHeader));
            if (score > best.Score) best = (name, score);
        }

        return best.Name;
    }

    /// <summary>A line that names it, else the delimiter under which most rows have the same number of fields.</summary>
    private static char Delimiter(TableSample sample)
    {
        var text = sample.Text(sample.Encoding!);
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n'
            && text[4] is not ('"' or '\r' or '\n') && !char.IsLetterOrDigit(text[4])) return text[4];
        var best = (Delimiter: ',', Score: 0d);
        foreach (var candidate in Delimiters)
        {
            var widths = sample.Rows(new TableDialect { Encoding = sample.Encoding!, Delimiter = candidate }, 200).Select(r => r.Fields.Length).ToList();
            if (widths.Count == 0) continue;
            var usual = widths.GroupBy(w => w).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First();
            if (usual.Key < 2) continue;
            // Agreement counts most; among equals the one that splits finer.
            var score = (double)usual.Count() / widths.Count + Math.Min(usual.Key, 50) / 1000d;
            if (score > best.Score) best = (candidate, score);
        }

        return best.Delimiter;
    }

    /// <summary>Fields that nearly all end with the same sign were separated by more than one character.</summary>
    private static bool HasLongerDelimiter(List<(int Line, string[] Fields)> rows)
    {
        var ends = rows.Take(200).SelectMany(r => r.Fields.SkipLast(1)).Where(f => f.Length > 0).ToList();
        if (ends.Count < 3) return false;
        var usual = ends.GroupBy(f => f[^1]).MaxBy(g => g.Count())!;
        return !char.IsLetterOrDigit(usual.Key) && usual.Key is not ('.' or ')' or '%' or '?' or '!' or '-' or '/' or '"' or '\'' or '_' or '€' or '元')
            && usual.Count() * 10 >= ends.Count * 8;
    }

    /// <summary>The first full row is the header when it knows a name, or holds no number where the rows below do.</summary>
    private static int HeaderLine(List<(int Line, string[] Fields)> rows, Func<string, bool> isKnownHeader)
    {
        var usual = rows.Take(500).GroupBy(r => Filled(r.Fields)).MaxBy(g => g.Count())!.Key;
        var candidates = rows.Take(30).Where(r => r.Fields.Length > 1 || usual <= 1).ToList();
        var known = candidates.Where(r => r.Fields.Count(isKnownHeader) >= Math.Min(2, r.Fields.Length)).Select(r => (int?)r.Line).FirstOrDefault();
        if (known is not null) return known.Value;
        var first = candidates.FirstOrDefault(r => Filled(r.Fields) >= Math.Max(Math.Min(2, usual), usual * 8 / 10));
        if (first.Fields is null) return rows[0].Line;
        var below = rows.Where(r => r.Line > first.Line).Take(50).Select(r => r.Fields).ToList();
        if (below.Count == 0) return first.Line;
        var repeats = first.Fields.Where(f => f.Length > 0).GroupBy(f => f, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1);
        var numbers = first.Fields.Count(IsNumberLike);
        return repeats || numbers > 0 || first.Fields.Any(f => TableDialect.UsualNullWords.Contains(f)) ? 0 : first.Line;
    }

    private static int Filled(string[] fields) => fields.Count(f => f.Length > 0);

    private static bool IsNumberLike(string field) => field.Length > 0 && !field.AsSpan().ContainsAnyExcept(NumberLike);

    private static readonly SearchValues<char> NumberLike = SearchValues.Create("0123456789.,-+/: ");
}
