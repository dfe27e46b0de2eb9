using KamPortal.Data;
using KamPortal.Domain;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>What an account's page shows. Unknown and out-of-scope accounts answer null alike.</summary>
public sealed class AccountPages(IDbContextFactory<KamDbContext> factory)
{
    private const int QuartersShown = 12, MembersShown = 200;

    public async Task<AccountSummary?> FindAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var found = await db.AccountsVisibleTo(user).AsNoTracking().Where(a => a.Code == code).Select(a => new
        {
            Account = a,
            Region = db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Name).FirstOrDefault(),
            Segment = db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Name).FirstOrDefault(),
            Lead = db.People.Where(p => p.Id == a.LeadId).Select(p => new PersonRef(p.Code, p.Name)).FirstOrDefault(),
            Owner = db.People.Where(p => p.Id == a.DataOwnerId).Select(p => new PersonRef(p.Code, p.Name)).FirstOrDefault(),
        }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var a = found.Account;
        var (basis, run) = (await db.BasisAsync(ct), await AccountList.CurrentRunAsync(db, ct));
        var score = run is null ? null : await db.AccountScores.AsNoTracking().SingleOrDefaultAsync(s => s.RunId == run.Id && s.AccountId == a.Id, ct);
        var previous = run is null ? null : await db.ScoringRuns.Where(r => r.Number < run.Number).OrderByDescending(r => r.Number).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct);
        var twelve = basis.Window(FactsWindow.LastTwelve)?.Range;
        return new AccountSummary(a.Id, a.Code, a.Name, a.LocalName, a.Kind, a.Status, a.ArchivedAt, a.Industry, found.Region, found.Segment, a.City, a.Country,
            a.LegalName, found.Lead, found.Owner, basis.Currency, basis.TimeZone)
        {
            Street = a.Street, PostalCode = a.PostalCode, TaxId = a.TaxId, FormerCodes = a.FormerCodes,
            Run = run, Tier = score?.Tier, Score = score?.Composite, GrowthScore = score?.GrowthScore,
            PreviousScore = previous is not { } before ? null
                : await db.AccountScores.Where(s => s.RunId == before && s.AccountId == a.Id).Select(s => (decimal?)s.Composite).SingleOrDefaultAsync(ct),
            Twelve = twelve is { } range ? await SumAsync(db, a.Id, range, ct) : null,
            Before = twelve is { } now ? await SumAsync(db, a.Id, now.Preceding(), ct) : null,
            TwelveMonths = twelve is { } span ? new(span.First.FirstDay, span.Last.FirstDay) : null,
            Group = await GroupAsync(db, user, a, ct),
            Sources = FieldSources.Read(a.FieldSources),
            LastImport = await LastImportAsync(db, a, ct),
        };
    }

    /// <summary>The code of the account that one of this code was merged into; null when there is none that the user may see.</summary>
    public async Task<string?> SurvivorOfAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.AccountsVisibleTo(user).Where(a => db.AccountAliases.Any(x => x.Code == code && x.AccountId == a.Id)).Select(a => a.Code).SingleOrDefaultAsync(ct);
    }

    public async Task<AccountOverview?> OverviewAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var account = await db.AccountsVisibleTo(user).AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct);
        if (account is null) return null;
        var months = await db.AccountMonths.AsNoTracking().Where(m => m.AccountId == account.Id).OrderByDescending(m => m.Period).Take(QuartersShown * 3).ToListAsync(ct);
        var quarters = months.GroupBy(m => (m.Period.Year, Quarter: (m.Period.Month + 2) / 3)).OrderBy(g => g.Key).TakeLast(QuartersShown)
            .Select(g => new QuarterRow(g.Key.Year, g.Key.Quarter, Contribution.Sum(g.Select(Of)))).ToList();
        var team = await (from m in db.AccountTeamMembers where m.AccountId == account.Id join p in db.People on m.PersonId equals p.Id orderby m.Role, p.Name
            select new TeamRow(p.Id, p.Code, p.Name, p.Title, m.Role)).ToListAsync(ct);
        var (members, hidden) = await MembersAsync(db, user, account, ct);
        return new(quarters, members, hidden, team);
    }

    /// <summary>A stored month as a contribution; activity cost includes financing, which the roll-up does not keep apart.</summary>
    private static Contribution Of(AccountMonth m) => new()
    {
        GrossRevenue = m.GrossRevenue, Discounts = m.GrossRevenue - m.NetRevenue, CostOfGoods = m.Cogs, ActivityCost = m.ActivityCost,
        DirectServiceCost = m.DirectServiceCost,
        CostOfGoodsRecording = m.CogsRecorded ? CostRecording.Recorded : CostRecording.NotRecorded,
        CostToServeRecording = m.ServiceCostRecorded ? CostRecording.Recorded : CostRecording.NotRecorded,
    };

    private static async Task<Contribution?> SumAsync(KamDbContext db, int id, PeriodRange range, CancellationToken ct)
    {
        var (first, last) = (range.First.FirstDay, range.Last.FirstDay);
        var months = await db.AccountMonths.AsNoTracking().Where(m => m.AccountId == id && m.Period >= first && m.Period <= last).ToListAsync(ct);
        return months.Count == 0 ? null : Contribution.Sum(months.Select(Of));
    }

    private static async Task<GroupRef?> GroupAsync(KamDbContext db, CurrentUser user, Account account, CancellationToken ct)
    {
        var members = await GroupIdsAsync(db, account.Id, ct);
        if (members.Count < 2) return null;
        var top = members[0].Id;
        // The name of a top account out of scope is not the user's to know.
        var known = await db.AccountsVisibleTo(user).Where(a => a.Id == top).Select(a => new { a.Code, a.Name }).SingleOrDefaultAsync(ct);
        return new(known?.Code ?? "", known?.Name ?? "", members.Count);
    }

    private static async Task<(IReadOnlyList<GroupMemberRow> Rows, int Hidden)> MembersAsync(KamDbContext db, CurrentUser user, Account account, CancellationToken ct)
    {
        var members = await GroupIdsAsync(db, account.Id, ct);
        if (members.Count < 2) return ([], 0);
        var ids = members.Select(m => m.Id).ToList();
        var visible = await db.AccountsVisibleTo(user).Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Code, a.Name }).ToDictionaryAsync(a => a.Id, ct);
        var run = await AccountList.CurrentRunAsync(db, ct);
        var tiers = run is null ? [] : await db.AccountScores.Where(s => s.RunId == run.Id && ids.Contains(s.AccountId)).ToDictionaryAsync(s => s.AccountId, s => s.Tier, ct);
        var range = (await db.BasisAsync(ct)).Window(FactsWindow.LastTwelve)?.Range;
        var (first, last) = range is { } r ? (r.First.FirstDay, r.Last.FirstDay) : (DateOnly.MaxValue, DateOnly.MinValue);
        var sums = (await db.AccountMonths.AsNoTracking().Where(m => ids.Contains(m.AccountId) && m.Period >= first && m.Period <= last).ToListAsync(ct))
            .GroupBy(m => m.AccountId).ToDictionary(g => g.Key, g => Contribution.Sum(g.Select(Of)));
        var rows = members.Where(m => visible.ContainsKey(m.Id)).Select(m => new GroupMemberRow(visible[m.Id].Code, visible[m.Id].Name, m.Depth, m.Id == account.Id,
            tiers.TryGetValue(m.Id, out var tier) ? tier : null, sums.TryGetValue(m.Id, out var sum) ? sum : null)).ToList();
        return (rows, members.Count - rows.Count);
    }

    /// <summary>The accounts of the customer group, top first; an archived member is no part of it.</summary>
    private static async Task<List<GroupPlace>> GroupIdsAsync(KamDbContext db, int id, CancellationToken ct) => await db.Database.SqlQuery<GroupPlace>(
        $"""
        with recursive up as (
          select id, parent_id, 0 as steps from accounts where id = {id}
          union all
          select a.id, a.parent_id, up.steps + 1 from accounts a join up on a.id = up.parent_id where up.steps < 20),
        down as (
          select id, code, 0 as depth, array[code::text] as path from accounts where id = (select id from up order by steps desc limit 1)
          union all
          select a.id, a.code, down.depth + 1, down.path || a.code::text from accounts a join down on a.parent_id = down.id where down.depth < 20 and a.archived_at is null)
        select id as "Id", depth as "Depth" from down order by path limit {MembersShown}
        """).ToListAsync(ct);

    private static async Task<ImportRef?> LastImportAsync(KamDbContext db, Account account, CancellationToken ct)
    {
        var facts = await db.FinancialFacts.Where(f => f.AccountId == account.Id && f.BatchId != null).Select(f => f.BatchId!.Value).Distinct().ToListAsync(ct);
        if (account.BatchId is { } own) facts.Add(own);
        return await db.ImportBatches.Where(b => facts.Contains(b.Id)).OrderByDescending(b => b.Number)
            .Select(b => new ImportRef(b.Number, b.FileName, b.ImportedAt ?? b.CreatedAt)).FirstOrDefaultAsync(ct);
    }
}

/// <summary>An account's place in its group.</summary>
internal sealed class GroupPlace
{
    public int Id { get; set; }
    public int Depth { get; set; }
}
