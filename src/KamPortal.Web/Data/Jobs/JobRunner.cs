using KamPortal.Data.Notices;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Data.Jobs;

/// <summary>Runs one stored job to its end, wherever it was asked from: the scheduler, a subcommand or a test.</summary>
public sealed class JobRunner(
    NpgsqlDataSource source, IDbContextFactory<KamDbContext> factory, Users users, IEnumerable<JobKind> kinds,
    IServiceProvider services, Bulletin bulletin, TimeProvider clock, ILogger<JobRunner> logger)
{
    /// <summary>Key of what admins are told when a job failed.</summary>
    public const string FailedNotice = "job.failed";

    private static readonly TimeSpan LookForStop = TimeSpan.FromSeconds(1);

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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(job, stop);
        try
        {
            var actor = job.RequestedById is { } id && id != CurrentUser.System.Id
                ? await users.FindAsync(id, ct) ?? throw new JobRefusedException("The login that asked for this job no longer exists.")
                : CurrentUser.System;
            var kind = kinds.Single(k => k.Key == job.Kind);
            await kind.RunAsync(services, new JobContext(source, clock, jobId, job.Attempt, job.Payload, actor), stop.Token);
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
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            // Whatever way the work noticed; its transaction is rolled back.
            logger.LogInformation("Job {Kind} {JobId} was stopped: {Reason}", job.Kind, jobId, e.Message);
            await EndAsync(db, job, JobState.Cancelled, null, null);
        }
        catch (Exception e)
        {
            var reference = Guid.CreateVersion7().ToString("N")[^12..];
            logger.LogError(e, "Job {Kind} {JobId} failed, reference {Reference}", job.Kind, jobId, reference);
            var sentence = e is JobRefusedException or Domain.DomainRuleException ? e.Message : null;
            await EndAsync(db, job, JobState.Failed, sentence, reference);
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    /// <summary>Stops the work within a second or two of being asked to, even in the middle of a long statement.</summary>
    private async Task WatchAsync(Job job, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookForStop, stop.Token);
                await using var look = source.CreateCommand("select 1 from jobs where id = $1 and attempt = $2 and not cancel_requested");
                look.Parameters.Add(new() { Value = job.Id });
                look.Parameters.Add(new() { Value = job.Attempt });
                if (await look.ExecuteScalarAsync(stop.Token) is null) await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended, or was told to.
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning(e, "Whether job {JobId} is to stop cannot be read; it works on", job.Id);
        }
    }

    /// <summary>Notes how it ended, and in the same transaction tells those who should know that it failed.</summary>
    private async Task EndAsync(KamDbContext db, Job job, JobState state, string? error, string? reference)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var ended = await db.Jobs.Where(j => j.Id == job.Id && j.Attempt == job.Attempt && j.State == JobState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, state).SetProperty(j => j.FinishedAt, clock.GetUtcNow())
                .SetProperty(j => j.Error, error).SetProperty(j => j.ErrorReference, reference), CancellationToken.None);
        if (ended > 0 && state == JobState.Failed)
        {
            var own = kinds.FirstOrDefault(k => k.Key == job.Kind)?.Failed?.Invoke(job);
            if (own is not null) await bulletin.TellAsync(db, own, Readers.One(job.RequestedById), CancellationToken.None);
            await bulletin.TellAsync(db, new Notice(FailedNotice, "/settings/jobs?f=state:Failed", job.Kind, job.RequestedBy), Readers.In(Role.Admin, except: own is null ? null : job.RequestedById), CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }
}
