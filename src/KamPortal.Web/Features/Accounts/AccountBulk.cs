using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Accounts;

/// <summary>
/// Changes one thing of many accounts in one statement. Rights are looked at row by row: what is out of scope does not exist, and nobody
/// can push an account out of the own scope. Each account gets its audit line, and what nobody touched since can be taken back.
/// </summary>
public sealed class AccountBulk(IDbContextFactory<KamDbContext> factory, IStringLocalizer<AccountsTexts> texts, TimeProvider clock)
{
    public const int Most = 100_000;
    private const string Reason = "Bulk edit";
    private const int RefusalsShown = 100;

    /// <summary>What can be set: the column, the word the audit log uses, its type, and how the code given is looked up.</summary>
    private static readonly Dictionary<BulkField, (string Column, string Word, string Type, string? Lookup)> Fields = new()
    {
        [BulkField.Lead] = ("lead_id", "LeadId", "int", "people"), [BulkField.Segment] = ("segment_id", "SegmentId", "int", "segments"), [BulkField.Region] = ("region_id", "RegionId", "int", "regions"),
        [BulkField.Status] = ("status", "Status", "text", null), [BulkField.Archived] = ("archived_at", "ArchivedAt", "timestamptz", null),
    };

    public async Task<BulkResult> ApplyAsync(CurrentUser user, ListSelection selection, BulkChange change, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        var (column, word, type, lookup) = Fields[change.Field];
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var meant = selection.Total is not null ? await AccountList.IdsAsync(db, user, selection.Query, Most + 1, ct) : await VisibleAsync(db, user, selection.Codes, ct);
        if (meant.Count > Most) return new(0, 0, [], null, texts["Bulk.TooMany", Most]);
        var value = change.Value is null ? DBNull.Value : await ValueAsync(db, change, lookup, ct);
        if (value is null || value is DBNull && change.Field == BulkField.Status) return new(0, 0, [], null, texts["Field.Unknown", change.Value ?? ""]);

        await db.Database.ExecuteSqlAsync($"savepoint bulk", ct);
        var refused = selection.Total is null ? selection.Codes.Count - meant.Count : 0;
        var reasons = new List<BulkRefusal>();
        if (selection.Total is null && refused > 0)
        {
            var known = await db.Accounts.Where(a => meant.Contains(a.Id)).Select(a => a.Code).ToListAsync(ct);
            reasons.AddRange(selection.Codes.Except(known).Take(RefusalsShown).Select(code => new BulkRefusal(code, null, texts["Bulk.Missing"])));
        }

        var (first, last, changed) = await WriteAsync(connection, user, meant, column, word, type, value, ct);
        if (changed > 0 && !user.SeesAllAccounts && change.Field is BulkField.Lead or BulkField.Region)
        {
            // Whom the change would take out of the user's sight: those keep what they had.
            var lost = await db.Accounts.Where(a => meant.Contains(a.Id) && !db.AccountsVisibleTo(user).Any(v => v.Id == a.Id)).OrderBy(a => a.Code).Select(a => new { a.Id, a.Code, a.Name }).ToListAsync(ct);
            if (lost.Count > 0)
            {
                await db.Database.ExecuteSqlAsync($"rollback to savepoint bulk", ct);
                var kept = lost.Select(a => a.Id).ToHashSet();
                (first, last, changed) = await WriteAsync(connection, user, [.. meant.Where(id => !kept.Contains(id))], column, word, type, value, ct);
                refused += lost.Count;
                reasons.AddRange(lost.Take(RefusalsShown).Select(a => new BulkRefusal(a.Code, a.Name, texts["Bulk.OutOfScope"])));
            }
        }

        await transaction.CommitAsync(ct);
        return new(changed, refused, reasons, changed == 0 ? null : new BulkUndo(change.Field, first, last), null);
    }

