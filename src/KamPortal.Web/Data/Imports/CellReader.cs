using System.Collections.Frozen;
using System.Globalization;
using KamPortal.Data.Copy;
using KamPortal.Data.Copy.Workbooks;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Imports;

/// <summary>Reads the cells of one mapped column into values of the staging table; what cannot be read is a fault, never a guess.</summary>
/// <param name="unit">What one in a column of money stands for.</param>
public sealed class CellReader(ImportField field, int column, TableDialect dialect, int unit = 1)
{
    /// <summary>Parts of a fault in the staging row's array.</summary>
    public const char Separator = '\u001f';

    private const int MostCached = 20_000;
    private static readonly FrozenSet<string> FormulaErrors = FrozenSet.Create(StringComparer.Ordinal, "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA", SheetRows.Uncalculated);
    private readonly FrozenDictionary<string, string>? _choices = field.Choices?
        .SelectMany(c => c.Value.Append(c.Key).Select(word => (Word: word.ToUpperInvariant(), c.Key))).DistinctBy(c => c.Word).ToFrozenDictionary(c => c.Word, c => c.Key);
    private readonly int _longestNullWord = dialect.NullWords.Select(w => w.Length).DefaultIfEmpty(0).Max();
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private string? _text;
    private string _above = "";
    private decimal _number;
    private DateOnly _date;

    public ImportField Field => @field;

    public int Column => column;

    public bool IsNull { get; private set; }

    /// <summary>Reads a cell; a fault, if any, is added to the list.</summary>
    public void Read(ReadOnlySpan<char> cell, List<string> faults)
    {
        IsNull = cell.IsEmpty || IsNullWord(cell);
        if (IsNull) return;
        if (cell.ContainsAny('\0', '\uFFFD'))
        {
            Fault(cell.IndexOf('\0') >= 0 ? "control_character" : "encoding", cell, faults);
            return;
        }

        if (cell is ['#', ..] && FormulaErrors.GetAlternateLookup<ReadOnlySpan<char>>().Contains(cell))
        {
            Fault(cell.SequenceEqual(SheetRows.Uncalculated) ? "not_calculated" : "formula_error", cell, faults);
            return;
        }

        switch (field.Type)
        {
            case ImportFieldType.Month or ImportFieldType.Day: ReadDate(cell, faults); break;
            case ImportFieldType.Text or ImportFieldType.Code: ReadText(cell, faults); break;
            case ImportFieldType.Span: ReadSpan(cell, faults); break;
            case ImportFieldType.Currency: ReadCurrency(cell, faults); break;
            case ImportFieldType.Choice: ReadChoice(cell, faults); break;
            default: ReadNumber(cell, faults); break;
        }
    }

    /// <summary>Reads the cell, or the one above it where it is blank.</summary>
    public void ReadFilled(ReadOnlySpan<char> cell, List<string> faults) => Read(cell.IsEmpty ? _above : cell, faults);

    /// <summary>Keeps what stands in a row of the table for the blank cells below it.</summary>
    public void Remember(ReadOnlySpan<char> cell)
    {
        if (!cell.IsEmpty && !cell.SequenceEqual(_above)) _above = cell.ToString();
    }

    public void Write(NpgsqlBinaryImporter importer)
    {
        if (IsNull) importer.WriteNull();
        else if (field.IsDate) importer.Write(_date, NpgsqlDbType.Date);
        else if (field.Type == ImportFieldType.Count) importer.Write((int)_number, NpgsqlDbType.Integer);
        else if (field.IsNumber) importer.Write(_number, NpgsqlDbType.Numeric);
        else importer.Write(_text!, NpgsqlDbType.Text);
    }

    /// <summary>Marks the row: this cell must be filled.</summary>
    public void FaultRequired(List<string> faults) => Fault("required", default, faults);

    private void ReadText(ReadOnlySpan<char> cell, List<string> faults)
    {
        cell = CsvText.Original(cell);
        if (field.Type == ImportFieldType.Code && LostDigits(cell))
        {
            Fault("lost_digits", cell, faults);
            return;
        }

        if (cell.Length > field.MaxLength) Fault("too_long", cell, faults, field.MaxLength);
        else _text = Known(cell);
    }

