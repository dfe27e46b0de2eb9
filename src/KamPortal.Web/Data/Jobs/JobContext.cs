using System.Text.Json;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Data.Jobs;

/// <summary>What a running job knows: what it was given, for whom it works, and how to say how far it is.</summary>
public sealed class JobContext(NpgsqlDataSource source, TimeProvider clock, Guid id, int attempt, string payload, CurrentUser actor)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(300);
    private long _lastReport;

    public Guid Id => id;

    /// <summary>Who asked, with the rights of the moment the work began.</summary>
    public CurrentUser Actor => actor;

    public T Payload<T>() => JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web)!;

    /// <summary>A connection whose statements may take as long as bulk work takes.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("set statement_timeout = '30min'; set idle_in_transaction_session_timeout = '30min'", connection);
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    /// <summary>Says how far the work is. Cheap to call often; throws when the job was cancelled or taken over.</summary>
    /// <exception cref="JobSupersededException">The job was cancelled or taken over.</exception>
    public async Task ReportAsync(string step, long done, long? total, CancellationToken ct, bool always = false)
    {
        if (!always && _lastReport != 0 && clock.GetElapsedTime(_lastReport) < ReportEvery) return;
        _lastReport = clock.GetTimestamp();
        await using var command = source.CreateCommand(
            "update jobs set step = $2, done = $3, total = $4 where id = $1 and attempt = $5 and state = 'Running' and not cancel_requested");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = step });
        command.Parameters.Add(new() { Value = done });
        command.Parameters.Add(new() { Value = (object?)total ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = attempt });
        if (await command.ExecuteNonQueryAsync(ct) == 0) throw new JobSupersededException();
    }

    /// <summary>
    /// Ends the work: its effects and the word that it succeeded become true in one commit, or not at all. A runner that was
    /// thought dead meanwhile holds an old attempt number and is refused here.
    /// </summary>
    /// <exception cref="JobSupersededException">The job was cancelled or taken over; everything is rolled back.</exception>
    public async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            update jobs set state = 'Succeeded', finished_at = $3, done = coalesce(total, done)
            where id = $1 and attempt = $2 and state = 'Running' and not cancel_requested
            """, transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = attempt });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            throw new JobSupersededException();
        }

        // From here on it is done: asking it to stop comes too late.
        await transaction.CommitAsync(CancellationToken.None);
    }
}
