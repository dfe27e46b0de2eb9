using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships;

/// <summary>Somebody on a customer's side, as programs read it.</summary>
/// <param name="Version">What a change names in <c>If-Match</c>.</param>
public sealed record ContactItem(
    int Id, string Code, string AccountCode, string Name, string? Title, string? Department, string? Email, string? Phone, string? Mobile, ContactSide? Side, BuyingRole? Role, int? Influence,
    int? Stance, int? ReportsToId, PoliticalStatus? Status, DecisionOrientation? Orientation, DateOnly? LastContact, bool Archived, uint Version);

/// <summary>Contacts for programs, slice by slice in the order in which they were recorded.</summary>
public sealed class ContactItems(IDbContextFactory<KamDbContext> factory)
{
    /// <param name="account">Code of one account, or null for all in scope.</param>
    public async Task<ApiPage<ContactItem>> SliceAsync(CurrentUser user, string? account, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var (first, take) = (ApiCursor.Number(after), ApiSlice.Limit(limit));
        var lines = ContactFilters.Of(db, user).Where(l => l.Contact.Id > first);
        if (account is not null) lines = lines.Where(l => l.Account.Code == account);
        return ApiSlice.Cut<ContactItem>(await Items(lines.OrderBy(l => l.Contact.Id).Take(take + 1)).ToListAsync(ct), take, c => ApiCursor.Of(c.Id));
    }

    /// <summary>Null when there is none, or not for this user.</summary>
    public async Task<ContactItem?> FindAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Items(ContactFilters.Of(db, user).Where(l => l.Contact.Id == id)).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<ContactItem> Items(IQueryable<ContactLine> lines) => lines.Select(l => new ContactItem(
        l.Contact.Id, l.Contact.Code, l.Account.Code, l.Contact.Name, l.Contact.Title, l.Contact.Department, l.Contact.Email, l.Contact.Phone, l.Contact.Mobile, l.Contact.Side,
        l.Contact.Role, l.Contact.Influence, l.Contact.Stance, l.Contact.ReportsToId, l.Contact.Status, l.Contact.Orientation, l.Contact.LastContact, l.Contact.ArchivedAt != null, l.Contact.Version));
}
