using System.Collections.Frozen;
using KamPortal.Data.Copy;

namespace KamPortal.Data.Imports;

/// <summary>Recognises the lines of a file that belong to its layout: totals, repeated column names, and the footer of a report.</summary>
public sealed class LayoutLines(ImportSettings settings)
{
    private const int FirstKept = 10, LongestText = 120, MostHeld = 20, FewestColumns = 3;

    private static readonly FrozenSet<string> TotalNames = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "合计", "总计", "小计", "本页合计", "累计", "total", "totals", "grand total", "sub total", "subtotal", "sub-total", "sum", "summe", "zwischensumme", "gesamt", "gesamtsumme", "gesamtergebnis", "insgesamt", "∑", "σ");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TotalWords = TotalNames.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly string[] TotalStarts = ["total ", "grand total ", "subtotal ", "summe ", "gesamt ", "合计", "总计", "小计"];
    private static readonly string[] TotalEnds = [" total", " totals", " subtotal", " gesamt", " summe", "合计", "总计", "小计"];
    private readonly Dictionary<string, (int Count, List<SkippedLine> First)> _skipped = [];
    private readonly List<HeldRow> _held = [];

    /// <summary>Whether lines wait for what comes after them.</summary>
    public bool Holds => _held.Count > 0;

    /// <summary>Excel's <c>sep=;</c>.</summary>
    public static bool IsSeparator(TableRows row) => row.Line == 1 && row.Count <= 2 && row.Field(0).StartsWith("sep=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The column names once more, as at the top of each printed page.</summary>
    public bool IsRepeatedHeader(TableRows row)
    {
        if (settings.Dialect.HeaderLine == 0 || settings.Headers.Count < 2 || !row.Field(0).SequenceEqual(settings.Headers[0])) return false;
        for (var i = 1; i < settings.Headers.Count; i++)
        {
            if (!row.Field(i).IsEmpty && !row.Field(i).SequenceEqual(settings.Headers[i])) return false;
        }

        return row.Count >= settings.Headers.Count && Skip("header", row);
    }

    /// <summary>A line of totals: by its first word, when it says nothing else that a row must say.</summary>
    public bool IsTotal(TableRows row, bool complete, List<CellReader> cells)
    {
        var first = 0;
        while (first < row.Count && row.Field(first).IsEmpty) first++;
        var text = row.Field(first).TrimEnd(":： ");
        if (text.Length is 0 or > 60) return false;
        if (TotalWords.Contains(text)) return (!complete || Words(row, cells) <= 1) && Skip("total", row);
        if (complete) return false;
        foreach (var start in TotalStarts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return Skip("total", row);
        }

        foreach (var end in TotalEnds)
        {
            if (text.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return Skip("total", row);
        }

        return false;
    }

    /// <summary>Holds back a line that reads like the footer of a report: it is one unless a row of the table follows.</summary>
    public bool MayBeFooter(TableRows row, bool complete)
    {
        if (settings.Headers.Count < FewestColumns || _held.Count == MostHeld || !ReadsLikeFooter(row, complete)) return false;
        _held.Add(new(row));
        return true;
    }

    /// <summary>The lines held back, which were rows after all.</summary>
    public IReadOnlyList<TableRows> Release()
    {
        TableRows[] rows = [.. _held];
        _held.Clear();
        return rows;
    }

    public IReadOnlyList<SkippedLines> Skipped()
    {
        foreach (var row in _held) Skip("footer", row);
        _held.Clear();
        return [.. _skipped.Select(s => new SkippedLines(s.Key, s.Value.Count, s.Value.First))];
    }

    /// <summary>Cells that say something: a total counts and sums, so a bare number is nothing that a row would call its name.</summary>
    private static int Words(TableRows row, List<CellReader> cells)
    {
        var words = 0;
        foreach (var cell in cells)
        {
            if (cell.IsNull || cell.Field.IsNumber) continue;
            if (cell.Field.Type == ImportFieldType.Text && (NumberText.TryParse(row.Field(cell.Column), null, out _, out var open) || open)) continue;
            words++;
        }

        return words;
    }

    private static bool ReadsLikeFooter(TableRows row, bool complete)
    {
        var text = row.Field(0);
        if (text.IsEmpty) return false;
        var filled = 1;
        for (var i = 1; i < row.Count; i++)
        {
            if (row.Field(i).IsEmpty) continue;
            if (++filled > FewestColumns || row.Field(i - 1).IsEmpty) return false;
        }

        var speaks = text.ContainsAny(':', '：', '©') || text.StartsWith("(c)", StringComparison.OrdinalIgnoreCase) || text[0] == '*';
        if (filled > 1) return speaks && !complete;
        return complete ? text.Count(' ') >= 3 || (speaks && text.Contains(' ')) : speaks || text.Contains(' ') || (text.Length >= 6 && text.ContainsAnyInRange('\u4E00', '\u9FFF'));
    }

    private bool Skip(string reason, TableRows row)
    {
        var (count, first) = _skipped.GetValueOrDefault(reason, (0, []));
        if (first.Count < FirstKept)
        {
            var text = string.Join(" · ", row.Fields().Where(f => f.Length > 0)).Replace("\0", "", StringComparison.Ordinal);
            first.Add(new(settings.SourceLine(row.Line), text[..Math.Min(text.Length, LongestText)]));
        }

        _skipped[reason] = (count + 1, first);
        return true;
    }

    /// <summary>A row kept beyond the reading of the next.</summary>
    private sealed class HeldRow : TableRows
    {
        private readonly string[] _fields;

        public HeldRow(TableRows row) => (_fields, Line) = (row.Fields(), row.Line);

        public override int Count => _fields.Length;

        public override double Fraction => 0;

        public override bool Read() => false;

        public override ReadOnlySpan<char> Field(int index) => index < _fields.Length ? _fields[index] : default;

        public override string Text(int index) => index < _fields.Length ? _fields[index] : "";

        protected override void Dispose(bool disposing)
        {
        }
    }
}
