using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Profitability;

/// <summary>The figures of one account, month and product line as they are stored, in the reporting currency.</summary>
public sealed record FactItem(
    string Account, DateOnly Period, string ProductLine, decimal GrossRevenue, decimal Discounts, decimal NetRevenue, decimal? Cogs, decimal? DirectServiceCost, decimal? Quantity,
    int? OrderCount, string Currency, int? Import)
{
    internal string Cursor { get; init; } = "";
}

/// <summary>Financial facts for programs, slice by slice; they are written by imports.</summary>
public sealed class FactItems(IDbContextFactory<KamDbContext> factory)
{
    /// <param name="account">Code of one account, or null for all in scope.</param>
    /// <param name="from">First month, or null.</param>
    /// <param name="to">Last month, or null.</param>
    public async Task<ApiPage<FactItem>> SliceAsync(CurrentUser user, string? account, DateOnly? from, DateOnly? to, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var (first, last) = (from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
        var accounts = db.AccountsVisibleTo(user);
        if (account is not null) accounts = accounts.Where(a => a.Code == account);
        var facts = db.FinancialFacts.Where(f => f.Period >= first && f.Period <= last);
        if (Read(after) is var (id, period, line))
            facts = facts.Where(f => f.AccountId > id || f.AccountId == id && (f.Period > period || f.Period == period && f.ProductLineId > line));
        var take = ApiSlice.Limit(limit);
        var rows = await (
            from f in facts
            join a in accounts on f.AccountId equals a.Id
            join l in db.ProductLines on f.ProductLineId equals l.Id
            orderby f.AccountId, f.Period, f.ProductLineId
            select new { f, a.Code, Line = l.Code, Import = db.ImportBatches.Where(b => b.Id == f.BatchId).Select(b => (int?)b.Number).FirstOrDefault() }).AsNoTracking().Take(take + 1).ToListAsync(ct);
        var items = rows.ConvertAll(r => new FactItem(r.Code, r.f.Period, r.Line, r.f.GrossRevenue, r.f.Discounts, r.f.NetRevenue, r.f.Cogs, r.f.DirectServiceCost, r.f.Quantity, r.f.OrderCount, r.f.Currency, r.Import)
        {
            Cursor = string.Create(CultureInfo.InvariantCulture, $"{r.f.AccountId}_{r.f.Period:yyyyMMdd}_{r.f.ProductLineId}"),
        });
        return ApiSlice.Cut<FactItem>(items, take, f => f.Cursor);
    }

    private static (int Account, DateOnly Period, int Line)? Read(string? cursor) =>
        string.IsNullOrEmpty(cursor) ? null : cursor.Split('_') is [var a, var p, var l] && int.TryParse(a, CultureInfo.InvariantCulture, out var account) && int.TryParse(l, CultureInfo.InvariantCulture, out var line)
        && DateOnly.TryParseExact(p, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var period) ? (account, period, line) : throw ApiCursor.Refused();
}
