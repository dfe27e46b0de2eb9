namespace KamPortal.Features.Imports;

/// <summary>Where an import stands, as a person sees it.</summary>
public enum Stage
{
    Columns,
    Checking,
    Checked,
    Importing,
    Imported,
    Discarded,
    Undoing,
    Undone,
}

/// <summary>What the wizard lets a person correct about the reading of a file. Blank choices are still open.</summary>
public sealed record ColumnsForm
{
    public string Kind { get; set; } = "";

    /// <summary>The sheet of a workbook; blank for a file of text.</summary>
    public string Sheet { get; set; } = "";

    public bool MonthsAsColumns { get; set; }

    public int? Year { get; set; }

    public int MoneyUnit { get; set; } = 1;

    public string Encoding { get; set; } = "";

    public string Delimiter { get; set; } = ",";

    public int HeaderLine { get; set; } = 1;

    public string Decimals { get; set; } = "";

    public string Dates { get; set; } = "";

    /// <summary>Words that mean "no value", separated by blanks.</summary>
    public string NullWords { get; set; } = "";

    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>One per header; blank leaves the column out.</summary>
    public List<string> Fields { get; init; } = [];

    /// <summary>Fields whose blanks repeat the value above.</summary>
    public List<string> FillDown { get; init; } = [];

    public HashSet<string> Switches { get; init; } = [];

    public string Currency { get; set; } = "";
}

/// <summary>One import as its page shows it, in the words of the reader.</summary>
public sealed record ImportView(
    int Number, string FileName, long FileSize, string Kind, string KindName, Stage Stage, ColumnsForm Form, OutcomeView? Outcome, ProgressView? Progress,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ImportedAt, string? Error, string? Reference, string ResultUrl, KindView? Next, uint Version)
{
    /// <summary>What taking it back came to, if it was.</summary>
    public UndoView? Undone { get; init; }

    /// <summary>When the file was deleted for the sake of personal data.</summary>
    public DateTimeOffset? FileErasedAt { get; init; }

    /// <summary>Where to look next.</summary>
    public FollowUpView? FollowUp { get; init; }
}

public sealed record FollowUpView(string Title, string Href);

public sealed record UndoView(int Restored, int Removed, int KeptCount, IReadOnlyList<KeptView> Kept);

public sealed record KeptView(string Row, string Reason);

public sealed record ProgressView(string? Step, long Done, long? Total);

public sealed record KindView(string Key, string Name, string Hint);

public sealed record NamedChoice(string Key, string Name);

/// <summary>The columns step: the file as the form reads it.</summary>
public sealed record ColumnsView(
    ColumnsForm Form, IReadOnlyList<ColumnView> Columns, IReadOnlyList<string[]> Rows, IReadOnlyList<QuestionView> Questions, IReadOnlyList<string> MissingFields,
    IReadOnlyList<NamedChoice> Fields, IReadOnlyList<NamedChoice> Switches, bool NamesNoCurrency,
    IReadOnlyList<SheetView> Sheets, string? Months, bool AsksYear)
{
    /// <summary>Fields that the file names once for a group of rows.</summary>
    public IReadOnlyList<NamedChoice> Grouped { get; init; } = [];

    public bool IsReady => MissingFields.Count == 0 && !Questions.Any(q => q.Blocks);
}

/// <param name="Unit">What one in the column stands for, when it is money.</param>
public sealed record ColumnView(string Header, IReadOnlyList<string> Samples, int Unit);

public sealed record SheetView(string Name, bool IsHidden);

/// <summary>What has changed about the reading of a file.</summary>
public enum Reading
{
    /// <summary>Nothing that moves columns.</summary>
    Same,

    /// <summary>The columns must be recognised anew.</summary>
    OtherColumns,

    /// <summary>Everything must be found anew.</summary>
    OtherSheet,
}

/// <summary>Something to look at; a blocking one must be settled first.</summary>
public sealed record QuestionView(string Code, string Detail, bool Blocks);

public sealed record OutcomeView(
    int Rows, int Blank, IReadOnlyList<SkippedView> Skipped, int Created, int Updated, int Unchanged, int Combined, int Bad, IReadOnlyList<CauseView> Causes, IReadOnlyList<CompanionView> Companions,
    IReadOnlyList<ChangeView> Changes, IReadOnlyList<string> NotRecorded, IReadOnlyList<CodeView> UnknownCodes, int UnknownCodeCount, decimal? UnknownRevenue,
    string? CurrencyOffer, string? ReportingCurrency, double Seconds);

/// <summary>Lines that belong to the layout of the file.</summary>
public sealed record SkippedView(string Reason, int Count, IReadOnlyList<SkippedLineView> First);

public sealed record SkippedLineView(int Line, string Text);

public sealed record CauseView(string Code, string Field, string Sentence, string Remedy, int Rows);

public sealed record CompanionView(string What, int Count, IReadOnlyList<string> Names);

public sealed record ChangeView(int Line, string Row, string Field, string? Before, string? After);

public sealed record CodeView(string Code, int Rows, decimal? Revenue);

public sealed record ProblemView(int Row, string Column, string Sentence, string Remedy);

/// <summary>A line of the history.</summary>
public sealed record HistoryRow(int Number, string KindName, string FileName, Stage Stage, string CreatedBy, DateTimeOffset CreatedAt, int Created, int Updated, int Bad);
