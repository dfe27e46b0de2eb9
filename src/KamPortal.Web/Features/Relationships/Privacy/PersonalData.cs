using KamPortal.Data;
using KamPortal.Data.Personal;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>
/// What is held about a person, and taking it away: from the contact, the log, stored files, what imports keep, mail, notices and saved views, all
/// in one transaction. It cannot be undone. Copies outside the database (backups, mail that has left, files somebody downloaded) are out of reach.
/// </summary>
public sealed class PersonalData(IDbContextFactory<KamDbContext> factory, StoredFiles stored, TimeProvider clock)
{
    /// <summary>Said in the log.</summary>
    internal const string OnRequest = "Erased on request", TooLong = "Nobody touched the contact for as long as the rules allow";

    public async Task<PersonRow?> FindAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await PersonAsync(db, user, id, ct);
    }

    /// <summary>Looks everywhere; null when there is no such contact.</summary>
    public async Task<HeldData?> HeldAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await PersonAsync(db, user, id, ct) is not { } person) return null;
        var contact = await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        var connection = await OpenAsync(db, ct);
        var known = await KnownPerson.OfAsync(connection, [id], ct);
        var key = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(person, [.. Fields(contact).Where(f => f.Value is not null).Select(f => f.Name)], await db.AuditEvents.CountAsync(e => e.Entity == nameof(Contact) && e.Key == key, ct),
            await VersionsAsync(db, id, ct), await db.ContactCounterparts.CountAsync(c => c.ContactId == id, ct), await FilesAsync(connection, known, ct), await PersonalTraces.CountAsync(connection, known.Words, ct));
    }

    /// <summary>Erases one person for good.</summary>
    /// <param name="typed">The name as the admin typed it: nobody erases somebody by a slip.</param>
    public async Task<Erasure> EraseAsync(CurrentUser user, int id, string typed, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        return await FindAsync(user, id, ct) switch
        {
            null => Erasure.Refused("Refused.Gone"),
            { ErasedAt: not null } => Erasure.Refused("Refused.Erased"),
            { Name: var name } when name != typed.Trim() => Erasure.Refused("Refused.Typed"),
            _ => await EraseAsync(user, [id], OnRequest, ct),
        };
    }

    /// <summary>Erases these contacts, as many as there still are.</summary>
    internal async Task<Erasure> EraseAsync(CurrentUser user, IReadOnlyCollection<int> ids, string reason, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        try
        {
            // An import that is under way could write down again what is erased here.
            await db.Database.ExecuteSqlAsync($"set local statement_timeout = '10min'", ct);
            await db.Database.ExecuteSqlAsync($"set local idle_in_transaction_session_timeout = '10min'", ct);
            await db.Database.ExecuteSqlAsync($"set local lock_timeout = '20s'", ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('kamportal.portfolio'))", ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return Erasure.Refused("Refused.Busy");
        }

        await db.Database.ExecuteSqlAsync($"select from contacts where id = any({ids.ToArray()}) order by id for update", ct);
        var contacts = await db.Contacts.Where(c => ids.Contains(c.Id) && c.ErasedAt == null).ToListAsync(ct);
        if (contacts.Count == 0) return Erasure.Refused("Refused.Erased");
        var (now, known) = (clock.GetUtcNow(), await KnownPerson.OfAsync(connection, [.. contacts.Select(c => c.Id)], ct));
        var naming = await stored.NamingAsync(known.Words, ct);
        var imports = naming.Select(f => f.Id).Concat(known.Imports).Concat(await PersonalTraces.ImportsAsync(connection, known.Words, ct)).Distinct().ToList();
        var files = await StoredFiles.ForgetAsync(connection, imports, now, ct);
        var traces = await PersonalTraces.EraseAsync(connection, known.Words, known.Addresses, user, ct);
        await db.ContactCounterparts.Where(c => ids.Contains(c.ContactId)).ExecuteDeleteAsync(ct);
        foreach (var contact in contacts) contact.Erase(now);
        (db.Actor, db.Reason) = (user, reason);
        await db.SaveChangesAsync(ct); // A trigger deletes the versions kept for undoing.
        await AuditLog.WriteAsync(connection, user, "Erased", "PersonalTraces", contacts.Count == 1 ? contacts[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : "",
            new { Contacts = contacts.Select(c => c.Id), Files = files, Places = traces.ToDictionary(t => t.Place, t => t.Count) }, reason, ct);
        await transaction.CommitAsync(ct);
        return new(contacts.Count, files, traces);
    }

    internal static IEnumerable<(string Name, object? Value)> Fields(Contact c) =>
    [
        ("Name", c.ErasedAt is null ? c.Name : null), ("Title", c.Title), ("Department", c.Department), ("Email", c.Email), ("Phone", c.Phone), ("Mobile", c.Mobile), ("Side", c.Side), ("Role", c.Role),
        ("Influence", c.Influence), ("Stance", c.Stance), ("Status", c.Status), ("Orientation", c.Orientation), ("LastContact", c.LastContact), ("KeepUntil", c.KeepUntil), ("KeepReason", c.KeepReason),
    ];

    /// <summary>Those that name the person, and those from which the contact came under whatever name.</summary>
    internal async Task<IReadOnlyList<StoredFile>> FilesAsync(NpgsqlConnection connection, KnownPerson known, CancellationToken ct)
    {
        var naming = await stored.NamingAsync(known.Words, ct);
        var others = known.Imports.Concat(await PersonalTraces.ImportsAsync(connection, known.Words, ct)).Except(naming.Select(f => f.Id)).ToHashSet();
        return [.. naming.Concat((await stored.KeptAsync(ct)).Where(f => others.Contains(f.Id))).OrderBy(f => f.Number)];
    }

    internal static Task<int> VersionsAsync(KamDbContext db, int id, CancellationToken ct) =>
        db.Database.SqlQuery<int>($"""select count(*)::int as "Value" from import_before_images where target = 'contacts' and (row ->> 'id')::int = {id}""").SingleAsync(ct);

    internal static async Task<NpgsqlConnection> OpenAsync(KamDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"set statement_timeout = '5min'", ct); // Every line of the log is read.
        return (NpgsqlConnection)db.Database.GetDbConnection();
    }

    internal static async Task<PersonRow?> PersonAsync(KamDbContext db, CurrentUser user, int id, CancellationToken ct) =>
        await (from c in db.Contacts where c.Id == id join a in db.AccountsVisibleTo(user) on c.AccountId equals a.Id select new PersonRow(c.Id, c.Name, c.Title, a.Code, a.Name, c.ErasedAt)).SingleOrDefaultAsync(ct);
}
