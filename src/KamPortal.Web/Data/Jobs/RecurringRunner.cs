using Npgsql;

namespace KamPortal.Data.Jobs;

/// <summary>Does recurring work that is due, on whichever instance takes it first.</summary>
public sealed class RecurringRunner(NpgsqlDataSource source, IEnumerable<RecurringWork> works, IServiceProvider services, TimeProvider clock, ILogger<RecurringRunner> logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task RunDueAsync(CancellationToken ct)
    {
        foreach (var work in works)
        {
            if (await TakeAsync(work, ct)) await RunAsync(work, ct);
        }
    }

    private async Task RunAsync(RecurringWork work, CancellationToken ct)
    {
        string? error = null;
        try
        {
            await work.RunAsync(services, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogError(e, "Recurring work {Key} failed", work.Key);
            error = e.Message[..Math.Min(e.Message.Length, 1000)];
        }

        await using var command = source.CreateCommand("update recurring_states set leased_until = null, finished_at = $2, error = $3, runs = runs + 1 where key = $1");
        command.Parameters.Add(new() { Value = work.Key });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<bool> TakeAsync(RecurringWork work, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            insert into recurring_states as s (key, due_at, leased_until, started_at, runs) values ($1, $2 + $3, $2 + $4, $2, 0)
            on conflict (key) do update set due_at = $2 + $3, leased_until = $2 + $4, started_at = $2
            where s.due_at <= $2 and (s.leased_until is null or s.leased_until <= $2)
            """);
        command.Parameters.Add(new() { Value = work.Key });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = work.Every });
        command.Parameters.Add(new() { Value = Lease });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}

/// <summary>Looks every few seconds, on every instance.</summary>
internal sealed class RecurringClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RecurringClock> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RecurringRunner>().RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "Recurring work could not be looked for; trying again");
            }
        }
    }
}
