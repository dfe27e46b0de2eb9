namespace KamPortal.Domain.Accounts;

/// <summary>What holds for the whole portfolio. One installation holds one portfolio, so there is one row.</summary>
public sealed class PortfolioSettings
{
    /// <summary>The key of the one row.</summary>
    public const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public int Id { get; private set; } = TheOne;

    /// <summary>ISO 4217 code of the currency in which every figure is reported.</summary>
    public string ReportingCurrency { get; set; } = "USD";

    /// <summary>First month of the fiscal year, 1 to 12.</summary>
    public int FiscalYearFirstMonth { get; set; } = 1;

    /// <summary>IANA name of the company's time zone, in which days begin and end.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>When the demo portfolio was loaded; null for a portfolio of one's own.</summary>
    public DateTimeOffset? DemoLoadedAt { get; set; }

    /// <summary>Which demo portfolio was loaded; null for a portfolio of one's own.</summary>
    public string? DemoPortfolio { get; set; }

    /// <summary>When facts, volumes or rates last changed; a run older than this is out of date.</summary>
    public DateTimeOffset? FactsChangedAt { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}
