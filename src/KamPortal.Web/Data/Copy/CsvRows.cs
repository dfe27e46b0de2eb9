using Sylvan.Data.Csv;

namespace KamPortal.Data.Copy;

/// <summary>The rows of a delimited text, one at a time, whatever its line ends; rows may differ in length.</summary>
public sealed class CsvRows : IDisposable
{
    /// <summary>Longest row accepted, in characters: beyond it a quote was opened and never closed.</summary>
    private const int LongestRow = 1 << 20;

    private readonly CsvDataReader _reader;

    public CsvRows(TextReader text, char delimiter)
    {
        _reader = CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            Delimiter = delimiter, HasHeaders = false, CsvStyle = CsvStyle.Lax, BufferSize = 1 << 16, MaxBufferSize = LongestRow,
            // No line is a comment: a code may begin with any character.
            Comment = '\uFFFF', OwnsReader = true,
        });
    }

    /// <summary>Number of the row read last, counted from 1 as a spreadsheet does.</summary>
    public int Line { get; private set; }

    public int Count => _reader.RowFieldCount;

    /// <exception cref="CsvRowTooLongException">A quote was opened and never closed.</exception>
    public bool Read()
    {
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (CsvRecordTooLargeException)
        {
            throw new CsvRowTooLongException(Line + 1);
        }

        Line++;
        return true;
    }

    /// <summary>The field without quotes and surrounding blanks; empty past the end of the row.</summary>
    public ReadOnlySpan<char> Field(int index) => index < _reader.RowFieldCount ? _reader.GetFieldSpan(index).Trim() : default;

    /// <summary>The field as written, blanks included.</summary>
    public string Text(int index) => index < _reader.RowFieldCount ? _reader.GetFieldSpan(index).ToString() : "";

    public bool IsBlank()
    {
        for (var i = 0; i < Count; i++)
        {
            if (!Field(i).IsEmpty) return false;
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();
}

/// <summary>A row is longer than any real one: a quote was opened and never closed.</summary>
public sealed class CsvRowTooLongException(int line) : Exception($"Line {line} opens a quote that is never closed.")
{
    public int Line { get; } = line;
}
