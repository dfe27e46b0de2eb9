using System.Security.Claims;
using System.Text.Json;
using KamPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace KamPortal.Data;

/// <summary>What a session must do before anything else is open to it.</summary>
public enum SessionDuty
{
    None,

    /// <summary>Signed in with a password that somebody else has seen.</summary>
    ChoosePassword,

    /// <summary>A role asks for a second factor and the session was opened without one.</summary>
    SetUpSecondFactor,
}

/// <summary>A session's user, and what tells whether the session still stands.</summary>
/// <param name="User">With the rights of this moment; another's, read-only, while an admin looks at the portal as them.</param>
/// <param name="Stamp">Changes when every session of the login is to end.</param>
/// <param name="Duty">What comes first.</param>
/// <param name="SeenAt">When the session was last noted to be in use; null for what is not a browser's session.</param>
public sealed record SessionUser(CurrentUser User, string Stamp, SessionDuty Duty, DateTimeOffset? SeenAt);

/// <summary>Reads who is acting, with the rights of this moment, so that a right taken away is gone with the next call.</summary>
public sealed class Users(NpgsqlDataSource source, ReadOnlyScope readOnly, TimeProvider clock)
{
    /// <summary>The login's rights as they stand, or null when it does not exist or is disabled.</summary>
    public async Task<CurrentUser?> FindAsync(Guid id, CancellationToken ct) => (await ReadAsync(id, null, ct))?.Session.User;

    /// <exception cref="SignedOutException">The login is gone or disabled, or its session has ended.</exception>
    public async Task<CurrentUser> GetAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (await FindSessionAsync(principal, ct) is not { } session) throw new SignedOutException();
        readOnly.IsOn = session.User.IsReadOnly;
        return session.User;
    }

    internal static Guid? IdOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    internal static Guid? SessionOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(SessionRules.SessionId), out var id) ? id : null;

    /// <summary>The session as the database has it: null when it was ended, its login disabled, or its stamp is an old one.</summary>
    internal async Task<SessionUser?> FindSessionAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (IdOf(principal) is not { } id) return null;
        var sid = SessionOf(principal);
        var isCookie = principal.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;
        if (isCookie && sid is null || await ReadAsync(id, sid, ct) is not var (session, stands, viewsAs)) return null;
        if (principal.Identity?.AuthenticationType == Api.ApiKeyHandler.SchemeName)
        {
            var given = principal.FindAll(Api.ApiKeyHandler.PermissionClaim).Select(c => Enum.TryParse<Permission>(c.Value, out var p) ? p : (Permission?)null).OfType<Permission>();
            return session with { User = session.User with { Only = given.ToHashSet() } };
        }

        if (isCookie && (!stands || session.Stamp != principal.FindFirstValue(LoginFeature.StampClaim))) return null;
        if (viewsAs is not { } other || !session.User.May(Permission.ManageUsers) || await FindAsync(other, ct) is not { } viewed) return session;
        return session with { User = viewed with { ViewedBy = session.User.Name } };
    }

    // One round trip, as it stands in front of every page and command. The first command lets the second see what others have lent.
    private async Task<(SessionUser Session, bool Stands, Guid? ViewsAs)?> ReadAsync(Guid id, Guid? sid, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('kamportal.actor', $1, true)") { Parameters = { new() { Value = id.ToString() } } });
        batch.BatchCommands.Add(new(
            """
            with recursive lent as (
              select d.lender_id, u.display_name as lender, max(d.to_day) as until, min(u.person_id) as person_id,
                bool_or(r.name in ('AccountManager', 'TechnicalSpecialist')) as by_team, bool_or(r.name = 'SalesDirector') as directs
              from delegations d join users u on u.id = d.lender_id and u.disabled_at is null
                join user_roles g on g.user_id = u.id join roles r on r.id = g.role_id
              where d.borrower_id = $1 and d.ended_at is null
                and (select ($3 at time zone s.time_zone)::date from portfolio_settings s) between d.from_day and d.to_day
              group by d.lender_id, u.display_name),
            subtree as (
              select user_id, region_id as id from user_regions where user_id = $1 or user_id in (select lender_id from lent where directs)
              union
              select s.user_id, r.id from regions r join subtree s on r.parent_id = s.id)
            select u.display_name, u.person_id, coalesce(u.security_stamp, ''), u.initial_password_until is not null,
              array(select r.name::text from user_roles g join roles r on r.id = g.role_id where g.user_id = u.id),
              array(select id from subtree where user_id = $1),
              array(select business_unit_id from user_business_units where user_id = u.id),
              (select json_agg(json_build_object('lenderId', l.lender_id, 'lender', l.lender, 'until', l.until,
                  'personId', case when l.by_team then l.person_id end,
                  'regionIds', array(select id from subtree where user_id = l.lender_id),
                  'businessUnitIds', array(select business_unit_id from user_business_units where user_id = l.lender_id and l.directs)))::text from lent l),
              s.id is not null, s.seen_at, s.views_as_id,
              s.method = 'Password' and exists (select from sign_in_rules i, user_roles g join roles r on r.id = g.role_id where g.user_id = u.id and r.name = any(i.second_factor_roles))
            from users u left join user_sessions s on s.id = $2 and s.user_id = u.id
            where u.id = $1 and u.disabled_at is null
            """)
        {
            Parameters = { new() { Value = id }, new() { Value = (object?)sid ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid }, new() { Value = clock.GetUtcNow() } },
        });
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        var user = new CurrentUser(
            id, row.GetString(0), row.GetFieldValue<string[]>(4).ToHashSet(), row.IsDBNull(1) ? null : row.GetInt32(1),
            row.GetFieldValue<int[]>(5), row.GetFieldValue<int[]>(6))
        {
            Lent = row.IsDBNull(7) ? [] : JsonSerializer.Deserialize<LentScope[]>(row.GetString(7), JsonSerializerOptions.Web)!,
        };
        var duty = row.GetBoolean(3) ? SessionDuty.ChoosePassword : !row.IsDBNull(11) && row.GetBoolean(11) ? SessionDuty.SetUpSecondFactor : SessionDuty.None;
        var session = new SessionUser(user, row.GetString(2), duty, row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9));
        return (session, row.GetBoolean(8), row.IsDBNull(10) ? null : row.GetGuid(10));
    }
}

/// <summary>For pages: the user of this circuit or request.</summary>
public sealed class Me(Users users, AuthenticationStateProvider state)
{
    /// <exception cref="SignedOutException">Nobody is signed in, or the login is gone or disabled.</exception>
    public async Task<CurrentUser> GetAsync(CancellationToken ct = default) =>
        await users.GetAsync((await state.GetAuthenticationStateAsync()).User, ct);
}
