using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>An account as programs read it: the fields of the form, other things by their codes.</summary>
/// <param name="Version">What a change names in <c>If-Match</c>.</param>
public sealed record AccountItem(
    int Id, string Code, string Name, string? LocalName, string? LegalName, string? ParentCode, AccountKind Kind, AccountStatus Status, string? Industry, string? SegmentCode,
    string? RegionCode, string? Country, string? City, string? LeadCode, string? DataOwnerCode, bool Archived, uint Version);

/// <summary>Accounts for programs, slice by slice in the order in which they were recorded.</summary>
public sealed class AccountItems(IDbContextFactory<KamDbContext> factory)
{
    /// <param name="after">The cursor of the slice before.</param>
    public async Task<ApiPage<AccountItem>> SliceAsync(CurrentUser user, ListQuery query, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var run = await AccountList.CurrentRunAsync(db, ct);
        var accounts = await AccountFilters.AccountsAsync(db, user, query, AccountList.Figures(db, run?.Id, null), run?.Id, ct);
        var from = ApiCursor.Number(after);
        var take = ApiSlice.Limit(limit);
        var rows = await Items(db, user, accounts.Where(a => a.Id > from).OrderBy(a => a.Id).Take(take + 1)).ToListAsync(ct);
        return ApiSlice.Cut<AccountItem>(rows, take, a => ApiCursor.Of(a.Id));
    }

    /// <summary>Null when there is none, or not for this user.</summary>
    public async Task<AccountItem?> FindAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Items(db, user, db.AccountsVisibleTo(user).Where(a => a.Code == code)).SingleOrDefaultAsync(ct);
    }

    // The code of a parent out of scope is not the user's to know.
    private static IQueryable<AccountItem> Items(KamDbContext db, CurrentUser user, IQueryable<Account> accounts)
    {
        var parents = db.AccountsVisibleTo(user);
        return accounts.OrderBy(a => a.Id).Select(a => new AccountItem(
            a.Id, a.Code, a.Name, a.LocalName, a.LegalName, parents.Where(p => p.Id == a.ParentId).Select(p => p.Code).FirstOrDefault(), a.Kind, a.Status, a.Industry,
            db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Code).FirstOrDefault(), db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Code).FirstOrDefault(),
            a.Country, a.City, db.People.Where(p => p.Id == a.LeadId).Select(p => p.Code).FirstOrDefault(), db.People.Where(p => p.Id == a.DataOwnerId).Select(p => p.Code).FirstOrDefault(),
            a.ArchivedAt != null, a.Version));
    }
}
