using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Data.Outgoing;

/// <summary>Calls out what happened to the addresses that asked for it, in the transaction in which it happens.</summary>
public sealed class WebhookEvents(TimeProvider clock)
{
    public const string AccountChanged = "account.changed", ImportFinished = "import.finished", RunFinished = "run.finished";

    public static readonly IReadOnlyList<string> All = [AccountChanged, ImportFinished, RunFinished];

    public async Task RaiseAsync(KamDbContext db, string what, object data, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await RaiseAsync((NpgsqlConnection)db.Database.GetDbConnection(), what, data, ct);
    }

    /// <summary>One statement, however many addresses; nothing when there is none.</summary>
    public async Task RaiseAsync(NpgsqlConnection connection, string what, object data, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = new NpgsqlCommand(
            """
            insert into outbox_messages (id, channel, state, kind, recipient, endpoint_id, subject, content, created_at, due_at, attempts)
            select gen_random_uuid(), 'Webhook', 'Waiting', $1, url, id, name, $2, $3, $3, 0 from webhook_endpoints where disabled_at is null and $1 = any(events)
            """, connection)
        {
            Parameters = { new() { Value = what }, new() { Value = JsonSerializer.Serialize(new { Event = what, At = now, Data = data }, JsonSerializerOptions.Web) }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
