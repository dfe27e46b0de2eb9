using Sylvan.Data.Csv;

namespace KamPortal.Data.Copy;

/// <summary>The rows of a delimited text, whatever its line ends.</summary>
/// <param name="progress">The part of the text that has been read, from 0 to 1, when it is known.</param>
public sealed class CsvRows(TextReader text, char delimiter, Func<double>? progress = null) : TableRows
{
    /// <summary>Longest row accepted, in characters: beyond it a quote was opened and never closed.</summary>
    private const int LongestRow = 1 << 20;

    private readonly CsvDataReader _reader = CsvDataReader.Create(text, new CsvDataReaderOptions
    {
        Delimiter = delimiter, HasHeaders = false, CsvStyle = CsvStyle.Lax, BufferSize = 1 << 16, MaxBufferSize = LongestRow,
        // No line is a comment: a code may begin with any character.
        Comment = '\uFFFF', OwnsReader = true,
    });

    public override int Count => _reader.RowFieldCount;

    public override double Fraction => progress?.Invoke() ?? 0;

    public override bool Read()
    {
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (CsvRecordTooLargeException)
        {
            throw new FileRefusedException("refused.quote", Line + 1);
        }

        Line++;
        return true;
    }

    public override ReadOnlySpan<char> Field(int index) => index < _reader.RowFieldCount ? _reader.GetFieldSpan(index).Trim() : default;

    public override string Text(int index) => index < _reader.RowFieldCount ? _reader.GetFieldSpan(index).ToString() : "";

    protected override void Dispose(bool disposing)
    {
        if (disposing) _reader.Dispose();
    }
}
