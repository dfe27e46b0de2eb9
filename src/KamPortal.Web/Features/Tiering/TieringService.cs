using System.Runtime.CompilerServices;
using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Tiering;

/// <summary>The tiering dashboard: one run's results for the accounts the user sees.</summary>
public sealed class TieringService(IDbContextFactory<KamDbContext> factory, JobQueue jobs, StoredDashboards stored)
{
    private const int RunsOffered = 24;

    /// <summary>The dashboard of a run, of the one in force when no number is given.</summary>
    public async Task<TieringAnswer> DashboardAsync(CurrentUser user, int? runNumber, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        var run = await db.ScoringRuns.Where(r => runNumber == null ? r.IsCurrent : r.Number == runNumber)
            .Select(r => new RunHead(r.Id, r.Number, r.ModelNumber, r.StartedAt, r.FinishedAt, r.NotScoredCount, r.IsCurrent)).SingleOrDefaultAsync(ct);
        if (run is null) return new(null, runNumber is null ? await NextStepAsync(db, user, ct) : null);
        var dashboard = await stored.OfAsync(db, run.Id, ct);
        var notScored = run.NotScoredCount;
        if (!user.SeesAllAccounts)
        {
            dashboard = await ScopedAsync(db, user, run.Id, dashboard, ct);
            notScored = await NotScored(db, user, run).CountAsync(ct);
        }

        var staleness = run.IsCurrent ? await StalenessAsync(db, run, dashboard, ct) : Staleness.None;
        return new(new TieringView(run.Id, run.Number, run.ModelNumber, run.FinishedAt, run.IsCurrent, notScored, !user.SeesAllAccounts, staleness, dashboard), null);
    }

    /// <summary>The latest runs, to choose one from.</summary>
    public async Task<IReadOnlyList<RunChoice>> RunsAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.ScoringRuns.OrderByDescending(r => r.Number).Take(RunsOffered)
            .Select(r => new RunChoice(r.Number, r.ModelNumber, r.AsOf, r.FinishedAt, r.IsCurrent)).ToListAsync(ct);
    }

    /// <summary>The number of a run that exists, of the one in force when none is given.</summary>
    public async Task<int?> RunOrNullAsync(CurrentUser user, int? runNumber, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.ScoringRuns.Where(r => runNumber == null ? r.IsCurrent : r.Number == runNumber).Select(r => (int?)r.Number).SingleOrDefaultAsync(ct);
    }

    /// <summary>All scored accounts of a run that the user sees, best first, streamed.</summary>
    public async IAsyncEnumerable<TieredRow> RowsAsync(CurrentUser user, int runNumber, [EnumeratorCancellation] CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        var id = await db.ScoringRuns.Where(r => r.Number == runNumber).Select(r => r.Id).SingleAsync(ct);
        await foreach (var row in db.ScoresVisibleTo(user, id).OrderBy(v => v.Score.Rank)
            .Select(v => new TieredRow(
                v.Account.Id, v.Account.Code, v.Account.Name, v.Account.LocalName, v.Score.Tier, v.Score.Composite, v.Score.Rank, v.Score.ProfitScore,
                v.Score.GrowthScore, v.Score.NetRevenue, v.Score.Cm1, v.Score.Cm2)).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return row;
        }
    }

    /// <summary>Asks for a run on the facts as they are now.</summary>
    public async Task<Guid> RunAgainAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await jobs.AskForRunAsync(db, user, new ScoringRunRequest(), ct);
    }

    public async Task<Job?> FindJobAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        return await jobs.FindAsync(user, id, ct) is { Kind: ScoringRuns.JobKey } job ? job : null;
    }

    /// <summary>Accounts that the run left out, as far as the user sees them and they existed by then.</summary>
    internal static IQueryable<Domain.Accounts.Account> NotScored(KamDbContext db, CurrentUser user, RunHead run) =>
        db.AccountsVisibleTo(user).Where(a => a.CreatedAt <= run.FinishedAt && (a.ArchivedAt == null || a.ArchivedAt > run.StartedAt)
            && !db.AccountScores.Any(s => s.RunId == run.Id && s.AccountId == a.Id));

    /// <summary>The same picture over the part of the stored results that the user sees.</summary>
    private static async Task<RunDashboard> ScopedAsync(KamDbContext db, CurrentUser user, Guid runId, RunDashboard whole, CancellationToken ct)
    {
        var rows = await db.ScoresVisibleTo(user, runId).AsNoTracking()
            .Select(v => new
            {
                v.Account.Code, v.Score.Tier, v.Score.ProfitScore, v.Score.GrowthScore, v.Score.NetRevenue, v.Score.Cm1, v.Score.Cm2,
            }).ToListAsync(ct);
        var picture = TieringPicture.Of(new(
            [.. rows.Select(r => r.Code)], [.. rows.Select(r => r.Tier)],
            [.. rows.Select(r => r.ProfitScore ?? double.NaN)], [.. rows.Select(r => r.GrowthScore ?? double.NaN)],
            [.. rows.Select(r => r.NetRevenue)], [.. rows.Select(r => r.Cm1)], [.. rows.Select(r => r.Cm2)]));
        var named = picture.NamedAccounts().ToList();
        var labels = await db.AccountsVisibleTo(user).Where(a => named.Contains(a.Code))
            .ToDictionaryAsync(a => a.Code, a => new AccountLabel(a.Name, a.LocalName), ct);
        return whole with { Picture = picture, Labels = labels };
    }

    private static async Task<Staleness> StalenessAsync(KamDbContext db, RunHead run, RunDashboard dashboard, CancellationToken ct)
    {
        var factsAt = await db.PortfolioSettings.Select(s => s.FactsChangedAt).SingleOrDefaultAsync(ct);
        if (factsAt != dashboard.FactsAt) return Staleness.FactsChanged;
        return await db.ScoringModels.AnyAsync(m => m.State == ModelState.Published && m.Number != run.ModelNumber, ct) ? Staleness.ModelChanged : Staleness.None;
    }

    private static async Task<NextStep> NextStepAsync(KamDbContext db, CurrentUser user, CancellationToken ct) =>
        await db.ScoringRuns.AnyAsync(ct) ? NextStep.Run
        : !await db.FinancialFacts.AnyAsync(ct) ? user.May(Permission.ImportData) ? NextStep.Import : NextStep.Wait
        : user.May(Permission.ManageScoring) ? NextStep.Run : NextStep.Wait;
}
