using System.Text.Json;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace KamPortal.Data.Jobs;

/// <summary>Where background work is asked for and watched. The scheduler decides which instance does it, once.</summary>
public sealed class JobQueue(IDbContextFactory<KamDbContext> factory, TimeProvider clock, ISchedulerFactory? schedulers = null)
{
    /// <summary>Stores the job and hands it to the scheduler; returns at once.</summary>
    public async Task<Guid> EnqueueAsync(string kind, object payload, CurrentUser user, CancellationToken ct)
    {
        var id = await StoreAsync(kind, payload, user, ct);
        await HandOverAsync(id, ct);
        return id;
    }

    /// <summary>
    /// Stores the job without scheduling it: for a subcommand that runs it itself, or for a caller that must note its id before the work
    /// can begin and then calls <see cref="HandOverAsync"/>.
    /// </summary>
    public async Task<Guid> StoreAsync(string kind, object payload, CurrentUser user, CancellationToken ct)
    {
        user.DemandWrite();
        await using var db = await factory.CreateDbContextAsync(ct);
        var job = new Job
        {
            Id = Guid.CreateVersion7(), Kind = kind, Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web),
            RequestedById = user.Id, RequestedBy = user.Name, QueuedAt = clock.GetUtcNow(),
        };
        db.Jobs.Add(job);
        await db.SaveChangesAsync(ct);
        return job.Id;
    }

    /// <summary>The job as it stands, for its requester and admins; null for everyone else.</summary>
    public async Task<Job?> FindAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Jobs.AsNoTracking()
            .SingleOrDefaultAsync(j => j.Id == id && (j.RequestedById == user.Id || user.Roles.Contains(Role.Admin)), ct);
    }

    /// <summary>Asks a job to stop; it ends without having written anything.</summary>
    public async Task CancelAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.DemandWrite();
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Jobs.Where(j => j.Id == id && (j.RequestedById == user.Id || user.Roles.Contains(Role.Admin)))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true), ct);
        await db.Jobs.Where(j => j.Id == id && j.State == JobState.Queued && j.CancelRequested)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.FinishedAt, clock.GetUtcNow()), ct);
    }

    /// <summary>Does a failed or cancelled job again from the start; false when it is neither any more.</summary>
    public async Task<bool> RetryAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var again = await db.Jobs
            .Where(j => j.Id == id && (j.State == JobState.Failed || j.State == JobState.Cancelled) && (j.RequestedById == user.Id || user.Roles.Contains(Role.Admin)))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.CancelRequested, false).SetProperty(j => j.QueuedAt, clock.GetUtcNow())
                .SetProperty(j => j.StartedAt, (DateTimeOffset?)null).SetProperty(j => j.FinishedAt, (DateTimeOffset?)null)
                .SetProperty(j => j.Error, (string?)null).SetProperty(j => j.ErrorReference, (string?)null), ct) > 0;
        if (again) await HandOverAsync(id, ct);
        return again;
    }

    /// <summary>Hands over jobs that were stored by a process that died before it could schedule them.</summary>
    internal async Task ScheduleForgottenAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var scheduler = await schedulers!.GetScheduler(ct);
        foreach (var id in await db.Jobs.Where(j => j.State == JobState.Queued || j.State == JobState.Running).Select(j => j.Id).ToListAsync(ct))
        {
            if (!await scheduler.Exists(QueuedJob.KeyOf(id), ct)) await HandOverAsync(id, ct);
        }
    }

    /// <summary>
    /// Hands a stored job to the scheduler. What nobody hands over, as in a process without one, an instance with a scheduler finds
    /// within a minute.
    /// </summary>
    public async Task HandOverAsync(Guid id, CancellationToken ct)
    {
        if (schedulers is null) return;
        var scheduler = await schedulers.GetScheduler(ct);
        var job = JobBuilder.Create<QueuedJob>().WithIdentity(QueuedJob.KeyOf(id)).RequestRecovery().Build();
        try
        {
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().WithIdentity(id.ToString("N")).StartNow().Build(), cancellationToken: ct);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Found as forgotten a moment ago.
        }
    }
}

/// <summary>The scheduler's handle on a stored job: its name is the job's id.</summary>
internal sealed class QueuedJob(JobRunner runner) : IJob
{
    public static JobKey KeyOf(Guid id) => new(id.ToString("N"));

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await runner.RunAsync(Guid.ParseExact(context.JobDetail.Key.Name, "N"), cancellationToken);
}
