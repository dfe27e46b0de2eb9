using System.Runtime.CompilerServices;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>The list of accounts: a page at a time, fast at a million accounts.</summary>
public sealed class AccountList(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Above this many the count says "more than"; nobody pages that far.</summary>
    public const int CountedUpTo = 100_000;

    /// <summary>Account months up to which sorting by figures without a scoring run takes less than about a second.</summary>
    private const long SortableMonths = 3_000_000;
    private const int ExportBatch = 2_000;

    public async Task<ListResult<AccountRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var run = await CurrentRunAsync(db, ct);
        var figures = Figures(db, run?.Id, run is null ? (await db.BasisAsync(ct)).Window(null) : null);
        var accounts = await AccountFilters.AccountsAsync(db, user, query, figures, run?.Id, ct);
        var ids = query.Sort is "net" or "cm2" or "score" or "tier" && (run is not null || query.Sort is "net" or "cm2" && await SortableAsync(db, ct))
            ? await ByFigureAsync(accounts, figures, query, ct)
            : await ByTextAsync(accounts, query, ct);
        var total = ids.Count < query.PageSize && (ids.Count > 0 || query.Page == 1)
            ? query.Skip + ids.Count
            : await accounts.Take(CountedUpTo + 1).CountAsync(ct);
        var rows = await RowsAsync(db, db.Accounts.Where(a => ids.Contains(a.Id)), figures.Where(f => ids.Contains(f.AccountId)), ct);
        return new([.. ids.Select(id => rows.Single(r => r.Id == id))], Math.Min(total, Math.Max(CountedUpTo, query.Skip + ids.Count)), total <= CountedUpTo);
    }

    public async Task<AccountListHead> HeadAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var (basis, run) = (await db.BasisAsync(ct), await CurrentRunAsync(db, ct));
        return new AccountListHead(
            basis.Currency, run, run is null && basis.Window(null) is { } window ? new(window.Range.First.FirstDay, window.Range.Last.FirstDay) : null, run is not null || await SortableAsync(db, ct),
            await db.Accounts.AnyAsync(ct), await db.AccountsVisibleTo(user).AnyAsync(ct), await db.PortfolioSettings.AnyAsync(s => s.DemoLoadedAt != null, ct),
            await db.Regions.OrderBy(r => r.Name).Select(r => new ListOption(r.Code, r.Name)).ToListAsync(ct),
            await db.Segments.OrderBy(s => s.Name).Select(s => new ListOption(s.Code, s.Name)).ToListAsync(ct),
            await db.People.Where(p => db.Accounts.Any(a => a.LeadId == p.Id)).OrderBy(p => p.Name).Take(500).Select(p => new ListOption(p.Code, p.Name)).ToListAsync(ct),
            await CountriesAsync(db, ct));
    }

    /// <summary>Every row of the narrowed list, oldest account first; read in slices so that no statement runs long.</summary>
    public async IAsyncEnumerable<AccountRow> ExportAsync(CurrentUser user, ListQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var run = await CurrentRunAsync(db, ct);
        var figures = Figures(db, run?.Id, run is null ? (await db.BasisAsync(ct)).Window(null) : null);
        var accounts = await AccountFilters.AccountsAsync(db, user, query, figures, run?.Id, ct);
        for (var (after, more) = (0, true); more;)
        {
            var slice = accounts.Where(a => a.Id > after).OrderBy(a => a.Id).Take(ExportBatch);
            var ids = await slice.Select(a => a.Id).ToListAsync(ct);
            var rows = await RowsAsync(db, db.Accounts.Where(a => ids.Contains(a.Id)), figures.Where(f => ids.Contains(f.AccountId)), ct);
            foreach (var row in rows) yield return row;
            (after, more) = (ids.Count == 0 ? after : ids[^1], ids.Count == ExportBatch);
        }
    }

    internal static Task<RunStamp?> CurrentRunAsync(KamDbContext db, CancellationToken ct) =>
        db.ScoringRuns.Where(r => r.IsCurrent).Select(r => new RunStamp(r.Id, r.Number, r.ModelNumber, r.AsOf, r.WindowMonths, r.FinishedAt)).SingleOrDefaultAsync(ct);

    /// <summary>The current run's figures, else the sums of the last twelve months.</summary>
    internal static IQueryable<FigureOf> Figures(KamDbContext db, Guid? run, FactsWindow? window)
    {
        if (run is { } id)
        {
            return db.AccountScores.Where(s => s.RunId == id).Select(s => new FigureOf
            {
                AccountId = s.AccountId, Tier = s.Tier, Score = s.Composite, Growth = s.GrowthScore, Profit = s.ProfitScore,
                NetRevenue = s.NetRevenue, Cm1 = s.Cm1, Cm2 = s.Cm2,
            });
        }

        var (first, last) = window is null ? (DateOnly.MaxValue, DateOnly.MinValue) : (window.Range.First.FirstDay, window.Range.Last.FirstDay);
        return db.AccountMonths.Where(m => m.Period >= first && m.Period <= last).GroupBy(m => m.AccountId).Select(g => new FigureOf
        {
            AccountId = g.Key, NetRevenue = g.Sum(m => m.NetRevenue), Cm1 = g.Sum(m => m.NetRevenue - m.Cogs),
            Cm2 = g.Sum(m => m.NetRevenue - m.Cogs - m.DirectServiceCost - m.ActivityCost),
        });
    }

    private static async Task<List<int>> ByTextAsync(IQueryable<Account> accounts, ListQuery query, CancellationToken ct)
    {
        var ordered = (query.Sort, query.Descending) switch
        {
            ("code", false) => accounts.OrderBy(a => a.Code),
            ("code", true) => accounts.OrderByDescending(a => a.Code),
            (_, true) when query.Sort == "name" => accounts.OrderByDescending(a => a.Name).ThenByDescending(a => a.Id),
            _ => accounts.OrderBy(a => a.Name).ThenBy(a => a.Id),
        };
        return await ordered.Skip(query.Skip).Take(query.PageSize).Select(a => a.Id).ToListAsync(ct);
    }

    /// <summary>Accounts with figures in the order of an index on them; those without follow by name.</summary>
    private static async Task<List<int>> ByFigureAsync(IQueryable<Account> accounts, IQueryable<FigureOf> figures, ListQuery query, CancellationToken ct)
    {
        var with = from f in figures join a in accounts on f.AccountId equals a.Id select f;
        var ordered = (query.Sort, query.Descending) switch
        {
            ("net", true) => with.OrderByDescending(f => f.NetRevenue).ThenBy(f => f.AccountId),
            ("net", false) => with.OrderBy(f => f.NetRevenue).ThenByDescending(f => f.AccountId),
            ("cm2", true) => with.OrderByDescending(f => f.Cm2).ThenBy(f => f.AccountId),
            ("cm2", false) => with.OrderBy(f => f.Cm2).ThenByDescending(f => f.AccountId),
            ("score", true) => with.OrderByDescending(f => f.Score).ThenBy(f => f.AccountId),
            ("score", false) => with.OrderBy(f => f.Score).ThenByDescending(f => f.AccountId),
            (_, false) => with.OrderBy(f => f.Tier).ThenByDescending(f => f.Score).ThenBy(f => f.AccountId),
            _ => with.OrderByDescending(f => f.Tier).ThenBy(f => f.Score).ThenByDescending(f => f.AccountId),
        };
        var ids = await ordered.Skip(query.Skip).Take(query.PageSize).Select(f => f.AccountId).ToListAsync(ct);
        if (ids.Count == query.PageSize) return ids;
        var before = ids.Count > 0 ? query.Skip + ids.Count : await with.CountAsync(ct);
        var rest = accounts.Where(a => !figures.Any(f => f.AccountId == a.Id)).OrderBy(a => a.Name).ThenBy(a => a.Id);
        ids.AddRange(await rest.Skip(Math.Max(0, query.Skip - before)).Take(query.PageSize - ids.Count).Select(a => a.Id).ToListAsync(ct));
        return ids;
    }

    private static async Task<List<AccountRow>> RowsAsync(KamDbContext db, IQueryable<Account> accounts, IQueryable<FigureOf> figures, CancellationToken ct)
    {
        var rows = await accounts.OrderBy(a => a.Code).Select(a => new AccountRow(
            a.Id, a.Code, a.Name, a.LocalName, db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Name).FirstOrDefault(),
            db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Name).FirstOrDefault(), db.People.Where(p => p.Id == a.LeadId).Select(p => p.Name).FirstOrDefault(),
            a.Kind, a.Status, a.Country, a.ArchivedAt != null)).ToListAsync(ct);
        var known = await figures.ToDictionaryAsync(f => f.AccountId, ct);
        return rows.ConvertAll(r => known.GetValueOrDefault(r.Id) is not { } f ? r
            : r with { Tier = f.Tier, NetRevenue = f.NetRevenue, Cm1 = f.Cm1, Cm2 = f.Cm2, Score = f.Score, Growth = f.Growth });
    }

    private static async Task<bool> SortableAsync(KamDbContext db, CancellationToken ct) =>
        await db.Database.SqlQuery<float>($"""select reltuples as "Value" from pg_class where oid = 'account_months'::regclass""").SingleAsync(ct) <= SortableMonths;

    /// <summary>Distinct countries by hopping through the index, a step per country instead of a look at every account.</summary>
    private static async Task<List<ListOption>> CountriesAsync(KamDbContext db, CancellationToken ct) =>
        [.. (await db.Database.SqlQuery<string>(
            $"""
            with recursive hop as (
              (select country from accounts where country is not null order by country limit 1)
              union all
              select (select a.country from accounts a where a.country > hop.country order by a.country limit 1) from hop where hop.country is not null)
            select country as "Value" from hop where country is not null limit 200
            """).ToListAsync(ct)).Select(c => new ListOption(c, c))];
}
