using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>Reads who is acting, with the rights of this moment, so that a right taken away is gone with the next call.</summary>
public sealed class Users(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>The login's rights as they stand, or null when it does not exist or is disabled.</summary>
    public async Task<CurrentUser?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var user = await db.Users.Where(u => u.Id == id && u.DisabledAt == null)
            .Select(u => new
            {
                u.Id, u.DisplayName, u.PersonId,
                Roles = db.UserRoles.Where(g => g.UserId == u.Id).Join(db.Roles, g => g.RoleId, r => r.Id, (_, r) => r.Name!).ToList(),
                Units = u.BusinessUnits.Select(b => b.BusinessUnitId).ToList(),
            }).AsSplitQuery().FirstOrDefaultAsync(ct);
        if (user is null) return null;
        var regions = await db.Database.SqlQuery<int>(
            $"""
            with recursive subtree as (
              select region_id as id from user_regions where user_id = {id}
              union
              select r.id from regions r join subtree s on r.parent_id = s.id)
            select id as "Value" from subtree
            """).ToListAsync(ct);
        return new CurrentUser(user.Id, user.DisplayName, user.Roles.ToHashSet(), user.PersonId, regions, user.Units);
    }

    /// <exception cref="SignedOutException">The login is gone or disabled.</exception>
    public async Task<CurrentUser> GetAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && await FindAsync(id, ct) is { } user
            ? user
            : throw new SignedOutException();
}

/// <summary>For pages: the user of this circuit or request.</summary>
public sealed class Me(Users users, AuthenticationStateProvider state)
{
    /// <exception cref="SignedOutException">Nobody is signed in, or the login is gone or disabled.</exception>
    public async Task<CurrentUser> GetAsync(CancellationToken ct = default) =>
        await users.GetAsync((await state.GetAuthenticationStateAsync()).User, ct);
}

/// <summary>The session has ended: the login was disabled or deleted.</summary>
public sealed class SignedOutException() : Exception("The session has ended; sign in again.");
