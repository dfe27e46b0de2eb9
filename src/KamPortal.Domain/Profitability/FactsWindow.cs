using System.Globalization;

namespace KamPortal.Domain.Profitability;

/// <summary>The months a page looks at: the last twelve, one fiscal year, or all there are. Its key is what stands in the address.</summary>
public sealed record FactsWindow(string Key, PeriodRange Range)
{
    public const string LastTwelve = "12m";
    public const string Everything = "all";

    private const int Year = 12;
    private const string FiscalPrefix = "fy";

    /// <summary>The calendar year in which the fiscal year ends; null for a window that is none.</summary>
    public int? FiscalYear => Key.StartsWith(FiscalPrefix, StringComparison.Ordinal) ? int.Parse(Key[FiscalPrefix.Length..], CultureInfo.InvariantCulture) : null;

    /// <summary>The last twelve months first, then the fiscal years from the latest back, then everything.</summary>
    /// <param name="facts">First and last month with facts in the portfolio.</param>
    /// <param name="fiscalYearFirstMonth">1 to 12.</param>
    public static IReadOnlyList<FactsWindow> Of(PeriodRange facts, int fiscalYearFirstMonth)
    {
        var windows = new List<FactsWindow> { new(LastTwelve, PeriodRange.Ending(facts.Last, Year)) };
        for (var year = FiscalYearOf(facts.Last, fiscalYearFirstMonth); year >= FiscalYearOf(facts.First, fiscalYearFirstMonth); year--)
        {
            windows.Add(new(FiscalPrefix + year.ToString(CultureInfo.InvariantCulture), FiscalRange(year, fiscalYearFirstMonth)));
        }

        windows.Add(new(Everything, facts));
        return windows;
    }

    /// <summary>The calendar year in which the fiscal year of a month ends.</summary>
    public static int FiscalYearOf(Period month, int fiscalYearFirstMonth) =>
        fiscalYearFirstMonth > 1 && month.Month >= fiscalYearFirstMonth ? month.Year + 1 : month.Year;

    private static PeriodRange FiscalRange(int year, int firstMonth)
    {
        var first = new Period(firstMonth > 1 ? year - 1 : year, firstMonth);
        return new(first, first.AddMonths(Year - 1));
    }
}
