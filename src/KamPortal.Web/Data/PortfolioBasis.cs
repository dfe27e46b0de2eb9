using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>What every page of figures needs to know: currency, calendar, and the months there are. Windows are empty before the first facts.</summary>
public sealed record PortfolioBasis(string Currency, string TimeZone, int FiscalYearFirstMonth, IReadOnlyList<FactsWindow> Windows)
{
    /// <summary>The window with this key, else the last twelve months; null before the first facts.</summary>
    public FactsWindow? Window(string? key) => Windows.FirstOrDefault(w => w.Key == key) ?? (Windows.Count == 0 ? null : Windows[0]);

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}

public static class PortfolioBasisQuery
{
    public static async Task<PortfolioBasis> BasisAsync(this KamDbContext db, CancellationToken ct)
    {
        var found = await db.PortfolioSettings.AsNoTracking()
            .Select(s => new
            {
                s.ReportingCurrency, s.TimeZone, s.FiscalYearFirstMonth,
                First = db.AccountMonths.Min(m => (DateOnly?)m.Period), Last = db.AccountMonths.Max(m => (DateOnly?)m.Period),
            }).SingleAsync(ct);
        var windows = found is { First: { } first, Last: { } last }
            ? FactsWindow.Of(new(Period.FromDate(first), Period.FromDate(last)), found.FiscalYearFirstMonth)
            : [];
        return new(found.ReportingCurrency, found.TimeZone, found.FiscalYearFirstMonth, windows);
    }
}
