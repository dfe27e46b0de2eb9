using System.Runtime.CompilerServices;
using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Relationships;

/// <summary>The people at the accounts in one's scope, a page at a time.</summary>
public sealed class ContactList(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Above this many the count says "1,000+": nobody reads on that far, and counting would cost more than the page.</summary>
    public const int CountedUpTo = 1_000;

    private const int ExportBatch = 2_000, LeadsOffered = 500;

    public async Task<ListResult<ContactRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var lines = ContactFilters.Of(db, user, query);
        var ids = await ContactOrder.By(db, lines, query.Sorts).Select(l => l.Contact.Id).Skip(query.Skip).Take(query.PageSize).ToListAsync(ct);
        var total = ids.Count < query.PageSize && (ids.Count > 0 || query.Page == 1) ? query.Skip + ids.Count : await lines.Take(CountedUpTo + 1).CountAsync(ct);
        return new(await RowsAsync(db, ids, ct), Math.Min(total, Math.Max(CountedUpTo, query.Skip + ids.Count)), total <= CountedUpTo);
    }

    public async Task<ContactListHead> HeadAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return new(await db.Contacts.AnyAsync(c => c.ErasedAt == null, ct), await db.AccountsVisibleTo(user).AnyAsync(ct),
            await db.People.Where(p => db.Accounts.Any(a => a.LeadId == p.Id)).OrderBy(p => p.Name).Take(LeadsOffered).Select(p => new ListOption(p.Code, p.Name)).ToListAsync(ct));
    }

    /// <summary>How many an account has.</summary>
    public async Task<int> CountAsync(CurrentUser user, int accountId, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await ContactFilters.Of(db, user).CountAsync(l => l.Account.Id == accountId && l.Contact.ArchivedAt == null, ct);
    }

    /// <summary>Every row of the narrowed list in its order, and a line in the audit log: a list of people leaves the house.</summary>
    public async IAsyncEnumerable<ContactRow> ExportAsync(CurrentUser user, ListQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"set statement_timeout = '2min'", ct);
        var ids = await ContactOrder.By(db, ContactFilters.Of(db, user, query), query.Sorts).Select(l => l.Contact.Id).ToListAsync(ct);
        // Somebody who looks at the portal as another changes nothing, not even the log.
        if (!user.IsReadOnly) await AuditLog.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), user, "Exported", "Contact", "", new { Rows = ids.Count }, null, ct);
        foreach (var slice in ids.Chunk(ExportBatch))
        {
            foreach (var row in await RowsAsync(db, slice, ct)) yield return row;
        }
    }

    /// <summary>The rows of these contacts, in their order.</summary>
    private static async Task<List<ContactRow>> RowsAsync(KamDbContext db, IReadOnlyList<int> ids, CancellationToken ct)
    {
        var rows = await (from c in db.Contacts where ids.Contains(c.Id) join a in db.Accounts on c.AccountId equals a.Id
            select new ContactRow(
                c.Id, c.Name, c.Title, c.Department, a.Code, a.Name, a.LocalName, c.Side, c.Role, c.Influence, c.Stance, c.Email, c.Phone, c.Mobile,
                db.People.Where(p => p.Id == a.LeadId).Select(p => p.Name).FirstOrDefault(), c.LastContact, c.ArchivedAt != null || a.ArchivedAt != null)).ToDictionaryAsync(r => r.Id, ct);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }
}
