using KamPortal.Domain;
using KamPortal.Domain.Profitability;

namespace KamPortal.Features.Profitability;

/// <summary>One account's contribution over a window, cut by month, product line and business unit.</summary>
public sealed record AccountFinancials(
    string Code, string Name, string Currency, WindowOption Window, IReadOnlyList<WindowOption> Windows, Contribution Total,
    IReadOnlyList<FinancialRow> Months, IReadOnlyList<FinancialRow> Lines, IReadOnlyList<FinancialRow> Units, IReadOnlyList<ActivityCostRow> Activities)
{
    /// <summary>Activities done without a rate: their cost counts as nothing until someone sets one.</summary>
    public IEnumerable<ActivityCostRow> WithoutRate => Activities.Where(a => a.LacksRate);
}

/// <summary>A month, line or unit. <c>Key</c> is its month or code; a null name is what belongs to none.</summary>
public sealed record FinancialRow(string Key, string? Name, Contribution Contribution, DateOnly? Month = null);

/// <summary>A window as the page offers it.</summary>
public sealed record WindowOption(string Key, int? FiscalYear, DateOnly First, DateOnly Last)
{
    public static WindowOption Of(FactsWindow w) => new(w.Key, w.FiscalYear, w.Range.First.FirstDay, w.Range.Last.FirstDay);
}

public sealed record ActivityCostRow(string Code, string Name, string? LocalName, ActivityKind Kind, decimal Cost, bool LacksRate);

/// <summary>What one figure is made of.</summary>
/// <param name="Contribution">The sums in which the figure stands.</param>
/// <param name="Sales">The fact rows, latest first; at most <see cref="FigureInputs.MostRows"/>.</param>
/// <param name="Work">Activity volumes × rates likewise.</param>
/// <param name="WorkShown">What the volumes shown cost in all; a line or unit carries a share of it.</param>
public sealed record FigureInputs(
    FigureRef Figure, string? Name, string Currency, Contribution Contribution, decimal? Value,
    IReadOnlyList<SaleInput> Sales, int SaleCount, IReadOnlyList<WorkInput> Work, int WorkCount, decimal WorkShown)
{
    public const int MostRows = 120;
}

/// <summary>A stored fact; amounts in reporting currency, converted at <c>Rate</c> from <c>Currency</c>.</summary>
public sealed record SaleInput(
    Period Period, string Line, string LineName, string? Unit, string? UnitName, decimal Gross, decimal Discounts, decimal? Cogs, decimal? Direct,
    string Currency, decimal Rate, int? Batch);

/// <summary>A stored activity volume and the rate in force that month; a null rate is not set.</summary>
public sealed record WorkInput(
    Period Period, int ActivityId, string Activity, string ActivityName, string? LocalName, ActivityKind Kind, decimal Volume, decimal? Rate, decimal Cost, int? Batch);

/// <summary>A line of the CSV: one month of one product line.</summary>
public sealed record FinancialExportRow(string Code, string Name, Period Period, string? Line, string? LineName, string? Unit, Contribution Contribution, string Currency);