    /// <summary>Gives the accounts back what they had, except where somebody changed the same thing since; how many there were.</summary>
    public async Task<int> UndoAsync(CurrentUser user, BulkUndo undo, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        var (column, word, type, _) = Fields[undo.Field];
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = db.AuditEvents.Where(e => e.Id >= undo.First && e.Id <= undo.Last && e.UserId == user.Id && e.Reason == Reason && e.AccountId != null).Select(e => e.AccountId!.Value);
        var visible = await db.AccountsVisibleTo(user).Where(a => mine.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            with old as (
              select account_id, (before ->> $6)::{type} as before, (after ->> $6)::{type} as after from audit_events
              where id between $3 and $4 and user_id = $1 and reason = $5 and account_id = any($7)),
            back as (
              update accounts a set {column} = old.before, updated_at = now() from old where a.id = old.account_id and a.{column} is not distinct from old.after
              returning a.id, a.code, old.before, old.after)
            insert into audit_events (user_id, user_name, action, entity, key, account_id, before, after, reason)
            select $1, $2, 'Updated', 'Account', code, id, jsonb_build_object($6, after), jsonb_build_object($6, before), 'Undo' from back
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        foreach (var parameter in new object[] { user.Id, user.Name, undo.First, undo.Last, Reason, word, visible.ToArray() }) command.Parameters.Add(new() { Value = parameter });
        var count = await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    /// <summary>One statement: locks, changes what differs, and writes an audit line for each.</summary>
    private static async Task<(long First, long Last, int Changed)> WriteAsync(
        NpgsqlConnection connection, CurrentUser user, IReadOnlyList<int> ids, string column, string word, string type, object value, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with old as (select id, code, {column} as before from accounts where id = any($3) and {Differs(column)} order by id for update),
            changed as (update accounts a set {column} = $4::{type}, updated_at = now() from old where a.id = old.id returning a.id),
            lines as (
              insert into audit_events (user_id, user_name, action, entity, key, account_id, before, after, reason)
              select $1, $2, 'Updated', 'Account', old.code, old.id, jsonb_build_object($5, old.before), jsonb_build_object($5, $4::{type}), $6 from old join changed using (id)
              returning id)
            select coalesce(min(id), 0), coalesce(max(id), 0), count(*)::int from lines
            """, connection);
        foreach (var parameter in new object[] { user.Id, user.Name, ids.ToArray() }) command.Parameters.Add(new() { Value = parameter });
        command.Parameters.Add(new() { Value = value, NpgsqlDbType = type switch { "int" => NpgsqlDbType.Integer, "text" => NpgsqlDbType.Text, _ => NpgsqlDbType.TimestampTz } });
        command.Parameters.Add(new() { Value = word });
        command.Parameters.Add(new() { Value = Reason });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2));

        // What is archived already stays archived since then.
        static string Differs(string column) => column == "archived_at" ? "(archived_at is null) <> ($4::timestamptz is null)" : $"{column} is distinct from $4";
    }

    private static async Task<List<int>> VisibleAsync(KamDbContext db, CurrentUser user, IReadOnlyList<string> codes, CancellationToken ct) =>
        await db.AccountsVisibleTo(user).Where(a => codes.Contains(a.Code)).Select(a => a.Id).ToListAsync(ct);

    /// <summary>Null when the code leads nowhere.</summary>
    private async Task<object?> ValueAsync(KamDbContext db, BulkChange change, string? lookup, CancellationToken ct) => (change.Field, lookup) switch
    {
        (BulkField.Status, _) => Enum.TryParse<AccountStatus>(change.Value, out var status) && Enum.IsDefined(status) ? status.ToString() : null,
        (BulkField.Archived, _) => clock.GetUtcNow().UtcDateTime,
        (_, "people") => await db.People.Where(p => p.Code == change.Value).Select(p => (object)p.Id).SingleOrDefaultAsync(ct),
        (_, "segments") => await db.Segments.Where(s => s.Code == change.Value).Select(s => (object)s.Id).SingleOrDefaultAsync(ct),
        _ => await db.Regions.Where(r => r.Code == change.Value).Select(r => (object)r.Id).SingleOrDefaultAsync(ct),
    };
}

public enum BulkField
{
    Lead,
    Segment,
    Region,
    Status,
    Archived,
}

/// <param name="Value">A code, or a state's name; null takes away what is there.</param>
public sealed record BulkChange(BulkField Field, string? Value);

/// <param name="Refused">Left as they were; the first hundred say why.</param>
/// <param name="Undo">Null when nothing changed.</param>
/// <param name="Refusal">Why nothing was done at all.</param>
public sealed record BulkResult(int Changed, int Refused, IReadOnlyList<BulkRefusal> Why, BulkUndo? Undo, string? Refusal);

public sealed record BulkRefusal(string Code, string? Name, string Why);

/// <summary>The audit lines of a bulk edit: they hold what was there before.</summary>
public sealed record BulkUndo(BulkField Field, long First, long Last);
