using Npgsql;

namespace KamPortal.Data;

/// <summary>
/// Listens to the database for logins that change, on any instance, and has their open pages checked. While the line is down the
/// pages still ask for themselves every few seconds (<see cref="Security.SessionRules.CircuitCheck"/>).
/// </summary>
internal sealed class LoginWatch(NpgsqlDataSource source, OpenCircuits circuits, ILogger<LoginWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Changes to logins cannot be heard of ({Reason}); trying again", e.Message);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => _ = RecheckAsync(Guid.TryParse(told.Payload, out var user) ? user : null, ct);
        await using (var listen = new NpgsqlCommand("listen login_changed", connection)) await listen.ExecuteNonQueryAsync(ct);
        await RecheckAsync(null, ct); // What was said before we listened.
        while (true)
        {
            if (await connection.WaitAsync(Quiet, ct)) continue;
            await using var alive = new NpgsqlCommand("select 1", connection);
            await alive.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task RecheckAsync(Guid? user, CancellationToken ct)
    {
        try
        {
            await circuits.RecheckAsync(user, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "An open page could not be checked; it asks again by itself");
        }
        catch (OperationCanceledException)
        {
            // The portal stops.
        }
    }
}
