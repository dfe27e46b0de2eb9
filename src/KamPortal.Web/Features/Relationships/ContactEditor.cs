using System.Globalization;
using System.Runtime.CompilerServices;
using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Relationships;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Relationships;

/// <summary>Adds, changes and archives contacts of accounts that the user may edit. What is out of scope does not exist.</summary>
public sealed class ContactEditor(IDbContextFactory<KamDbContext> factory, IValidator<ContactForm> validator, IStringLocalizer<RelationshipsTexts> texts, TimeProvider clock)
{
    private const int Suggested = 8, SuperiorsOffered = 500;

    /// <summary>The contact as a form and the version it was read at; null when there is none.</summary>
    public async Task<(ContactForm Form, uint Version)?> OpenAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await ContactFilters.Of(db, user).AsNoTracking().Where(l => l.Contact.Id == id).SingleOrDefaultAsync(ct) is { } line ? (FormOf(line.Contact, line.Account.Code), line.Contact.Version) : null;
    }

    /// <summary>To whom somebody at the account may report: the others there.</summary>
    public async Task<IReadOnlyList<ListOption>> SuperiorsAsync(CurrentUser user, string? accountCode, int? except, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var others = await ContactFilters.Of(db, user).Where(l => l.Account.Code == accountCode && l.Contact.Id != except && l.Contact.ArchivedAt == null)
            .OrderBy(l => l.Contact.Name).ThenBy(l => l.Contact.Id).Take(SuperiorsOffered).Select(l => new { l.Contact.Id, l.Contact.Name, l.Contact.Title }).ToListAsync(ct);
        return [.. others.Select(o => new ListOption(o.Id.ToString(CultureInfo.InvariantCulture), o.Title is null ? o.Name : $"{o.Name} · {o.Title}"))];
    }

    /// <summary>Accounts whose code or name contains the text, for choosing one.</summary>
    public async Task<IReadOnlyList<ListOption>> SuggestAsync(CurrentUser user, string text, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null).Matching(a => EF.Property<string>(a, "SearchText"), text.Trim())
            .OrderBy(a => a.Name).ThenBy(a => a.Id).Take(Suggested).Select(a => new ListOption(a.Code, a.Name)).ToListAsync(ct);
    }

    public async Task<SaveResult<ContactForm>> CreateAsync(CurrentUser user, ContactForm form, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        form = ThreeWay.Tidy(form);
        if (validator.Refusal(form) is { } invalid) return invalid;
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.AccountsVisibleTo(user).Where(a => a.Code == form.AccountCode).Select(a => (int?)a.Id).SingleOrDefaultAsync(ct) is not { } account)
            return SaveResult.Refused<ContactForm>(nameof(form.AccountCode), texts["Contact.UnknownAccount", form.AccountCode!]);
        if (await SameAsync(db, account, form, ct) is { } same) return same;
        var contact = new Contact(await CodeAsync(db, form, ct), account, form.Name!);
        if (await ApplyAsync(db, contact, form, ct) is { } refused) return refused;
        contact.Touch(clock.GetUtcNow());
        db.Contacts.Add(contact);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two people entered the same person at the same moment.
            return SaveResult.Refused<ContactForm>(nameof(form.Name), texts["Contact.Known"]);
        }

        await transaction.CommitAsync(ct);
        return new SaveResult<ContactForm>.Saved(contact.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Saves changes on top of what others saved meanwhile; asks back when both changed the same field differently.</summary>
    public async Task<SaveResult<ContactForm>> SaveAsync(CurrentUser user, int id, Edit<ContactForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        edit = ThreeWay.Tidy(edit);
        return await MergingSave.AgainAsync<SaveResult<ContactForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await ContactFilters.Of(db, user).SingleOrDefaultAsync(l => l.Contact.Id == id, ct) is not { Contact: var contact, Account: var account }) return new SaveResult<ContactForm>.Missing();
            edit.Original.AccountCode = edit.Mine.AccountCode = account.Code;
            var theirs = FormOf(contact, account.Code);
            if (!edit.TryMerge(theirs, contact.Version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(nameof(Contact), id.ToString(CultureInfo.InvariantCulture), ct);
                return new SaveResult<ContactForm>.Conflicting(theirs, contact.Version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            if (await ApplyAsync(db, contact, merged, ct) is { } refused) return refused;
            contact.Touch(clock.GetUtcNow());
            db.Actor = user;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new SaveResult<ContactForm>.Saved(id.ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>Puts the contact away; false when there is none, or it is away already.</summary>
    public Task<bool> ArchiveAsync(CurrentUser user, int id, CancellationToken ct) => ChangeAsync(user, id, c => c.ArchivedAt is null, c => c.Archive(clock.GetUtcNow()), "Archive", ct);

    /// <summary>Brings it back; false when there is none, or it is not away.</summary>
    public Task<bool> RestoreAsync(CurrentUser user, int id, CancellationToken ct) => ChangeAsync(user, id, c => c.ArchivedAt is not null, c => c.Restore(), "Restore", ct);

    private async Task<bool> ChangeAsync(CurrentUser user, int id, Func<Contact, bool> applies, Action<Contact> change, string reason, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        return await MergingSave.AgainAsync<bool>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var contact = await ContactFilters.Of(db, user).Where(l => l.Contact.Id == id).Select(l => l.Contact).SingleOrDefaultAsync(ct);
            if (contact is null || !applies(contact)) return false;
            change(contact);
            contact.Touch(clock.GetUtcNow());
            (db.Actor, db.Reason) = (user, reason);
            await db.SaveChangesAsync(ct);
            return true;
        });
    }

    private async Task<SaveResult<ContactForm>?> ApplyAsync(KamDbContext db, Contact contact, ContactForm form, CancellationToken ct)
    {
        contact.Rename(form.Name!);
        (contact.Title, contact.Department, contact.Email, contact.Phone, contact.Mobile) = (form.Title, form.Department, form.Email, form.Phone, form.Mobile);
        (contact.Side, contact.Role, contact.Influence, contact.Stance) = (form.Side, form.Role, form.Influence, form.Stance);
        (contact.Status, contact.Orientation, contact.LastContact) = (form.Status, form.Orientation, form.LastContact);
        if (contact.ReportsToId == form.ReportsToId) return null;
        contact.ReportsToId = form.ReportsToId;
        if (form.ReportsToId is not { } superior) return null;
        if (!await db.Contacts.AnyAsync(c => c.Id == superior && c.AccountId == contact.AccountId && c.ErasedAt == null, ct))
            return SaveResult.Refused<ContactForm>(nameof(form.ReportsToId), texts["Contact.UnknownSuperior"]);
        // Superiors change one at a time, so that two changes cannot close a circle.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('contacts.reports_to', 0))", ct);
        var circle = contact.Id != 0 && await db.Database.SqlQuery<bool>(
            $"""
            with recursive up as (
              select id, reports_to_id from contacts where id = {superior}
              union
              select c.id, c.reports_to_id from contacts c join up on c.id = up.reports_to_id)
            select exists (select 1 from up where id = {contact.Id}) as "Value"
            """).SingleAsync(ct);
        return circle ? SaveResult.Refused<ContactForm>(nameof(form.ReportsToId), texts["Contact.Circle"]) : null;
    }

    /// <summary>The account has somebody with this address already, or without one of this name.</summary>
    private async Task<SaveResult<ContactForm>?> SameAsync(KamDbContext db, int account, ContactForm form, CancellationToken ct)
    {
        var (name, email) = (form.Name!.ToLowerInvariant(), form.Email?.ToLowerInvariant());
        var others = db.Contacts.Where(c => c.AccountId == account && c.ErasedAt == null);
#pragma warning disable CA1304, CA1311, CA1862 // Compared by the database, which has no culture.
        var same = email is null ? others.Where(c => c.Name.ToLower() == name && c.Email == null) : others.Where(c => c.Email!.ToLower() == email);
#pragma warning restore CA1304, CA1311, CA1862
        return await same.AnyAsync(ct) ? SaveResult.Refused<ContactForm>(email is null ? nameof(form.Name) : nameof(form.Email), texts["Contact.Known"]) : null;
    }

    /// <summary>The code that an import would give; one of its own when somebody else has it from an earlier address.</summary>
    private static async Task<string> CodeAsync(KamDbContext db, ContactForm form, CancellationToken ct)
    {
        var code = await db.Database.SqlQuery<string>(FormattableStringFactory.Create(
            "select " + ContactCode.Sql("{0}::text", "{1}::text") + " as \"Value\"", form.AccountCode!, form.Email ?? form.Name!)).SingleAsync(ct);
        return await db.Contacts.AnyAsync(c => c.Code == code, ct) ? $"C-{Guid.CreateVersion7():n}" : code;
    }

    private static ContactForm FormOf(Contact c, string account) => new()
    {
        AccountCode = account, Name = c.Name, Title = c.Title, Department = c.Department, Email = c.Email, Phone = c.Phone, Mobile = c.Mobile, Side = c.Side, Role = c.Role,
        Influence = c.Influence, Stance = c.Stance, ReportsToId = c.ReportsToId, Status = c.Status, Orientation = c.Orientation, LastContact = c.LastContact,
    };
}
