namespace KamPortal.Data.Copy;

/// <summary>How a text file writes its table. Guessed from the file, corrected by a person.</summary>
public sealed record CsvDialect
{
    /// <summary>Words that stand for "no value", whatever their letter case.</summary>
    public static readonly IReadOnlyList<string> UsualNullWords = ["NULL", "(null)", "\\N", "#N/A", "#NV", "n/a"];

    public string Encoding { get; init; } = "utf-8";

    public char Delimiter { get; init; } = ',';

    /// <summary>Line that holds the column names, counted from 1; 0 when the file has none.</summary>
    public int HeaderLine { get; init; } = 1;

    /// <summary>Null while the file leaves it open: such numbers are refused rather than guessed.</summary>
    public DecimalStyle? Decimals { get; init; } = DecimalStyle.Point;

    /// <summary>What 03/04/2026 means; null while the file leaves it open.</summary>
    public DateOrder? Dates { get; init; }

    public IReadOnlyList<string> NullWords { get; init; } = UsualNullWords;
}

public enum DecimalStyle
{
    /// <summary>1,234.56</summary>
    Point,

    /// <summary>1.234,56</summary>
    Comma,
}

public enum DateOrder
{
    /// <summary>3/31/2026</summary>
    MonthFirst,

    /// <summary>31/3/2026</summary>
    DayFirst,
}