    private void ReadCurrency(ReadOnlySpan<char> cell, List<string> faults)
    {
        if (Currencies.FromName(cell) is { } code) _text = code;
        else if (cell.Length == 3 && char.IsAsciiLetter(cell[0]) && char.IsAsciiLetter(cell[1]) && char.IsAsciiLetter(cell[2]))
            _text = char.IsAsciiLetterUpper(cell[0]) && char.IsAsciiLetterUpper(cell[1]) && char.IsAsciiLetterUpper(cell[2]) ? Known(cell) : cell.ToString().ToUpperInvariant();
        else Fault("currency", cell, faults);
    }

    private void ReadChoice(ReadOnlySpan<char> cell, List<string> faults)
    {
        if (_choices!.TryGetValue(cell.ToString().ToUpperInvariant(), out var choice)) _text = choice;
        else Fault("choice", cell, faults, string.Join(", ", field.Choices!.Keys));
    }

    private void ReadDate(ReadOnlySpan<char> cell, List<string> faults)
    {
        var outcome = DateText.Parse(cell, dialect.Dates, out _date);
        if (outcome != DateText.Outcome.Read) Fault(outcome == DateText.Outcome.OrderOpen ? "date_order" : field.Type == ImportFieldType.Month ? "month" : "day", cell, faults);
        else if (field.Type == ImportFieldType.Month) _date = new DateOnly(_date.Year, _date.Month, 1);
    }

    private void ReadSpan(ReadOnlySpan<char> cell, List<string> faults)
    {
        if (SpanText.TryParse(cell, dialect.Dates, out var first, out var months)) _text = string.Create(CultureInfo.InvariantCulture, $"{first:yyyy-MM-dd}/{months}");
        else Fault("span", cell, faults);
    }

    private void ReadNumber(ReadOnlySpan<char> cell, List<string> faults)
    {
        if (!NumberText.TryParse(cell, dialect.Decimals, out _number, out var open))
        {
            Fault(open ? "number_style" : "number", cell, faults);
            return;
        }

        if (field.Type == ImportFieldType.Money && Math.Abs(_number) < 1e15m) _number *= unit;
        if (field.Type == ImportFieldType.Count && (_number != decimal.Truncate(_number) || _number is < 0 or > int.MaxValue)) Fault("count", cell, faults);
        else if (_number is >= 1_000_000_000_000_000m or <= -1_000_000_000_000_000m || (field.Type == ImportFieldType.Rate && _number >= 100_000_000_000m)) Fault("too_large", cell, faults);
        else if (_number.Scale > (field.Type == ImportFieldType.Rate ? 8 : 4)) _number = decimal.Round(_number, field.Type == ImportFieldType.Rate ? 8 : 4, MidpointRounding.AwayFromZero);
    }

    /// <summary>1.23457E+17: a spreadsheet took a long code for a number and dropped its last digits.</summary>
    private static bool LostDigits(ReadOnlySpan<char> cell)
    {
        var at = cell.IndexOfAny('E', 'e');
        return at > 1 && cell.Length > at + 2 && cell[at + 1] == '+' && cell[1] is '.' or ',' && !cell[(at + 2)..].ContainsAnyExceptInRange('0', '9')
            && char.IsAsciiDigit(cell[0]) && !cell[2..at].ContainsAnyExceptInRange('0', '9');
    }

    private void Fault(string code, ReadOnlySpan<char> cell, List<string> faults, object? detail = null)
    {
        IsNull = true;
        var value = cell[..Math.Min(cell.Length, 200)].ToString().Replace("\0", "", StringComparison.Ordinal).Replace(Separator, ' ');
        faults.Add(string.Join(Separator, field.Key, code, value, detail));
    }

    private bool IsNullWord(ReadOnlySpan<char> cell)
    {
        if (cell.Length > _longestNullWord) return false;
        foreach (var word in dialect.NullWords)
        {
            if (cell.Length == word.Length && cell.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Codes, lines and currencies recur by the thousand: one string each.</summary>
    private string Known(ReadOnlySpan<char> cell)
    {
        var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(cell, out var text)) return text;
        text = cell.ToString();
        if (_known.Count < MostCached) _known[text] = text;
        return text;
    }
}
