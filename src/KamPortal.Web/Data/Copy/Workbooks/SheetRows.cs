using System.Globalization;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>The rows of one sheet as its XML is unpacked; what lies between filled cells is never made.</summary>
public sealed class SheetRows : TableRows
{
    /// <summary>Stands in for a formula that no program has calculated yet.</summary>
    public const string Uncalculated = "#CALC!";

    private readonly Workbook _book;
    private readonly string _sheet;
    private readonly PartXml _xml;
    private readonly CellNumbers _numbers;
    private readonly bool _onlyTexts, _ownsBook;
    private readonly string?[] _cells = new string?[WorkbookLimits.Columns];
    private int _count;
    private int _filled;

    /// <param name="onlyTexts">Leaves out what the sheet itself types as number, date or truth value.</param>
    internal SheetRows(Workbook book, string sheet, PartXml xml, CellNumbers numbers, bool onlyTexts, bool ownsBook) =>
        (_book, _sheet, _xml, _numbers, _onlyTexts, _ownsBook) = (book, sheet, xml, numbers, onlyTexts, ownsBook);

    public override int Count => _count;

    public override double Fraction => _xml.Fraction;

    public override bool Read()
    {
        try
        {
            while (_xml.Read())
            {
                if (_xml.IsEnd("sheetData")) return false;
                if (!_xml.IsStart("row")) continue;
                ReadRow();
                if (_count > 0 && ++_filled > WorkbookLimits.Rows) throw new FileRefusedException("refused.sheet_rows", _sheet, WorkbookLimits.Rows);
                return true;
            }

            return false;
        }
        catch (Exception e) when (WorkbookLimits.MeansDamaged(e))
        {
            throw WorkbookLimits.HasDocumentType(e) ? new("refused.workbook_dtd") : new FileRefusedException("refused.sheet_damaged", _sheet, Line + 1);
        }
    }

    public override ReadOnlySpan<char> Field(int index) => index < _count ? _cells[index].AsSpan().Trim() : default;

    public override string Text(int index) => index < _count ? _cells[index] ?? "" : "";

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        _xml.Dispose();
        if (_ownsBook) _book.Dispose();
    }

    private void ReadRow()
    {
        Array.Clear(_cells, 0, _count);
        _count = 0;
        var number = _xml.Attribute("r") is { } r ? int.Parse(r, NumberStyles.None, CultureInfo.InvariantCulture) : Line + 1;
        // Rows out of order are numbered on, so that each has a place of its own.
        Line = Math.Max(number, checked(Line + 1));
        if (_xml.IsEmpty) return;
        var column = -1;
        while (_xml.Read() && !_xml.IsEnd("row"))
        {
            if (!_xml.IsStart("c")) continue;
            column = _xml.Attribute("r") is { } reference ? Column(reference) : column + 1;
            if (Cell() is not { Length: > 0 } value) continue;
            if (column >= WorkbookLimits.Columns) throw new FileRefusedException("refused.sheet_columns", _sheet, Name(column), WorkbookLimits.Columns);
            if (value.Length > WorkbookLimits.CellCharacters) throw TooLong(column);
            _cells[column] = value;
            _count = Math.Max(_count, column + 1);
        }

        string? Cell()
        {
            var (type, style) = (_xml.Attribute("t") ?? "n", _xml.Attribute("s") is { } s ? int.Parse(s, NumberStyles.None, CultureInfo.InvariantCulture) : 0);
            if (_xml.IsEmpty) return null;
            string? value = null, inline = null;
            var formula = false;
            while (_xml.Read() && !_xml.IsEnd("c"))
            {
                if (_xml.IsStart("v")) value = _xml.ReadText() ?? throw TooLong(column);
                else if (_xml.IsStart("is")) inline = _xml.ReadRuns() ?? throw TooLong(column);
                else if (_xml.IsStart("f")) formula = true;
            }

            return value is null ? inline ?? (formula ? Uncalculated : null) : Value(type, style, value);
        }
    }

    private string? Value(string type, int style, string value)
    {
        // Some programs write a blank text as no number at all.
        if (value.AsSpan().Trim().IsEmpty) return type is "str" or "inlineStr" ? value : null;
        switch (type)
        {
            case "s": return _book.Text(int.Parse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture));
            case "str" or "inlineStr": return value;
        }

        if (_onlyTexts) return null;
        return type switch
        {
            "b" => value.Trim() is "1" or "true" ? "TRUE" : "FALSE",
            "e" or "d" => value,
            _ => _numbers.Text(value.Trim(), style) ?? throw new FormatException("No number."),
        };
    }

    private FileRefusedException TooLong(int column) => new("refused.sheet_cell", _sheet, Name(column), WorkbookLimits.CellCharacters);

    private string Name(int column)
    {
        var letters = "";
        for (var i = column + 1; i > 0; i = (i - 1) / 26) letters = (char)('A' + (i - 1) % 26) + letters;
        return string.Create(CultureInfo.InvariantCulture, $"{letters}{Line}");
    }

    /// <summary>The column of a reference such as BC12, counted from 0.</summary>
    private static int Column(string reference)
    {
        var column = 0;
        var letters = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c)) break;
            if (++letters > 3) throw new FormatException("No cell.");
            column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
        }

        return letters == 0 ? throw new FormatException("No cell.") : column - 1;
    }
}
