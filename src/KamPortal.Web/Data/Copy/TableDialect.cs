namespace KamPortal.Data.Copy;

/// <summary>How a file writes its table. Guessed from the file, corrected by a person.</summary>
public sealed record TableDialect
{
    /// <summary>Words that stand for "no value", whatever their letter case.</summary>
    public static readonly IReadOnlyList<string> UsualNullWords = ["NULL", "(null)", "\\N", "#N/A", "#NV", "n/a"];

    /// <summary>The sheet of a workbook; null for a file of text.</summary>
    public string? Sheet { get; init; }

    public string Encoding { get; init; } = "utf-8";

    public char Delimiter { get; init; } = ',';

    /// <summary>Line that holds the column names, counted from 1; 0 when the file has none.</summary>
    public int HeaderLine { get; init; } = 1;

    /// <summary>Null while the file leaves it open: such numbers are refused rather than guessed.</summary>
    public DecimalStyle? Decimals { get; init; } = DecimalStyle.Point;

    /// <summary>What 03/04/2026 means; null while the file leaves it open.</summary>
    public DateOrder? Dates { get; init; }

    public IReadOnlyList<string> NullWords { get; init; } = UsualNullWords;

    /// <summary>What one in a column of money stands for, where the column name does not say: 1, 1,000, 10,000 (万) or 1,000,000.</summary>
    public int MoneyUnit { get; init; } = 1;

    /// <summary>Whether months that stand side by side as columns are read as rows, one for each.</summary>
    public bool MonthsAsColumns { get; init; }

    /// <summary>The year of such months, where neither they nor another column name it.</summary>
    public int? Year { get; init; }

    public bool IsNullWord(ReadOnlySpan<char> text)
    {
        foreach (var word in NullWords)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
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
