using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Data.Jobs;

/// <summary>Runs one stored job to its end, wherever it was asked from: the scheduler, a subcommand or a test.</summary>
public sealed class JobRunner(
    NpgsqlDataSource source, IDbContextFactory<KamDbContext> factory, Users users, IEnumerable<JobKind> kinds,
    IServiceProvider services, TimeProvider clock, ILogger<JobRunner> logger)
{
    public async Task RunAsync(Guid jobId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        // Taking the job over raises the fencing number, so that a runner that only seemed dead cannot commit.
        var taken = await db.Jobs.Where(j => j.Id == jobId && (j.State == JobState.Queued || j.State == JobState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Running)
                .SetProperty(j => j.Attempt, j => j.Attempt + 1)
                .SetProperty(j => j.StartedAt, clock.GetUtcNow()).SetProperty(j => j.Done, 0L), ct);
        if (taken == 0) return;
        var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == jobId, ct);
        try
        {
            var actor = job.RequestedById is { } id && id != CurrentUser.System.Id
                ? await users.FindAsync(id, ct) ?? throw new JobRefusedException("The login that asked for this job no longer exists.")
                : CurrentUser.System;
            var kind = kinds.Single(k => k.Key == job.Kind);
            await kind.RunAsync(services, new JobContext(source, clock, jobId, job.Attempt, job.Payload, actor), ct);
        }
        catch (JobSupersededException)
        {
            await EndAsync(db, job, JobState.Cancelled, null, null);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host is stopping: the job stays running in the store and is taken over by the next instance.
            throw;
        }
        catch (Exception e)
        {
            var reference = Guid.CreateVersion7().ToString("N")[^12..];
            logger.LogError(e, "Job {Kind} {JobId} failed, reference {Reference}", job.Kind, jobId, reference);
            var sentence = e is JobRefusedException or Domain.DomainRuleException ? e.Message : null;
            await EndAsync(db, job, JobState.Failed, sentence, reference);
        }
    }

    private async Task EndAsync(KamDbContext db, Job job, JobState state, string? error, string? reference) =>
        await db.Jobs.Where(j => j.Id == job.Id && j.Attempt == job.Attempt && j.State == JobState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, state).SetProperty(j => j.FinishedAt, clock.GetUtcNow())
                .SetProperty(j => j.Error, error).SetProperty(j => j.ErrorReference, reference), CancellationToken.None);
}
