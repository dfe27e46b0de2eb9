using System.Runtime.CompilerServices;
using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Audit;

/// <summary>Reads the log: all of it for admins; of one account for everyone who may see that account.</summary>
public sealed class AuditService(IDbContextFactory<KamDbContext> factory, NpgsqlDataSource source, TimeProvider clock)
{
    public const int AccountPage = 25;

    /// <summary>Counting further would cost more than the page is worth.</summary>
    private const int CountLimit = 10_000;

    public async Task<ListResult<AuditRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ViewAudit);
        await using var db = await factory.CreateDbContextAsync(ct);
        var lines = AuditFilter.Apply(db, query, await ZoneAsync(db, ct), clock.GetUtcNow());
        var total = await lines.Take(CountLimit + 1).CountAsync(ct);
        var rows = await ReadAsync(db, lines.Skip(query.Skip).Take(query.PageSize), ct);
        return new(rows, Math.Min(total, CountLimit), total <= CountLimit);
    }

    /// <summary>Everything the query finds, newest first, without keeping it in memory.</summary>
    public async IAsyncEnumerable<AuditRow> ExportAsync(CurrentUser user, ListQuery query, [EnumeratorCancellation] CancellationToken ct = default)
    {
        user.Demand(Permission.ViewAudit);
        await using (var connection = await source.OpenConnectionAsync(ct))
            await AuditLog.WriteAsync(connection, user, "Exported", "Audit", "", new { query.Search, query.Filters }, null, ct);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"set statement_timeout = '10min'", ct); // A download lasts as long as its reader takes.
        var names = await AuditNames.LoadAsync(db, ct);
        var lines = AuditFilter.Apply(db, query, await ZoneAsync(db, ct), clock.GetUtcNow());
        await foreach (var line in WithAccount(db, lines).AsAsyncEnumerable().WithCancellation(ct)) yield return Row(line.Event, line.Account, names);
    }

    /// <summary>A part of one account's history, newest first; null when the account does not exist for the user.</summary>
    public async Task<ListResult<AuditRow>?> ForAccountAsync(CurrentUser user, int accountId, int page, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == accountId, ct)) return null;
        var lines = db.AuditEvents.AsNoTracking().Where(a => a.AccountId == accountId).OrderByDescending(a => a.At).ThenByDescending(a => a.Id);
        var total = await lines.CountAsync(ct);
        return new(await ReadAsync(db, lines.Skip((Math.Max(page, 1) - 1) * AccountPage).Take(AccountPage), ct), total);
    }

    public async Task<AuditRow?> FindAsync(CurrentUser user, long id, CancellationToken ct)
    {
        user.Demand(Permission.ViewAudit);
        await using var db = await factory.CreateDbContextAsync(ct);
        return (await ReadAsync(db, db.AuditEvents.AsNoTracking().Where(a => a.Id == id), ct)).SingleOrDefault();
    }

    public async Task<AuditChoices> ChoicesAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAudit);
        await using var db = await factory.CreateDbContextAsync(ct);
        var people = await db.Users.OrderBy(u => u.DisplayName).Select(u => new { u.Id, u.DisplayName }).Take(500).ToListAsync(ct);
        // Steps from one word to the next in the index instead of reading a log of millions.
        var entities = await db.Database.SqlQuery<string>(
            $"""
            with recursive words as (
              (select entity from audit_events order by entity limit 1)
              union all
              select (select a.entity from audit_events a where a.entity > w.entity order by a.entity limit 1) from words w where w.entity is not null)
            select entity as "Value" from words where entity is not null
            """).ToListAsync(ct);
        return new(
            [(CurrentUser.System.Id, CurrentUser.System.Name), .. people.Select(p => (p.Id, p.DisplayName))], entities,
            ["Created", "Updated", "Deleted", "Imported", "Scored", "Exported", "SignedIn", "SignedOut"], (await ZoneAsync(db, ct)).Id);
    }

    private static async Task<TimeZoneInfo> ZoneAsync(KamDbContext db, CancellationToken ct)
    {
        var id = await db.PortfolioSettings.Select(s => s.TimeZone).SingleOrDefaultAsync(ct);
        return id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
    }

    private static async Task<List<AuditRow>> ReadAsync(KamDbContext db, IQueryable<AuditEvent> lines, CancellationToken ct)
    {
        var names = await AuditNames.LoadAsync(db, ct);
        return [.. (await WithAccount(db, lines).ToListAsync(ct)).Select(l => Row(l.Event, l.Account, names))];
    }

    private static IQueryable<Line> WithAccount(KamDbContext db, IQueryable<AuditEvent> lines) =>
        lines.Select(a => new Line { Event = a, Account = db.Accounts.Where(x => x.Id == a.AccountId).Select(x => x.Code).FirstOrDefault() });

    private static AuditRow Row(AuditEvent line, string? account, AuditNames names) =>
        new(line.Id, line.At, line.UserName, line.Action, line.Entity, line.Key, account, line.Reason, names.Changes(line.Before, line.After));

    private sealed class Line
    {
        public required AuditEvent Event { get; init; }

        public string? Account { get; init; }
    }
}
