using KamPortal.Data.Copy.Workbooks;

namespace KamPortal.Data.Copy;

/// <summary>As much of an uploaded file as it takes to see what it holds: the beginning of a text, the whole of a workbook.</summary>
public sealed class TableSample : IDisposable
{
    public const int RowsLookedAt = 2000;

    private static readonly byte[] ZipMark = [0x50, 0x4B, 0x03, 0x04], CompoundMark = [0xD0, 0xCF, 0x11, 0xE0];

    private readonly byte[] _bytes;
    private readonly Dictionary<string, string> _decoded = [];

    private Workbook? _book;

    private TableSample(byte[] bytes, string? encoding, bool isWhole) => (_bytes, Encoding, IsWhole) = (bytes, encoding, isWhole);

    /// <summary>The encoding a text seems to have; null for a workbook.</summary>
    public string? Encoding { get; }

    /// <summary>Whether this is the whole file.</summary>
    public bool IsWhole { get; }

    public bool IsWorkbook => Encoding is null;

    /// <summary>Whether a file that begins so is a workbook, or at least packed like one.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> start) => start.StartsWith(ZipMark);

    /// <param name="start">The first bytes of the file.</param>
    /// <param name="telling">Bytes from where the text first leaves ASCII; the same when it does so there.</param>
    /// <exception cref="FileRefusedException">The bytes are no text.</exception>
    public static TableSample OfText(byte[] start, ReadOnlySpan<byte> telling, bool isWhole)
    {
        if (Refusal(start) is { } refusal) throw new FileRefusedException(refusal);
        return new(start, TextEncodings.Guess(start, telling), isWhole);
    }

    public static TableSample OfWorkbook(byte[] file) => new(file, null, true);

    /// <summary>The sheets of a workbook; none for a text.</summary>
    public IReadOnlyList<SheetName> Sheets => IsWorkbook ? Book.Sheets : [];

    private Workbook Book => _book ??= Workbook.Open(_bytes);

    /// <summary>Decoded text, without byte order mark.</summary>
    public string Text(string encoding)
    {
        if (_decoded.TryGetValue(encoding, out var text)) return text;
        using var reader = new StreamReader(new MemoryStream(_bytes), TextEncodings.Get(encoding), detectEncodingFromByteOrderMarks: true);
        text = reader.ReadToEnd();
        // The sample may cut the last character in two.
        return _decoded[encoding] = IsWhole ? text : text.TrimEnd('\uFFFD');
    }

    /// <summary>The first rows that hold anything.</summary>
    /// <param name="onlyTexts">Leaves out the cells that a workbook itself types as numbers or dates: they need no guessing.</param>
    /// <exception cref="FileRefusedException">The file cannot be read as a table.</exception>
    public List<(int Line, string[] Fields)> Rows(TableDialect dialect, int limit = RowsLookedAt, bool onlyTexts = false)
    {
        using var rows = Read(dialect, onlyTexts);
        var list = new List<(int, string[])>();
        try
        {
            while (list.Count < limit && rows.Read())
            {
                if (!rows.IsBlank()) list.Add((rows.Line, rows.Fields()));
            }
        }
        catch (FileRefusedException e) when (list.Count > 0 && e.Code == "refused.quote")
        {
            // The rows before are enough to judge by; the dry run names the line.
        }

        return list;
    }

    public void Dispose() => _book?.Dispose();

    private TableRows Read(TableDialect dialect, bool onlyTexts)
    {
        if (IsWorkbook) return TableFile.Unpivoted(Book.Rows(dialect.Sheet ?? "", dialect.Decimals ?? DecimalStyle.Point, onlyTexts), dialect);
        var text = Text(dialect.Encoding);
        // The last row is left out when the sample cuts it short.
        if (!IsWhole && text.AsSpan().LastIndexOfAny('\r', '\n') is var end and > 0) text = text[..(end + 1)];
        return TableFile.Unpivoted(new CsvRows(new StringReader(text), dialect.Delimiter), dialect);
    }

    /// <summary>Why bytes are no text, as a resource key; null when they may be.</summary>
    private static string? Refusal(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return "refused.empty";
        if (start.StartsWith(CompoundMark)) return start.IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0 ? "refused.encrypted" : "refused.old_workbook";
        if (IsPacked(start)) return "refused.workbook_damaged";
        if (start.StartsWith("%PDF"u8) || start.StartsWith<byte>([0x1F, 0x8B]) || start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) || start.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return "refused.binary";
        var zeros = start[..Math.Min(start.Length, 65536)].Count((byte)0);
        return zeros * 50 > Math.Min(start.Length, 65536) && !TextEncodings.Guess(start, start).StartsWith("utf-16", StringComparison.Ordinal) ? "refused.binary" : null;
    }
}
