using System.Text.Json;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Merging;

/// <summary>The lines of the audit log: one for each kind of record that went over, one for the account that went, one for the survivor.</summary>
internal sealed class MergeAudit(NpgsqlConnection connection, CurrentUser user, Account survivor, Account merged, string? reason)
{
    public Task MovedAsync(AccountTable table, int moved, int changed, int removed, CancellationToken ct) =>
        WriteAsync("Moved", table.Entity, $"{merged.Code} → {survivor.Code}", survivor.Id, null, new { Moved = moved, AddedUp = changed, Dropped = removed - changed }, ct);

    public async Task UnitedAsync(Guid id, IReadOnlyCollection<string> taken, int rows, CancellationToken ct)
    {
        await WriteAsync("Merged", nameof(Account), merged.Code, merged.Id, new { merged.Code, merged.Name }, new { Into = survivor.Code }, ct);
        await WriteAsync("Merged", nameof(Account), survivor.Code, survivor.Id, null, new { merged.Code, merged.Name, Rows = rows, Taken = taken.Order(StringComparer.Ordinal), Merge = id }, ct);
    }

    public static async Task PartedAsync(NpgsqlConnection connection, CurrentUser user, AccountMerge merge, CancellationToken ct)
    {
        foreach (var (account, code) in new[] { (merge.SurvivorId, merge.SurvivorCode), (merge.MergedId, merge.MergedCode) })
            await WriteAsync(connection, user, "Parted", nameof(Account), code, account, null, new { merge.SurvivorCode, merge.MergedCode, merge.Rows, Merge = merge.Id }, null, ct);
    }

    private Task WriteAsync(string action, string entity, string key, int account, object? before, object after, CancellationToken ct) =>
        WriteAsync(connection, user, action, entity, key, account, before, after, reason, ct);

    private static async Task WriteAsync(
        NpgsqlConnection connection, CurrentUser user, string action, string entity, string key, int account, object? before, object after, string? reason, CancellationToken ct)
    {
        user.DemandWrite();
        await using var command = new NpgsqlCommand(
            "insert into audit_events (user_id, user_name, action, entity, key, account_id, before, after, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection)
        {
            Parameters =
            {
                new() { Value = user.Id }, new() { Value = user.Name }, new() { Value = action }, new() { Value = entity }, new() { Value = key }, new() { Value = account },
                new() { Value = before is null ? DBNull.Value : JsonSerializer.Serialize(before), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = JsonSerializer.Serialize(after), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
