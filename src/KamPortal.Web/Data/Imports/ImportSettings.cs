using KamPortal.Data.Copy;

namespace KamPortal.Data.Imports;

/// <summary>How a file is to be read and what it is to do: proposed by the portal, corrected by a person, kept with the batch.</summary>
public sealed record ImportSettings
{
    public required string Kind { get; init; }

    public required TableDialect Dialect { get; init; }

    /// <summary>The column names as found; <c>1</c>, <c>2</c> … when the file has none.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>For each column the field it fills, or null when it is left out.</summary>
    public required IReadOnlyList<string?> Fields { get; init; }

    /// <summary>Fields whose blank cells repeat the value above, as in a report that names a group once.</summary>
    public IReadOnlyList<string> FillDown { get; init; } = [];

    /// <summary>Keys of the switches that are on.</summary>
    public IReadOnlyList<string> Switches { get; init; } = [];

    /// <summary>Currency of the rows that name none; null for the reporting currency.</summary>
    public string? Currency { get; init; }

    /// <summary>Currency to report in from now on, when the portfolio has no figures yet.</summary>
    public string? ReportingCurrency { get; init; }

    /// <summary>Import the good rows and leave the rest; otherwise one bad row stops everything.</summary>
    public bool GoodRowsOnly { get; init; }

    /// <summary>What one in a column of money stands for: the column name says it, else the file.</summary>
    public int MoneyUnit(int column) => MoneyUnits.Split(Headers[column]).Unit ?? Dialect.MoneyUnit;

    /// <summary>The line of the file that a row of the table came from.</summary>
    public int SourceLine(int line) => Dialect.MonthsAsColumns ? UnpivotedRows.SourceLine(line) : line;

    public bool Has(string field) => Fields.Contains(field);
}

/// <summary>What a dry run found, or an import did.</summary>
public sealed record ImportOutcome
{
    /// <summary>Rows read, blank ones not counted.</summary>
    public int Rows { get; init; }

    public int Blank { get; init; }

    /// <summary>Lines that are no rows of the table, and are neither counted as such nor imported.</summary>
    public IReadOnlyList<SkippedLines> Skipped { get; init; } = [];

    public int Created { get; init; }

    public int Updated { get; init; }

    /// <summary>Rows that say what is already there, and repetitions.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows added up into an earlier one of the same key.</summary>
    public int Combined { get; init; }

    /// <summary>Rows with at least one problem.</summary>
    public int Bad { get; init; }

    public IReadOnlyList<ProblemCause> Causes { get; init; } = [];

    /// <summary>What the file refers to and would be created along.</summary>
    public IReadOnlyList<Companion> Companions { get; init; } = [];

    /// <summary>A sample of changed values.</summary>
    public IReadOnlyList<ValueChange> Changes { get; init; } = [];

    /// <summary>Cost columns without a value in the whole file: not recorded, which is not zero.</summary>
    public IReadOnlyList<string> NotRecorded { get; init; } = [];

    /// <summary>Account codes that nobody has entered, the largest amounts first.</summary>
    public IReadOnlyList<UnknownCode> UnknownCodes { get; init; } = [];

    /// <summary>How many such codes there are; the list may be shorter.</summary>
    public int UnknownCodeCount { get; init; }

    /// <summary>The file's only currency, when it could become the reporting currency.</summary>
    public string? CurrencyOffer { get; init; }

    /// <summary>Whether the portfolio was changed; false for a dry run.</summary>
    public bool Imported { get; init; }

    public double Seconds { get; init; }
}

/// <summary>Lines of a file that belong to its layout, not to its table.</summary>
/// <param name="Reason">Resource key: total, footer, header.</param>
/// <param name="First">The first of them.</param>
public sealed record SkippedLines(string Reason, int Count, IReadOnlyList<SkippedLine> First);

public sealed record SkippedLine(int Line, string Text);

/// <summary>One reason for bad rows.</summary>
public sealed record ProblemCause(string Code, string Field, int Rows, string? Example, string? Detail);

/// <summary>Something created along the way.</summary>
/// <param name="What">Resource key: regions, segments, business_units, product_lines, people.</param>
public sealed record Companion(string What, int Count, IReadOnlyList<string> Names);

public sealed record ValueChange(int Line, string Row, string Field, string? Before, string? After);

public sealed record UnknownCode(string Code, int Rows, decimal? Revenue);
