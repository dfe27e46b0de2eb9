using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>A contact that nobody touched for longer than the rules allow.</summary>
/// <param name="Touched">When somebody last changed it or spoke with the person.</param>
public sealed record DueRow(int Id, string Name, string AccountCode, string Account, DateOnly Touched, bool Archived, DateOnly? KeepUntil, string? KeepReason);

/// <summary>The rules on how long personal data are kept, and who is due by them.</summary>
public sealed class PrivacyService(IDbContextFactory<KamDbContext> factory, IValidator<PrivacyForm> validator, TimeProvider clock)
{
    private const int ReasonLength = 1_000;

    public async Task<(PrivacyForm Form, uint Version)> OpenAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        var rules = await db.PrivacyRules.AsNoTracking().SingleAsync(ct);
        return (FormOf(rules), rules.Version);
    }

    public async Task<SaveResult<PrivacyForm>> SaveAsync(CurrentUser user, Edit<PrivacyForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        return await MergingSave.AgainAsync<SaveResult<PrivacyForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var rules = await db.PrivacyRules.SingleAsync(ct);
            var theirs = FormOf(rules);
            if (!edit.TryMerge(theirs, rules.Version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(nameof(PrivacyRules), null, ct);
                return new SaveResult<PrivacyForm>.Conflicting(theirs, rules.Version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            (rules.ContactMonths, rules.EraseDue, rules.FileDays) = (merged.ContactMonths, merged.EraseDue, merged.FileDays);
            db.Actor = user;
            await db.SaveChangesAsync(ct);
            return new SaveResult<PrivacyForm>.Saved("");
        });
    }

    /// <summary>Who is due, longest untouched first; with the filter <c>kept</c> who is kept nevertheless. Nobody while the rule is off.</summary>
    public async Task<ListResult<DueRow>> DueAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.PrivacyRules.Select(r => r.ContactMonths).SingleAsync(ct) is not { } months) return new([], 0);
        var due = Due(db, months, clock.GetUtcNow(), kept: query.Filter("kept").Count > 0);
        var total = await due.CountAsync(ct);
        var page = await due.OrderBy(c => c.UpdatedAt).ThenBy(c => c.Id).Skip(query.Skip).Take(query.PageSize).Join(db.Accounts, c => c.AccountId, a => a.Id, (c, a) => new { Contact = c, a.Code, a.Name }).ToListAsync(ct);
        return new([.. page.OrderBy(p => p.Contact.UpdatedAt).ThenBy(p => p.Contact.Id).Select(p => new DueRow(p.Contact.Id, p.Contact.Name, p.Code, p.Name, Touched(p.Contact), p.Contact.ArchivedAt is not null, p.Contact.KeepUntil, p.Contact.KeepReason))], total);
    }

    /// <summary>Keeps a contact for as long again as the rule says; false when there is none, or the rule is off.</summary>
    public async Task<bool> KeepAsync(CurrentUser user, int id, string reason, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        return await MergingSave.AgainAsync<bool>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var contact = await db.Contacts.SingleOrDefaultAsync(c => c.Id == id && c.ErasedAt == null, ct);
            if (contact is null || await db.PrivacyRules.Select(r => r.ContactMonths).SingleAsync(ct) is not { } months) return false;
            contact.Keep(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddMonths(months), reason[..Math.Min(reason.Length, ReasonLength)]);
            (db.Actor, db.Reason) = (user, "Kept longer");
            await db.SaveChangesAsync(ct);
            return true;
        });
    }

    /// <summary>Contacts that nobody changed and with whom nobody spoke for so many months; whoever is kept for now is not among them.</summary>
    internal static IQueryable<Contact> Due(KamDbContext db, int months, DateTimeOffset now, bool kept = false)
    {
        var (before, today) = (now.AddMonths(-months).ToUniversalTime(), DateOnly.FromDateTime(now.UtcDateTime));
        var day = DateOnly.FromDateTime(before.UtcDateTime);
        var untouched = db.Contacts.Where(c => c.ErasedAt == null && c.UpdatedAt < before && (c.LastContact == null || c.LastContact < day));
        return kept ? untouched.Where(c => c.KeepUntil >= today) : untouched.Where(c => c.KeepUntil == null || c.KeepUntil < today);
    }

    private static DateOnly Touched(Contact c) => DateOnly.FromDateTime(c.UpdatedAt.UtcDateTime) is var changed && c.LastContact is { } spoken && spoken > changed ? spoken : changed;

    private static PrivacyForm FormOf(PrivacyRules r) => new() { ContactMonths = r.ContactMonths, EraseDue = r.EraseDue, FileDays = r.FileDays };
}
