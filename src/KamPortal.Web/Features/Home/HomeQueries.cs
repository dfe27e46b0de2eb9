using KamPortal.Data;
using KamPortal.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Home;

/// <summary>What more than one home asks.</summary>
internal static class HomeQueries
{
    public static async Task<(string Currency, RunStamp? Run)> StampAsync(this KamDbContext db, CancellationToken ct)
    {
        var settings = await db.PortfolioSettings.AsNoTracking().SingleAsync(s => s.Id == PortfolioSettings.TheOne, ct);
        var run = await db.ScoringRuns.Where(r => r.IsCurrent)
            .Select(r => new { r.Id, r.Number, r.ModelNumber, r.AsOf, r.WindowMonths, r.StartedAt, r.FinishedAt, r.NotScoredCount }).SingleOrDefaultAsync(ct);
        return (settings.ReportingCurrency, run is null ? null : new RunStamp(
            run.Id, run.Number, run.ModelNumber, run.AsOf, run.WindowMonths, run.FinishedAt, run.NotScoredCount, settings.FactsChangedAt > run.StartedAt));
    }

    /// <summary>Revenue and contribution of the accounts in the window and in the one before, by account.</summary>
    public static async Task<Dictionary<int, WindowFigures>> FiguresAsync(
        this KamDbContext db, IQueryable<int> accounts, DateOnly last, int months, CancellationToken ct)
    {
        var first = last.AddMonths(1 - months);
        var prior = first.AddMonths(-months);
        return await db.AccountMonths.Where(m => accounts.Contains(m.AccountId) && m.Period >= prior && m.Period <= last)
            .GroupBy(m => m.AccountId)
            .Select(g => new WindowFigures
            {
                AccountId = g.Key,
                Months = g.Sum(m => m.Period >= first ? 1 : 0),
                Revenue = g.Sum(m => m.Period >= first ? m.NetRevenue : 0),
                Cm2 = g.Sum(m => m.Period >= first ? m.NetRevenue - m.Cogs - m.DirectServiceCost - m.ActivityCost : 0),
                PriorCm2 = g.Sum(m => m.Period < first ? m.NetRevenue - m.Cogs - m.DirectServiceCost - m.ActivityCost : 0),
            }).ToDictionaryAsync(f => f.AccountId, ct);
    }

    /// <summary>Whether the portfolio has facts in the whole window before; without them nothing can be compared.</summary>
    public static async Task<bool> HasPriorAsync(this KamDbContext db, DateOnly last, int months, CancellationToken ct)
    {
        var first = await db.AccountMonths.MinAsync(m => (DateOnly?)m.Period, ct);
        return first <= last.AddMonths(1 - 2 * months);
    }
}

internal sealed class WindowFigures
{
    public int AccountId { get; init; }
    public int Months { get; init; }
    public decimal Revenue { get; init; }
    public decimal Cm2 { get; init; }
    public decimal PriorCm2 { get; init; }
}
