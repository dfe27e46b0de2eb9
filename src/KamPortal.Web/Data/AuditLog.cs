using System.Text.Json;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data;

/// <summary>Audit lines for work that no change tracker sees: imports, runs, exports, sign-ins.</summary>
public static class AuditLog
{
    /// <summary>Who changed it last, and when; nulls when the log knows nothing of it. Without a key, of which there is one only.</summary>
    public static async Task<(string? By, DateTimeOffset? At)> LastChangeAsync(this KamDbContext db, string entity, string? key, CancellationToken ct)
    {
        var last = await db.AuditEvents.Where(e => e.Entity == entity && (key == null || e.Key == key)).OrderByDescending(e => e.Id).Select(e => new { e.UserName, e.At }).FirstOrDefaultAsync(ct);
        return (last?.UserName, last?.At);
    }

    /// <summary>Writes one line inside the transaction that does the work.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, CurrentUser actor, string action, string entity, string key, object? after,
        string? reason, CancellationToken ct)
    {
        actor.DemandWrite();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            insert into audit_events (user_id, user_name, action, entity, key, after, reason)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;
        command.Parameters.Add(new() { Value = actor.Id });
        command.Parameters.Add(new() { Value = actor.Name });
        command.Parameters.Add(new() { Value = action });
        command.Parameters.Add(new() { Value = entity });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = after is null ? DBNull.Value : JsonSerializer.Serialize(after), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }
}
