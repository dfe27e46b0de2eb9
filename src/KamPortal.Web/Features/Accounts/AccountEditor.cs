using FluentValidation;
using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Accounts;

/// <summary>Creates, changes and archives accounts. What is out of scope does not exist, neither as account nor as parent.</summary>
public sealed class AccountEditor(
    IDbContextFactory<KamDbContext> factory, IValidator<AccountForm> validator, IStringLocalizer<AccountsTexts> texts, Bulletin bulletin, WebhookEvents events, TimeProvider clock)
{
    public const string LeadNotice = "account.lead";

    /// <summary>An empty form; whoever sees only accounts of their own leads the new one.</summary>
    public async Task<AccountForm> NewAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return new() { LeadCode = user.IsInTeamScope ? await db.People.Where(p => p.Id == user.PersonId).Select(p => p.Code).SingleOrDefaultAsync(ct) : null };
    }

    /// <summary>The account as a form and the version it was read at; null when there is none.</summary>
    public async Task<(AccountForm Form, uint Version)?> OpenAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var account = await db.AccountsVisibleTo(user).AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct);
        return account is null ? null : (await FormOfAsync(db, account, ct), account.Version);
    }

    public async Task<AccountChoices> ChoicesAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return new(
            await db.Regions.OrderBy(r => r.Name).Select(r => new ListOption(r.Code, r.Name)).ToListAsync(ct),
            await db.Segments.OrderBy(s => s.Name).Select(s => new ListOption(s.Code, s.Name)).ToListAsync(ct),
            await db.People.OrderBy(p => p.Name).Select(p => new ListOption(p.Code, p.Name)).ToListAsync(ct));
    }

    /// <summary>Accounts whose code or name contains the text, for choosing a parent.</summary>
    public async Task<IReadOnlyList<ListOption>> SuggestAsync(CurrentUser user, string text, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var accounts = await AccountFilters.AccountsAsync(db, user, new() { Search = text.Trim() }, AccountList.Figures(db, null, null), null, ct);
        return await accounts.OrderBy(a => a.Name).Take(8).Select(a => new ListOption(a.Code, a.Name)).ToListAsync(ct);
    }

    public async Task<SaveResult<AccountForm>> CreateAsync(CurrentUser user, AccountForm form, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        form = ThreeWay.Tidy(form);
        if (validator.Refusal(form) is { } invalid) return invalid;
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.AccountAliases.AnyAsync(a => a.Code == form.Code, ct)) return SaveResult.Refused<AccountForm>(nameof(form.Code), texts["Account.CodeMerged"]);
        var account = new Account(form.Code!, form.Name!);
        if (await ApplyAsync(db, user, account, form, ct) is { } refused) return refused;
        account.Touch(clock.GetUtcNow());
        db.Accounts.Add(account);
        db.Actor = user;
        if (await TrySaveAsync(db, ct) is { } taken) return taken;
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == account.Id, ct))
            return SaveResult.Refused<AccountForm>(user.IsInTeamScope ? nameof(form.LeadCode) : nameof(form.RegionCode), texts["Account.OutOfScope"]);
        await TellAsync(db, user, account, null, ct);
        await transaction.CommitAsync(ct);
        return new SaveResult<AccountForm>.Saved(account.Code);
    }

    /// <summary>Saves changes on top of what others saved meanwhile; asks back when both changed the same field differently.</summary>
    public async Task<SaveResult<AccountForm>> SaveAsync(CurrentUser user, string code, Edit<AccountForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        edit = ThreeWay.Tidy(edit);
        edit.Original.Code = edit.Mine.Code = code;
        return await MergingSave.AgainAsync<SaveResult<AccountForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var account = await db.AccountsVisibleTo(user).SingleOrDefaultAsync(a => a.Code == code, ct);
            if (account is null) return new SaveResult<AccountForm>.Missing();
            var leadBefore = account.LeadId;
            var theirs = await FormOfAsync(db, account, ct);
            if (!edit.TryMerge(theirs, account.Version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(nameof(Account), code, ct);
                return new SaveResult<AccountForm>.Conflicting(theirs, account.Version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            if (await ApplyAsync(db, user, account, merged, ct) is { } refused) return refused;
            account.Touch(clock.GetUtcNow());
            db.Actor = user;
            if (await TrySaveAsync(db, ct) is { } taken) return taken;
            await TellAsync(db, user, account, leadBefore, ct);
            await transaction.CommitAsync(ct);
            return new SaveResult<AccountForm>.Saved(code);
        });
    }

    private async Task TellAsync(KamDbContext db, CurrentUser user, Account account, int? before, CancellationToken ct)
    {
        await events.RaiseAsync(db, WebhookEvents.AccountChanged, new { account.Code }, ct);
        if (account.LeadId is { } lead && lead != before)
            await bulletin.TellAsync(db, new Notice(LeadNotice, "/accounts/" + Uri.EscapeDataString(account.Code), account.Name), Readers.Behind(lead, except: user.Id), ct);
    }

    /// <summary>Puts the account away; false when there is none, or it is away already.</summary>
    public Task<bool> ArchiveAsync(CurrentUser user, string code, CancellationToken ct) =>
        ChangeAsync(user, code, a => a.ArchivedAt is null, a => a.Archive(clock.GetUtcNow()), "Archive", ct);

    /// <summary>Brings it back; false when there is none, or it is not away.</summary>
    public Task<bool> RestoreAsync(CurrentUser user, string code, CancellationToken ct) =>
        ChangeAsync(user, code, a => a.ArchivedAt is not null, a => a.Restore(), "Restore", ct);

    private async Task<bool> ChangeAsync(CurrentUser user, string code, Func<Account, bool> applies, Action<Account> change, string reason, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        return await MergingSave.AgainAsync<bool>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var account = await db.AccountsVisibleTo(user).SingleOrDefaultAsync(a => a.Code == code, ct);
            if (account is null || !applies(account)) return false;
            change(account);
            account.Touch(clock.GetUtcNow());
            (db.Actor, db.Reason) = (user, reason);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.SaveChangesAsync(ct);
            await events.RaiseAsync(db, WebhookEvents.AccountChanged, new { account.Code }, ct);
            await transaction.CommitAsync(ct);
            return true;
        });
    }

    /// <summary>Writes the form onto the account; a reference that leads nowhere is refused on its field.</summary>
    private async Task<SaveResult<AccountForm>?> ApplyAsync(KamDbContext db, CurrentUser user, Account account, AccountForm form, CancellationToken ct)
    {
        var unknown = new Dictionary<string, string>();
        async Task<int?> Find(IQueryable<int> found, string? code, string field)
        {
            if (code is null) return null;
            var ids = await found.Take(1).ToListAsync(ct);
            if (ids.Count == 0) unknown[field] = texts["Field.Unknown", code];
            return ids.Count == 0 ? null : ids[0];
        }

        account.Rename(form.Name!);
        (account.LocalName, account.LegalName, account.Kind, account.Status) = (form.LocalName, form.LegalName, form.Kind, form.Status);
        (account.Industry, account.Country, account.City) = (form.Industry, form.Country, form.City);
        (account.Street, account.PostalCode, account.TaxId) = (form.Street, form.PostalCode, form.TaxId);
        account.RegionId = await Find(db.Regions.Where(r => r.Code == form.RegionCode).Select(r => r.Id), form.RegionCode, nameof(form.RegionCode));
        account.SegmentId = await Find(db.Segments.Where(s => s.Code == form.SegmentCode).Select(s => s.Id), form.SegmentCode, nameof(form.SegmentCode));
        account.LeadId = await Find(db.People.Where(p => p.Code == form.LeadCode).Select(p => p.Id), form.LeadCode, nameof(form.LeadCode));
        account.DataOwnerId = await Find(db.People.Where(p => p.Code == form.DataOwnerCode).Select(p => p.Id), form.DataOwnerCode, nameof(form.DataOwnerCode));
        var before = account.ParentId;
        // A parent outside the user's scope may stay, but not be chosen.
        var parents = db.AccountsVisibleTo(user).Select(a => new { a.Id, a.Code }).Concat(db.Accounts.Where(a => a.Id == before).Select(a => new { a.Id, a.Code }));
        account.ParentId = await Find(parents.Where(a => a.Code == form.ParentCode).Select(a => a.Id), form.ParentCode, nameof(form.ParentCode));
        if (account.ParentId is { } parent && parent != before && account.Id != 0 && await IsBelowAsync(db, parent, account.Id, ct))
            unknown[nameof(form.ParentCode)] = texts["Account.ParentCircle"];
        return unknown.Count == 0 ? null : new SaveResult<AccountForm>.Invalid(unknown);
    }

    /// <summary>Whether the account is the other one or stands under it. Parents change one at a time, so that two changes cannot close a circle.</summary>
    private static async Task<bool> IsBelowAsync(KamDbContext db, int id, int top, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('accounts.parent', 0))", ct);
        return await db.Database.SqlQuery<bool>(
            $"""
            with recursive up as (
              select id, parent_id from accounts where id = {id}
              union
              select a.id, a.parent_id from accounts a join up on a.id = up.parent_id)
            select exists (select 1 from up where id = {top}) as "Value"
            """).SingleAsync(ct);
    }

    /// <summary>The database alone knows whether a code is taken.</summary>
    private async Task<SaveResult<AccountForm>?> TrySaveAsync(KamDbContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return SaveResult.Refused<AccountForm>(nameof(AccountForm.Code), texts["Account.CodeTaken"]);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return SaveResult.Refused<AccountForm>("", texts["Account.ChoiceGone"]);
        }
    }

    private static async Task<AccountForm> FormOfAsync(KamDbContext db, Account a, CancellationToken ct)
    {
        var names = await db.Accounts.Where(x => x.Id == a.Id).Select(x => new
        {
            Parent = db.Accounts.Where(p => p.Id == a.ParentId).Select(p => p.Code).FirstOrDefault(),
            Region = db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Code).FirstOrDefault(),
            Segment = db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Code).FirstOrDefault(),
            Lead = db.People.Where(p => p.Id == a.LeadId).Select(p => p.Code).FirstOrDefault(),
            Owner = db.People.Where(p => p.Id == a.DataOwnerId).Select(p => p.Code).FirstOrDefault(),
        }).SingleAsync(ct);
        return new()
        {
            Code = a.Code, Name = a.Name, LocalName = a.LocalName, LegalName = a.LegalName, ParentCode = names.Parent, Kind = a.Kind, Status = a.Status,
            Industry = a.Industry, SegmentCode = names.Segment, RegionCode = names.Region, Country = a.Country, City = a.City,
            Street = a.Street, PostalCode = a.PostalCode, TaxId = a.TaxId, LeadCode = names.Lead, DataOwnerCode = names.Owner,
        };
    }
}

/// <summary>What the selects of the form offer.</summary>
public sealed record AccountChoices(
    IReadOnlyList<ListOption> Regions, IReadOnlyList<ListOption> Segments, IReadOnlyList<ListOption> People);
