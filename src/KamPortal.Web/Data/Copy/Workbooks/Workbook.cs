using System.IO.Compression;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>An Excel workbook, opened as what it is: packed XML from a stranger. Formulas, macros and links are never followed.</summary>
public sealed class Workbook : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(SheetName Name, string Path)> _sheets = [];
    private string? _textsPath, _formatsPath;
    private SharedTexts? _texts;
    private CellFormats? _formats;
    private bool _from1904;

    private Workbook(byte[] file)
    {
        _zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (_zip.Entries.Count > WorkbookLimits.Entries) throw new FileRefusedException("refused.workbook_entries", WorkbookLimits.Entries);
        var unpacked = 0L;
        foreach (var entry in _zip.Entries)
        {
            unpacked = checked(unpacked + entry.Length);
            if (unpacked > WorkbookLimits.UnpackedBytes) throw new FileRefusedException("refused.workbook_unpacked", WorkbookLimits.UnpackedBytes >> 20);
            if (entry.Length > WorkbookLimits.RatioCountsFrom && entry.Length / Math.Max(entry.CompressedLength, 1) > WorkbookLimits.Ratio)
                throw new FileRefusedException("refused.workbook_ratio", WorkbookLimits.Ratio);
            _parts.TryAdd(Plain(entry.FullName), entry);
        }
    }

    /// <summary>The sheets that hold cells, in the order of their tabs.</summary>
    public IReadOnlyList<SheetName> Sheets => [.. _sheets.Select(s => s.Name)];

    /// <exception cref="FileRefusedException">The file is no workbook, damaged, or beyond the limits.</exception>
    public static Workbook Open(byte[] file)
    {
        if (file.Length > WorkbookLimits.FileBytes) throw new FileRefusedException("refused.workbook_size", WorkbookLimits.FileBytes >> 20);
        if (ZipDirectory.Entries(file) > WorkbookLimits.Entries) throw new FileRefusedException("refused.workbook_entries", WorkbookLimits.Entries);
        Workbook? book = null;
        try
        {
            book = new Workbook(file);
            book.ReadSheets();
            return book;
        }
        catch (Exception e) when (WorkbookLimits.MeansDamaged(e))
        {
            book?.Dispose();
            throw new FileRefusedException(WorkbookLimits.HasDocumentType(e) ? "refused.workbook_dtd" : "refused.workbook_damaged");
        }
        catch (FileRefusedException)
        {
            book?.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a sheet.</summary>
    /// <param name="decimals">The style in which numbers are written, so that they read like the texts beside them.</param>
    /// <param name="onlyTexts">Leaves out what the sheet itself types as number, date or truth value.</param>
    /// <param name="ownsBook">Whether the workbook is done with when the rows are.</param>
    public SheetRows Rows(string sheet, DecimalStyle decimals = DecimalStyle.Point, bool onlyTexts = false, bool ownsBook = false)
    {
        var path = _sheets.Find(s => s.Name.Name == sheet).Path ?? throw new FileRefusedException("refused.sheet_missing", sheet);
        try
        {
            _formats ??= _formatsPath is null ? new() : Read(_formatsPath, CellFormats.Read);
            return new(this, sheet, Xml(path), new(_formats, _from1904, decimals), onlyTexts, ownsBook);
        }
        catch (Exception e) when (WorkbookLimits.MeansDamaged(e))
        {
            throw new FileRefusedException(WorkbookLimits.HasDocumentType(e) ? "refused.workbook_dtd" : "refused.workbook_damaged");
        }
    }

    public void Dispose() => _zip.Dispose();

    internal string Text(int index)
    {
        _texts ??= _textsPath is null ? new() : Read(_textsPath, SharedTexts.Read);
        return index < _texts.Count ? _texts[index] : throw new FormatException("No such text.");
    }

    private void ReadSheets()
    {
        var start = WorkbookParts.Targets(this, "_rels/.rels", "").Find(t => t.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Path ?? "xl/workbook.xml";
        if (!_parts.ContainsKey(start)) throw new FileRefusedException(WorkbookParts.Refusal([.. _parts.Keys]));
        var folder = start.Contains('/', StringComparison.Ordinal) ? start[..start.LastIndexOf('/')] : "";
        var targets = WorkbookParts.Targets(this, $"{folder}/_rels/{start[(start.LastIndexOf('/') + 1)..]}.rels".TrimStart('/'), folder);
        _textsPath = Existing(targets, "/sharedStrings");
        _formatsPath = Existing(targets, "/styles");
        using var xml = Xml(start);
        while (xml.Read())
        {
            if (xml.IsStart("workbookPr")) _from1904 = xml.Attribute("date1904") is "1" or "true";
            if (!xml.IsStart("sheet") || xml.PrefixedAttribute("id") is not { } id) continue;
            var target = targets.Find(t => t.Id == id);
            if (target.Path is null || !target.Type.EndsWith("/worksheet", StringComparison.Ordinal) || !_parts.ContainsKey(target.Path)) continue;
            var name = xml.Attribute("name") ?? id;
            if (_sheets.TrueForAll(s => s.Name.Name != name)) _sheets.Add((new(name, xml.Attribute("state") is "hidden" or "veryHidden"), target.Path));
        }

        if (_sheets.Count == 0) throw new FileRefusedException("refused.workbook_empty");
    }

    internal bool Has(string path) => _parts.ContainsKey(path);

    internal PartXml Xml(string path) => _parts.TryGetValue(path, out var entry) ? new(entry) : throw new InvalidDataException($"No part {path}.");

    private string? Existing(List<WorkbookParts.Target> targets, string type) =>
        targets.Find(t => t.Type.EndsWith(type, StringComparison.Ordinal)).Path is { } path && _parts.ContainsKey(path) ? path : null;

    private T Read<T>(string path, Func<PartXml, T> read)
    {
        using var xml = Xml(path);
        return read(xml);
    }

    internal static string Plain(string path) => path.Replace('\\', '/').TrimStart('/');
}

/// <summary>A sheet of a workbook.</summary>
public sealed record SheetName(string Name, bool IsHidden);
