using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Domain;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Scoring;

/// <summary>Runs of the scoring model: asking for one, watching it, the history, and why an account has its tier.</summary>
public sealed class ScoringService(
    IDbContextFactory<KamDbContext> factory, JobQueue jobs, JobRunner runner, IStringLocalizer<ScoringTexts> texts, TimeProvider clock)
{
    private const int HistoryLength = 50;

    /// <summary>Asks for a run of the model in force; it works in the background.</summary>
    public async Task<Guid> StartAsync(CurrentUser user, ScoringRunRequest request, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await jobs.AskForRunAsync(db, user, request, ct);
    }

    /// <summary>The run now: for a subcommand, which has no scheduler. Ends when its results are in force.</summary>
    /// <param name="asOf">Null for the last month with facts.</param>
    /// <param name="window">Null for the model's own window.</param>
    /// <exception cref="JobRefusedException">It could not be done; the message says why.</exception>
    public async Task<RunRow> ScoreNowAsync(CurrentUser user, DateOnly? asOf, ScoringWindow? window, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        var id = await jobs.StoreAsync(ScoringRuns.JobKey, new ScoringRunRequest(asOf is { } day ? Period.FromDate(day).FirstDay : null, window), user, ct);
        await runner.RunAsync(id, ct);
        var job = await jobs.FindAsync(user, id, ct);
        while (job is { State: JobState.Queued or JobState.Running })
        {
            // The portal's own scheduler took it over meanwhile.
            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, ct);
            job = await jobs.FindAsync(user, id, ct);
        }

        if (job is not { State: JobState.Succeeded }) throw new JobRefusedException(Sentence(job?.Error) ?? texts["Run.Failed", job?.ErrorReference ?? "–"]);
        return (await RunsAsync(user, ct))[0];
    }

    public Task<IReadOnlyList<RunRow>> RunsAsync(CurrentUser user, CancellationToken ct) => RunsAsync(user, int.MaxValue, HistoryLength, ct);

    /// <summary>The newest first, up to a number.</summary>
    public async Task<IReadOnlyList<RunRow>> RunsAsync(CurrentUser user, int upTo, int limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        var runs = await db.Database.SqlQuery<StoredRun>(
            $"""
            select id, number, model_number, as_of, window_months, started_at, finished_at, scored_count, not_scored_count, is_current,
                   (dashboard -> 'picture' -> 'tiers')::text tiers
            from scoring_runs where number <= {upTo} order by number desc limit {limit}
            """).ToListAsync(ct);
        // Counts are those of the whole portfolio, which not everybody sees.
        var all = user.SeesAllAccounts;
        return [.. runs.Select(r => new RunRow(
            r.Id, r.Number, r.ModelNumber, r.AsOf, r.WindowMonths, r.StartedAt, r.FinishedAt, all ? r.ScoredCount : 0, all ? r.NotScoredCount : 0, r.IsCurrent,
            all ? JsonSerializer.Deserialize<TierSum[]>(r.Tiers, JsonSerializerOptions.Web)! : []))];
    }

    /// <summary>The run that is waiting or at work, for those who may ask for one.</summary>
    public async Task<RunProgress?> UnderWayAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.RunUnderWayAsync(ct) is { } id ? await ProgressAsync(user, id, ct) : null;
    }

    public async Task<RunProgress?> ProgressAsync(CurrentUser user, Guid jobId, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        return await jobs.FindAsync(user, jobId, ct) is { Kind: ScoringRuns.JobKey } job
            ? new(job.Id, job.State, job.Step, job.Done, job.Total, Sentence(job.Error), job.ErrorReference)
            : null;
    }

    public async Task CancelAsync(CurrentUser user, Guid jobId, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await jobs.CancelAsync(user, jobId, ct);
    }

    /// <summary>Why the account has its tier in the run in force; null before the first run and for accounts the user may not see.</summary>
    public async Task<AccountExplanation?> ExplainAsync(CurrentUser user, int accountId, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        var run = await db.ScoringRuns.AsNoTracking().Where(r => r.IsCurrent)
            .Select(r => new { r.Id, r.Number, r.ModelNumber, r.AsOf, r.WindowMonths, r.FinishedAt, r.Reference })
            .SingleOrDefaultAsync(ct);
        var account = await db.AccountsVisibleTo(user).AsNoTracking().Where(a => a.Id == accountId)
            .Select(a => new { a.ArchivedAt, a.Kind, a.Status }).SingleOrDefaultAsync(ct);
        if (run is null || account is null) return null;
        var currency = await db.PortfolioSettings.Select(s => s.ReportingCurrency).SingleOrDefaultAsync(ct) ?? "";
        var stored = await db.AccountScores.AsNoTracking().SingleOrDefaultAsync(s => s.RunId == run.Id && s.AccountId == accountId, ct);
        var explanation = stored is null ? null : ScoreExplanation.Of(
            ScoringModel.FromJson(await db.ScoringModels.Where(m => m.Number == run.ModelNumber).Select(m => m.Definition).SingleAsync(ct)),
            ScoringReference.FromJson(run.Reference), stored);
        return new(run.Number, run.ModelNumber, run.AsOf, run.WindowMonths, run.FinishedAt, currency, explanation,
            explanation is not null ? null
            : account.ArchivedAt is not null ? NotScoredReason.Archived
            : account.Kind == AccountKind.Distributor ? NotScoredReason.Distributor
            : account.Status != AccountStatus.Active ? NotScoredReason.NotActive
            : NotScoredReason.NoFacts);
    }

    private string? Sentence(string? error) => error is null ? null : texts[error] is { ResourceNotFound: false } known ? known.Value : error;

    // The stored dashboard without the long part of it.
    private sealed record StoredRun(
        Guid Id, int Number, int ModelNumber, DateOnly AsOf, int? WindowMonths, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
        int ScoredCount, int NotScoredCount, bool IsCurrent, string Tiers);
}
