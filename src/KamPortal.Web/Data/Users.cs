using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Npgsql;

namespace KamPortal.Data;

/// <summary>A session's user, and what tells whether the session still stands.</summary>
/// <param name="Stamp">Changes when every session of the login is to end.</param>
/// <param name="MustChangePassword">Signed in with a password that somebody else has seen.</param>
public sealed record SessionUser(CurrentUser User, string Stamp, bool MustChangePassword);

/// <summary>Reads who is acting, with the rights of this moment, so that a right taken away is gone with the next call.</summary>
public sealed class Users(NpgsqlDataSource source)
{
    /// <summary>The login's rights as they stand, or null when it does not exist or is disabled.</summary>
    public async Task<CurrentUser?> FindAsync(Guid id, CancellationToken ct) => (await FindSessionAsync(id, ct))?.User;

    /// <exception cref="SignedOutException">The login is gone or disabled.</exception>
    public async Task<CurrentUser> GetAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        IdOf(principal) is { } id && await FindAsync(id, ct) is { } user ? user : throw new SignedOutException();

    internal static Guid? IdOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>One round trip, as it stands in front of every page and command.</summary>
    internal async Task<SessionUser?> FindSessionAsync(Guid id, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            with recursive subtree as (
              select region_id as id from user_regions where user_id = $1
              union
              select r.id from regions r join subtree s on r.parent_id = s.id)
            select display_name, person_id, coalesce(security_stamp, ''), initial_password_until is not null,
              array(select r.name::text from user_roles g join roles r on r.id = g.role_id where g.user_id = u.id),
              array(select id from subtree),
              array(select business_unit_id from user_business_units where user_id = u.id)
            from users u where id = $1 and disabled_at is null
            """);
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        var user = new CurrentUser(
            id, row.GetString(0), row.GetFieldValue<string[]>(4).ToHashSet(), row.IsDBNull(1) ? null : row.GetInt32(1),
            row.GetFieldValue<int[]>(5), row.GetFieldValue<int[]>(6));
        return new SessionUser(user, row.GetString(2), row.GetBoolean(3));
    }
}

/// <summary>For pages: the user of this circuit or request.</summary>
public sealed class Me(Users users, AuthenticationStateProvider state)
{
    /// <exception cref="SignedOutException">Nobody is signed in, or the login is gone or disabled.</exception>
    public async Task<CurrentUser> GetAsync(CancellationToken ct = default) =>
        await users.GetAsync((await state.GetAuthenticationStateAsync()).User, ct);
}
