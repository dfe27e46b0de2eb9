using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships;

/// <summary>Somebody on a customer's side, as programs read it.</summary>
public sealed record ContactItem(
    int Id, string Code, string Account, string Name, string? Title, string? Department, string? Email, string? Phone, string? Mobile, BuyingRole? Role, int? Influence, int? Stance);

/// <summary>Contacts for programs, slice by slice; they are written by imports.</summary>
public sealed class ContactItems(IDbContextFactory<KamDbContext> factory)
{
    /// <param name="account">Code of one account, or null for all in scope.</param>
    public async Task<ApiPage<ContactItem>> SliceAsync(CurrentUser user, string? account, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var first = int.TryParse(after, CultureInfo.InvariantCulture, out var id) ? id : 0;
        var accounts = db.AccountsVisibleTo(user);
        if (account is not null) accounts = accounts.Where(a => a.Code == account);
        var take = ApiPage<ContactItem>.Limit(limit);
        var rows = await (
            from c in db.Contacts
            join a in accounts on c.AccountId equals a.Id
            where c.Id > first
            orderby c.Id
            select new ContactItem(c.Id, c.Code, a.Code, c.Name, c.Title, c.Department, c.Email, c.Phone, c.Mobile, c.Role, c.Influence, c.Stance)).Take(take + 1).ToListAsync(ct);
        return ApiPage<ContactItem>.Cut(rows, take, c => c.Id.ToString(CultureInfo.InvariantCulture));
    }
}
