using System.Collections.Concurrent;
using Npgsql;

namespace KamPortal.Data;

/// <summary>
/// Words that the database calls out at a commit (<c>pg_notify('kamportal', topic)</c>) and that reach every instance at once. They only
/// hasten a look that would come anyway: whoever listens looks again by themselves now and then.
/// </summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<string, Action> _heard = new();

    /// <summary>Calls back whenever the topic is called out, until disposed. The call comes from any thread and must be quick.</summary>
    public IDisposable Listen(string topic, Action heard)
    {
        _heard.AddOrUpdate(topic, heard, (_, others) => others + heard);
        return new Subscription(this, topic, heard);
    }

    internal void Raise(string topic)
    {
        if (_heard.TryGetValue(topic, out var heard)) heard();
    }

    /// <summary>After a gap in listening nobody knows what was missed.</summary>
    internal void RaiseAll()
    {
        foreach (var heard in _heard.Values) heard();
    }

    private void Forget(string topic, Action heard)
    {
        while (_heard.TryGetValue(topic, out var all))
        {
            var rest = all - heard;
            if (rest is null ? _heard.TryRemove(new(topic, all)) : _heard.TryUpdate(topic, rest, all)) return;
        }
    }

    private sealed class Subscription(Signals signals, string topic, Action heard) : IDisposable
    {
        public void Dispose() => signals.Forget(topic, heard);
    }
}

/// <summary>One connection per instance that does nothing but listen.</summary>
internal sealed class SignalListener(PortalDatabase database, Signals signals, TimeProvider clock, ILogger<SignalListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(database.App) { Pooling = false, KeepAlive = 20, ApplicationName = "KamPortal signals" }.ConnectionString;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(stoppingToken);
                connection.Notification += (_, call) => signals.Raise(call.Payload);
                await using (var listen = new NpgsqlCommand("listen kamportal", connection)) await listen.ExecuteNonQueryAsync(stoppingToken);
                signals.RaiseAll();
                while (true) await connection.WaitAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                logger.LogWarning(e, "Listening to the database was interrupted; trying again");
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
