using KamPortal.Data.Copy;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>What the wizard would ask, said beforehand; null leaves what the file suggests.</summary>
public sealed record FileImportOptions
{
    public string? Encoding { get; init; }

    public char? Delimiter { get; init; }

    public DecimalStyle? Decimals { get; init; }

    public DateOrder? Dates { get; init; }

    /// <summary>Currency of rows that name none.</summary>
    public string? Currency { get; init; }

    /// <summary>Currency to report in from now on, when the portfolio has no figures yet.</summary>
    public string? ReportingCurrency { get; init; }

    public bool GoodRowsOnly { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Column name → field, or "" to leave the column out.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Switches turned on.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    /// <summary>Switches turned off.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    internal ImportSettings Apply(ImportSettings settings, string? kind) => settings with
    {
        Kind = kind ?? settings.Kind,
        Dialect = settings.Dialect with
        {
            Encoding = Encoding ?? settings.Dialect.Encoding, Delimiter = Delimiter ?? settings.Dialect.Delimiter,
            Decimals = Decimals ?? settings.Dialect.Decimals, Dates = Dates ?? settings.Dialect.Dates,
        },
    };

    internal ImportSettings ApplyColumns(ImportSettings settings) => settings with
    {
        Fields = [.. settings.Headers.Select((h, i) => Columns.TryGetValue(h, out var field) ? (field.Length == 0 ? null : field) : settings.Fields[i])],
        Switches = [.. settings.Switches.Union(On).Except(Off)],
        Currency = Currency ?? settings.Currency, ReportingCurrency = ReportingCurrency,
    };
}

/// <summary>What came of it.</summary>
/// <param name="Refusal">Resource key of why nothing was imported; null when all went well.</param>
public sealed record FileImportReport(int Number, ImportOutcome? Outcome, string? Refusal);
