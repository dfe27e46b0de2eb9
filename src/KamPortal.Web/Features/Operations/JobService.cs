using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Operations;

/// <summary>A job as the list shows it.</summary>
/// <param name="Error">Why it failed, as a sentence.</param>
/// <param name="Reference">Where the log tells more.</param>
public sealed record JobRow(
    Guid Id, string Name, JobState State, bool IsStopping, long Done, long? Total, string RequestedBy, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string? Error, string? Reference);

/// <summary>Recurring work as the page shows it.</summary>
public sealed record RecurringRow(string Name, TimeSpan Every, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, string? Error);

/// <summary>What an admin should see at the door.</summary>
public sealed record JobsAtAGlance(int UnderWay, int Failed, IReadOnlyList<JobRow> LatestFailed);

/// <summary>The background work of everyone, for admins: watched, stopped, started again.</summary>
public sealed class JobService(
    IDbContextFactory<KamDbContext> factory, JobQueue queue, IEnumerable<JobKind> kinds, IEnumerable<RecurringWork> recurring, IServiceProvider services, IStringLocalizerFactory texts, TimeProvider clock)
{
    private const int FailedShown = 3;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    /// <summary>The kinds by name, for a filter.</summary>
    public IReadOnlyList<ListOption> Kinds => [.. kinds.Select(k => new ListOption(k.Key, k.Name(texts)))];

    public async Task<ListResult<JobRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var jobs = db.Jobs.AsNoTracking();
        if (query.Search is { } search) jobs = jobs.Where(j => EF.Functions.ILike(j.RequestedBy, LikeText.Containing(search)));
        if (query.Filter("kind") is { Count: > 0 } asked) jobs = jobs.Where(j => asked.Contains(j.Kind));
        var states = query.Filter("state").Where(s => Enum.TryParse<JobState>(s, out _)).Select(Enum.Parse<JobState>).ToList();
        if (states.Count > 0) jobs = jobs.Where(j => states.Contains(j.State));
        var total = await jobs.CountAsync(ct);
        var ordered = query is { Sort: "queued", Descending: false } ? jobs.OrderBy(j => j.QueuedAt).ThenBy(j => j.Id) : jobs.OrderByDescending(j => j.QueuedAt).ThenByDescending(j => j.Id);
        return new([.. (await ordered.Skip(query.Skip).Take(query.PageSize).ToListAsync(ct)).Select(Row)], total);
    }

    /// <summary>Recurring work, and when it is next due.</summary>
    public async Task<IReadOnlyList<RecurringRow>> RecurringAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var states = await db.RecurringStates.AsNoTracking().ToDictionaryAsync(s => s.Key, ct);
        return [.. recurring.Select(w => (Work: w, State: states.GetValueOrDefault(w.Key)))
            .Select(r => new RecurringRow(texts.Create(r.Work.Texts)["Recurring." + r.Work.Key], r.Work.Every, r.State?.DueAt, r.State?.FinishedAt, r.State?.Error))];
    }

    public async Task<JobsAtAGlance> GlanceAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var since = clock.GetUtcNow() - Recent;
        var failed = db.Jobs.AsNoTracking().Where(j => j.State == JobState.Failed && j.QueuedAt >= since);
        return new(
            await db.Jobs.CountAsync(j => j.State == JobState.Queued || j.State == JobState.Running, ct), await failed.CountAsync(ct),
            [.. (await failed.OrderByDescending(j => j.QueuedAt).Take(FailedShown).ToListAsync(ct)).Select(Row)]);
    }

    /// <summary>Does a failed or cancelled job again, from the start; false when it is neither any more.</summary>
    public Task<bool> RetryAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        return queue.RetryAsync(user, id, ct);
    }

    /// <summary>Asks a job to stop; what it has done so far is undone.</summary>
    public Task CancelAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        return queue.CancelAsync(user, id, ct);
    }

    private JobRow Row(Job job)
    {
        var kind = kinds.FirstOrDefault(k => k.Key == job.Kind);
        return new(job.Id, kind?.Name(texts) ?? job.Kind, job.State, job.CancelRequested && job.State == JobState.Running, job.Done, job.Total, job.RequestedBy,
            job.QueuedAt, job.StartedAt, job.FinishedAt, job.Error is { } error ? kind?.Sentence?.Invoke(services, error) ?? error : null, job.ErrorReference);
    }
}
