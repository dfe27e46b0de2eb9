namespace KamPortal.Data.Copy;

/// <summary>The rows of a table in a file, one at a time; rows may differ in length.</summary>
public abstract class TableRows : IDisposable
{
    /// <summary>Number of the row read last, counted from 1 as a spreadsheet does.</summary>
    public int Line { get; protected set; }

    /// <summary>How many cells the row has.</summary>
    public abstract int Count { get; }

    /// <summary>The part of the file that has been read, from 0 to 1.</summary>
    public abstract double Fraction { get; }

    /// <exception cref="FileRefusedException">The file cannot be read beyond the row before.</exception>
    public abstract bool Read();

    /// <summary>The cell without surrounding blanks; empty past the end of the row.</summary>
    public abstract ReadOnlySpan<char> Field(int index);

    /// <summary>The cell as written, blanks included.</summary>
    public abstract string Text(int index);

    public bool IsBlank()
    {
        for (var i = 0; i < Count; i++)
        {
            if (!Field(i).IsEmpty) return false;
        }

        return true;
    }

    /// <summary>The cells, without surrounding blanks.</summary>
    public string[] Fields()
    {
        var fields = new string[Count];
        for (var i = 0; i < fields.Length; i++) fields[i] = Field(i).ToString();
        return fields;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>The file cannot be read as a table, or not beyond some row.</summary>
/// <param name="code">Resource key of the reason.</param>
/// <param name="details">What the sentence names: sheet, line, cell, limit.</param>
public sealed class FileRefusedException(string code, params object[] details) : Exception($"{code} {string.Join(Separator, details)}".Trim())
{
    /// <summary>Between the details in <see cref="Exception.Message"/>.</summary>
    public const char Separator = '\u001f';

    public string Code { get; } = code;

    public IReadOnlyList<object> Details { get; } = details;
}
