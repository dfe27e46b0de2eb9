using System.Text.Json.Serialization;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Security;

namespace KamPortal.Features.Imports;

/// <summary>What the wizard would ask, said beforehand; null leaves what the file suggests.</summary>
public sealed record FileImportOptions
{
    /// <summary>The sheet of a workbook.</summary>
    public string? Sheet { get; init; }

    public string? Encoding { get; init; }

    /// <summary>Line with the column names; 0 when there is none.</summary>
    public int? HeaderLine { get; init; }

    /// <summary>Whether months that stand side by side as columns are read as rows.</summary>
    public bool? MonthsAsColumns { get; init; }

    /// <summary>The year of months that name none.</summary>
    public int? Year { get; init; }

    /// <summary>What one in a column of money stands for, for example 1000.</summary>
    public int? MoneyUnit { get; init; }

    public char? Delimiter { get; init; }

    public DecimalStyle? Decimals { get; init; }

    public DateOrder? Dates { get; init; }

    /// <summary>Currency of rows that name none.</summary>
    public string? Currency { get; init; }

    /// <summary>Currency to report in from now on, when the portfolio has no figures yet.</summary>
    public string? ReportingCurrency { get; init; }

    /// <summary>A program says it when it starts the import.</summary>
    [JsonIgnore]
    public bool GoodRowsOnly { get; init; }

    [JsonIgnore]
    public bool DryRun { get; init; }

    /// <summary>Column name → field, or "" to leave the column out.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields whose blank cells repeat the value above.</summary>
    public IReadOnlyList<string> FillDown { get; init; } = [];

    /// <summary>Switches turned on.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    /// <summary>Switches turned off.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>The settings of an import with what was said about its file.</summary>
    internal async Task<ImportSettings> SettleAsync(ImportService imports, CurrentUser user, ImportDetail import, string? kind, CancellationToken ct)
    {
        var settings = Apply(import.Settings, kind);
        if (settings.Dialect.Sheet != import.Settings.Dialect.Sheet) settings = Apply((await imports.RemapAsync(user, import.Number, settings, otherSheet: true, ct))!, kind);
        if (settings.Dialect != import.Settings.Dialect) settings = (await imports.RemapAsync(user, import.Number, settings, otherSheet: false, ct))!;
        return ApplyColumns(settings);
    }

    private ImportSettings Apply(ImportSettings settings, string? kind) => settings with
    {
        Kind = kind ?? settings.Kind,
        Dialect = settings.Dialect with
        {
            Sheet = Sheet ?? settings.Dialect.Sheet, HeaderLine = HeaderLine ?? settings.Dialect.HeaderLine,
            MonthsAsColumns = MonthsAsColumns ?? settings.Dialect.MonthsAsColumns, Year = Year ?? settings.Dialect.Year, MoneyUnit = MoneyUnit ?? settings.Dialect.MoneyUnit,
            Encoding = Encoding ?? settings.Dialect.Encoding, Delimiter = Delimiter ?? settings.Dialect.Delimiter,
            Decimals = Decimals ?? settings.Dialect.Decimals, Dates = Dates ?? settings.Dialect.Dates,
        },
    };

    private ImportSettings ApplyColumns(ImportSettings settings) => settings with
    {
        Fields = [.. settings.Headers.Select((h, i) => Columns.TryGetValue(h, out var field) ? (field.Length == 0 ? null : field) : settings.Fields[i])],
        FillDown = FillDown.Count > 0 ? FillDown : settings.FillDown, Switches = [.. settings.Switches.Union(On).Except(Off)],
        Currency = Currency ?? settings.Currency, ReportingCurrency = ReportingCurrency,
    };
}

/// <summary>What came of it.</summary>
/// <param name="Refusal">Resource key of why nothing was imported; null when all went well.</param>
public sealed record FileImportReport(int Number, ImportOutcome? Outcome, string? Refusal);
