using KamPortal.Data;
using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Profitability;

public enum CutBy
{
    Account,
    Month,
    ProductLine,
    BusinessUnit,
}

/// <summary>One part of the portfolio's contribution; a null key is what belongs to no line or unit. Cost to serve other than direct is in one sum.</summary>
public sealed record PortfolioCut(string? Key, string? Name, Contribution Contribution);

internal static class PortfolioCuts
{
    private const int MoneyDecimals = 4;

    public static async Task<IReadOnlyList<PortfolioCut>> ReadAsync(KamDbContext db, CurrentUser user, PeriodRange range, CutBy by, CancellationToken ct)
    {
        var (first, last) = (range.First.FirstDay, range.Last.FirstDay);
        var accounts = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null);
        var months = db.AccountMonths.Where(m => m.Period >= first && m.Period <= last);
        switch (by)
        {
            case CutBy.Account:
                var byAccount = await (from m in months join a in accounts on m.AccountId equals a.Id group m by new { a.Code, a.Name } into g
                    select new
                    {
                        g.Key.Code, g.Key.Name, Gross = g.Sum(m => m.GrossRevenue), Net = g.Sum(m => m.NetRevenue), Cogs = g.Sum(m => m.Cogs), Work = g.Sum(m => m.ActivityCost),
                        Direct = g.Sum(m => m.DirectServiceCost), HasCogs = g.Any(m => m.CogsRecorded), HasService = g.Any(m => m.ServiceCostRecorded),
                    }).ToListAsync(ct);
                return [.. byAccount.Select(r => new PortfolioCut(r.Code, r.Name, Sum(r.Gross, r.Net, r.Cogs, r.Work, r.Direct, r.HasCogs, r.HasService)))
                    .OrderByDescending(r => r.Contribution.CustomerContribution).ThenBy(r => r.Key, StringComparer.Ordinal)];
            case CutBy.Month:
                var byMonth = await (from m in months join a in accounts on m.AccountId equals a.Id group m by m.Period into g orderby g.Key
                    select new
                    {
                        g.Key, Gross = g.Sum(m => m.GrossRevenue), Net = g.Sum(m => m.NetRevenue), Cogs = g.Sum(m => m.Cogs), Work = g.Sum(m => m.ActivityCost),
                        Direct = g.Sum(m => m.DirectServiceCost), HasCogs = g.Any(m => m.CogsRecorded), HasService = g.Any(m => m.ServiceCostRecorded),
                    }).ToListAsync(ct);
                return [.. byMonth.Select(r => new PortfolioCut(Period.FromDate(r.Key).ToString(), null, Sum(r.Gross, r.Net, r.Cogs, r.Work, r.Direct, r.HasCogs, r.HasService)))];
            default:
                return await ByLineAsync(db, accounts.Select(a => a.Id), first, last, by == CutBy.BusinessUnit, ct);
        }
    }

    /// <summary>Each account month's activity cost goes to its lines pro rata to their positive net revenue; what no line carries is a part of its own.</summary>
    private static async Task<IReadOnlyList<PortfolioCut>> ByLineAsync(
        KamDbContext db, IQueryable<int> accounts, DateOnly first, DateOnly last, bool byUnit, CancellationToken ct)
    {
        var facts = db.FinancialFacts.Where(f => f.Period >= first && f.Period <= last && accounts.Contains(f.AccountId));
        var months = db.AccountMonths.Where(m => m.Period >= first && m.Period <= last && accounts.Contains(m.AccountId));
        var sums = await (from f in facts group f by f.ProductLineId into g
            select new
            {
                g.Key, Gross = g.Sum(f => f.GrossRevenue), Net = g.Sum(f => f.NetRevenue), Cogs = g.Sum(f => f.Cogs ?? 0), Direct = g.Sum(f => f.DirectServiceCost ?? 0),
                HasCogs = g.Any(f => f.Cogs != null), HasDirect = g.Any(f => f.DirectServiceCost != null),
            }).ToListAsync(ct);
        var positive = from f in facts where f.NetRevenue > 0 group f by new { f.AccountId, f.Period } into g select new { g.Key.AccountId, g.Key.Period, Net = g.Sum(f => f.NetRevenue) };
        var shares = await (from f in facts where f.NetRevenue > 0
            join w in positive on new { f.AccountId, f.Period } equals new { w.AccountId, w.Period }
            join m in months on new { f.AccountId, f.Period } equals new { m.AccountId, m.Period }
            group m.ActivityCost * f.NetRevenue / w.Net by f.ProductLineId into g select new { g.Key, Cost = g.Sum() }).ToDictionaryAsync(g => g.Key, g => g.Cost, ct);
        var work = await months.SumAsync(m => m.ActivityCost, ct);
        var carried = await (from m in months join w in positive on new { m.AccountId, m.Period } equals new { w.AccountId, w.Period } select m.ActivityCost).SumAsync(ct);
        var names = await (from l in db.ProductLines from u in db.BusinessUnits.Where(u => u.Id == l.BusinessUnitId).DefaultIfEmpty()
            select new { l.Id, l.Code, l.Name, Unit = (string?)u.Code, UnitName = (string?)u.Name }).ToDictionaryAsync(l => l.Id, ct);

        var parts = sums.Select(s => shares.GetValueOrDefault(s.Key)).ToArray();
        var rounded = parts.Length == 0 ? [] : Rounding.LargestRemainder(parts, carried, MoneyDecimals);
        var cuts = sums.Select((s, i) => (Line: names[s.Key], Sum: Sum(s.Gross, s.Net, s.Cogs, rounded[i], s.Direct, s.HasCogs, s.HasDirect || work != 0)))
            .Select(s => byUnit ? new PortfolioCut(s.Line.Unit, s.Line.UnitName, s.Sum) : new PortfolioCut(s.Line.Code, s.Line.Name, s.Sum));
        if (work != carried) cuts = cuts.Append(new(null, null, new() { ActivityCost = work - carried, CostToServeRecording = CostRecording.Recorded }));
        return [.. cuts.GroupBy(c => (c.Key, c.Name)).Select(g => new PortfolioCut(g.Key.Key, g.Key.Name, Contribution.Sum(g.Select(c => c.Contribution))))
            .OrderBy(c => c.Key is null).ThenByDescending(c => c.Contribution.NetRevenue)];
    }

    private static Contribution Sum(decimal gross, decimal net, decimal cogs, decimal work, decimal direct, bool hasCogs, bool hasService) => new()
    {
        GrossRevenue = gross, Discounts = gross - net, CostOfGoods = cogs, ActivityCost = work, DirectServiceCost = direct,
        CostOfGoodsRecording = hasCogs ? CostRecording.Recorded : CostRecording.NotRecorded,
        CostToServeRecording = hasService ? CostRecording.Recorded : CostRecording.NotRecorded,
    };
}
