using System.Globalization;

namespace KamPortal.Data.Copy;

/// <summary>
/// Reads months that stand side by side as one row for each: the other columns, then the month, then its value. A month left blank
/// gives no row. Rows are numbered <see cref="LinesPerRow"/> apart, so that each leads back to its line in the file.
/// </summary>
public sealed class UnpivotedRows(TableRows source, TableDialect dialect) : TableRows
{
    public const int LinesPerRow = 1000;

    /// <summary>What the two new columns are called in the settings; people see words of their language.</summary>
    public const string MonthHeader = "Month", ValueHeader = "Amount";

    private const int MostLines = int.MaxValue / LinesPerRow - 1;
    private Crosstab? _crosstab;
    private int[] _kept = [];
    private int _next = int.MaxValue;
    private bool _isHeader;

    public override int Count => _crosstab is null ? source.Count : _kept.Length + 2;

    public override double Fraction => source.Fraction;

    /// <summary>The line in the file that a row came from.</summary>
    public static int SourceLine(int line) => line >= LinesPerRow ? line / LinesPerRow : line;

    public override bool Read()
    {
        while (true)
        {
            if (_crosstab is not null && NextMonth()) return true;
            if (!source.Read()) return false;
            _isHeader = source.Line == dialect.HeaderLine;
            if (_isHeader && Crosstab.Find(source.Fields()) is { } found)
            {
                _crosstab = found;
                _kept = [.. Enumerable.Range(0, source.Count).Where(i => found.Columns.All(c => c.Index != i))];
            }

            if (source.Line > MostLines) throw new FileRefusedException("refused.crosstab_rows", MostLines);
            if (_isHeader || _crosstab is null)
            {
                Line = source.Line;
                return true;
            }

            _next = 0;
            if (!source.IsBlank()) continue;
            Line = checked(source.Line * LinesPerRow);
            _next = _crosstab.Columns.Count;
            return true;
        }
    }

    public override ReadOnlySpan<char> Field(int index)
    {
        if (_crosstab is null) return source.Field(index);
        if (index < _kept.Length) return source.Field(_kept[index]);
        if (_isHeader) return index == _kept.Length ? MonthHeader : index == _kept.Length + 1 ? ValueHeader : default;
        if (_next > _crosstab.Columns.Count || _next == 0 || source.IsBlank()) return default;
        var column = _crosstab.Columns[_next - 1];
        return index == _kept.Length ? Month(column) : index == _kept.Length + 1 ? source.Field(column.Index) : default;
    }

    public override string Text(int index) => _crosstab is not null && index < _kept.Length ? source.Text(_kept[index]) : Field(index).ToString();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
    }

    private bool NextMonth()
    {
        while (_next < _crosstab!.Columns.Count)
        {
            var column = _crosstab.Columns[_next++];
            var value = source.Field(column.Index);
            if (value.IsEmpty || dialect.IsNullWord(value)) continue;
            Line = source.Line * LinesPerRow + _next;
            return true;
        }

        return false;
    }

    /// <summary>The month with its year; without one it stays a bare month, which no date is read from.</summary>
    private string Month(Crosstab.MonthColumn column)
    {
        var year = column.Year?.ToString(CultureInfo.InvariantCulture) ?? (_crosstab!.YearColumn >= 0 ? source.Field(_crosstab.YearColumn).ToString() : dialect.Year?.ToString(CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"{year}-{column.Month:00}");
    }
}
