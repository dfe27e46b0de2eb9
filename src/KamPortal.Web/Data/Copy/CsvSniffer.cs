using System.Buffers;

namespace KamPortal.Data.Copy;

/// <summary>Guesses how a text writes its table, from its first rows.</summary>
public static class CsvSniffer
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private const int RowsLookedAt = 2000;

    /// <summary>Why a file cannot be read as a table at all, as a resource key; null when it can.</summary>
    public static string? Refusal(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return "refused.empty";
        if (start.StartsWith<byte>([0x50, 0x4B, 0x03, 0x04]) || start.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) return "refused.workbook";
        if (start.StartsWith("%PDF"u8) || start.StartsWith<byte>([0x1F, 0x8B]) || start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) || start.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return "refused.binary";
        var encoding = TextEncodings.Guess(start, start);
        var zeros = start[..Math.Min(start.Length, 65536)].Count((byte)0);
        return !encoding.StartsWith("utf-16", StringComparison.Ordinal) && zeros > 0 && zeros * 50 > Math.Min(start.Length, 65536) ? "refused.binary" : null;
    }

    /// <summary>The dialect of a text, and what could not be decided.</summary>
    /// <param name="isKnownHeader">Whether a name is one that some import knows.</param>
    /// <exception cref="FileRefusedException">The text is no table that can be read row by row.</exception>
    public static CsvDialect Sniff(string sample, string encoding, bool complete, Func<string, bool> isKnownHeader)
    {
        var delimiter = Delimiter(sample, complete);
        var rows = Rows(sample, delimiter, complete, RowsLookedAt);
        if (rows.Count == 0) throw new FileRefusedException("refused.empty");
        if (HasLongerDelimiter(rows)) throw new FileRefusedException("refused.delimiter");
        var header = HeaderLine(rows, isKnownHeader);
        var body = rows.Where(r => r.Line > header).Select(r => r.Fields).ToList();
        return new CsvDialect
        {
            Encoding = encoding, Delimiter = delimiter, HeaderLine = header,
            Decimals = ValueStyles.Decimals(body, delimiter), Dates = ValueStyles.Dates(body),
        };
    }

    /// <summary>The rows of a sample; the last one is left out when the sample cuts it short.</summary>
    public static List<(int Line, string[] Fields)> Rows(string sample, char delimiter, bool complete, int limit)
    {
        if (!complete && sample.AsSpan().LastIndexOfAny('\r', '\n') is var end and > 0) sample = sample[..(end + 1)];
        var rows = new List<(int, string[])>();
        using var reader = new CsvRows(new StringReader(sample), delimiter);
        try
        {
            while (rows.Count < limit && reader.Read())
            {
                if (reader.IsBlank()) continue;
                var fields = new string[reader.Count];
                for (var i = 0; i < fields.Length; i++) fields[i] = reader.Field(i).ToString();
                rows.Add((reader.Line, fields));
            }
        }
        catch (CsvRowTooLongException e) when (rows.Count == 0)
        {
            throw new FileRefusedException("refused.quote", e.Line);
        }
        catch (CsvRowTooLongException)
        {
            // The rows before are enough to judge by; the dry run names the line.
        }

        return rows;
    }

    /// <summary>A line that names it, else the delimiter under which most rows have the same number of fields.</summary>
    private static char Delimiter(string sample, bool complete)
    {
        if (sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample.Length > 5 && sample[5] is '\r' or '\n') return sample[4];
        var best = (Delimiter: ',', Score: 0d);
        foreach (var candidate in Delimiters)
        {
            var widths = Rows(sample, candidate, complete, 200).Select(r => r.Fields.Length).ToList();
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
        return repeats || numbers > 0 || first.Fields.Any(f => CsvDialect.UsualNullWords.Contains(f)) ? 0 : first.Line;
    }

    private static int Filled(string[] fields) => fields.Count(f => f.Length > 0);

    private static bool IsNumberLike(string field) => field.Length > 0 && !field.AsSpan().ContainsAnyExcept(NumberLike);

    private static readonly SearchValues<char> NumberLike = SearchValues.Create("0123456789.,-+/: ");
}

/// <summary>The file cannot be read as a table.</summary>
/// <param name="code">Resource key of the reason.</param>
public sealed class FileRefusedException(string code, params object[] details) : Exception($"{code} {string.Join(' ', details)}".Trim())
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Details { get; } = details;
}
