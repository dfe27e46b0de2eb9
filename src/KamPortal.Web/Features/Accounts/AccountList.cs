using System.Runtime.CompilerServices;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>The list of accounts: a page at a time, fast at a million accounts.</summary>
public sealed class AccountList(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Above this many the count says "1,000+": nobody reads on that far, and counting would cost more than the page.</summary>
    public const int CountedUpTo = 1_000;

    /// <summary>Account months up to which sorting by figures without a scoring run takes less than about a second.</summary>
    private const long SortableMonths = 3_000_000;
    private const int ExportBatch = 2_000;

    public async Task<ListResult<AccountRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var narrowed = await NarrowedAsync(db, user, query, ct);
        var ids = await narrowed.IdsAsync(query.Skip, query.PageSize, ct);
        var total = ids.Count < query.PageSize && (ids.Count > 0 || query.Page == 1)
            ? query.Skip + ids.Count
            : await narrowed.Accounts.Take(CountedUpTo + 1).CountAsync(ct);
        var rows = await RowsAsync(db, ids, narrowed.Figures, ct);
        return new(rows, Math.Min(total, Math.Max(CountedUpTo, query.Skip + ids.Count)), total <= CountedUpTo);
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

    /// <summary>Every row of the narrowed list in its order. The ids are read at once, four bytes each; the rows in slices, so that no statement runs long.</summary>
    public async IAsyncEnumerable<AccountRow> ExportAsync(CurrentUser user, ListQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"set statement_timeout = '2min'", ct); // A million accounts are sorted before the first is sent.
        var narrowed = await NarrowedAsync(db, user, query, ct);
        foreach (var ids in (await narrowed.IdsAsync(0, null, ct)).Chunk(ExportBatch))
        {
            foreach (var row in await RowsAsync(db, ids, narrowed.Figures, ct)) yield return row;
        }
    }

    /// <summary>The accounts a query means, for doing something with them; no more than asked for.</summary>
    internal static async Task<List<int>> IdsAsync(KamDbContext db, CurrentUser user, ListQuery query, int most, CancellationToken ct) =>
        await (await NarrowedAsync(db, user, query, ct)).Accounts.OrderBy(a => a.Id).Select(a => a.Id).Take(most).ToListAsync(ct);

    private static async Task<Narrowed> NarrowedAsync(KamDbContext db, CurrentUser user, ListQuery query, CancellationToken ct)
    {
        var run = await CurrentRunAsync(db, ct);
        var figures = Figures(db, run?.Id, run is null ? (await db.BasisAsync(ct)).Window(null) : null);
        var sortable = run is not null ? FiguresAre.Scored : await SortableAsync(db, ct) ? FiguresAre.Summed : FiguresAre.Unsortable;
        return new(db, query, await AccountFilters.AccountsAsync(db, user, query, figures, run?.Id, ct), figures, sortable);
    }

    /// <summary>The accounts that a query means, and the figures it may sort them by.</summary>
    private sealed record Narrowed(KamDbContext Db, ListQuery Query, IQueryable<Account> Accounts, IQueryable<FigureOf> Figures, FiguresAre Known)
    {
        public Task<List<int>> IdsAsync(int skip, int? take, CancellationToken ct) => AccountOrder.IdsAsync(Db, Accounts, Figures, Query, Known, skip, take, ct);
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

    /// <summary>The rows of these accounts, in their order.</summary>
    private static async Task<List<AccountRow>> RowsAsync(KamDbContext db, IReadOnlyList<int> ids, IQueryable<FigureOf> figures, CancellationToken ct)
    {
        var rows = await db.Accounts.Where(a => ids.Contains(a.Id)).Select(a => new AccountRow(
            a.Id, a.Code, a.Name, a.LocalName, db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Name).FirstOrDefault(),
            db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Name).FirstOrDefault(), db.People.Where(p => p.Id == a.LeadId).Select(p => p.Name).FirstOrDefault(),
            a.Kind, a.Status, a.Country, a.ArchivedAt != null)
            { City = a.City, Street = a.Street, PostalCode = a.PostalCode, TaxId = a.TaxId }).ToDictionaryAsync(r => r.Id, ct);
        var known = await figures.Where(f => ids.Contains(f.AccountId)).ToDictionaryAsync(f => f.AccountId, ct);
        // An account deleted between the two statements is simply not there.
        return [.. ids.Where(rows.ContainsKey).Select(id => known.GetValueOrDefault(id) is not { } f ? rows[id]
            : rows[id] with { Tier = f.Tier, NetRevenue = f.NetRevenue, Cm1 = f.Cm1, Cm2 = f.Cm2, Score = f.Score, Growth = f.Growth })];
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
