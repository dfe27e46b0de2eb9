using KamPortal.Data;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Users;

/// <summary>What the logins page shows.</summary>
public sealed class LoginList(IDbContextFactory<KamDbContext> factory)
{
    public const string ByRole = "role";
    public const string ByState = "state";
    private const int MostPeople = 2000;
    private static readonly string[] States = ["active", "waiting", "disabled"];

    public static IReadOnlyList<ListFilter> Offered(IStringLocalizer<UsersTexts> t) =>
    [
        new(ByRole, t["Roles"], [.. Role.All.Keys.Select(r => new ListOption(r, t["Role." + r]))]),
        new(ByState, t["State"], [.. States.Select(s => new ListOption(s, t["State." + s]))]),
    ];

    public async Task<ListResult<LoginRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        var logins = db.Users.AsNoTracking();
        if (query.Search is { } sought)
        {
            var like = "%" + sought.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            logins = logins.Where(u => EF.Functions.ILike(u.DisplayName, like) || EF.Functions.ILike(u.Email!, like));
        }

        var roles = query.Filter(ByRole).Where(Role.All.ContainsKey).Select(r => Role.All[r]).ToList();
        if (query.Filter(ByRole).Count > 0) logins = logins.Where(u => db.UserRoles.Any(g => g.UserId == u.Id && roles.Contains(g.RoleId)));
        var states = query.Filter(ByState);
        if (states.Count > 0)
            logins = logins.Where(u => states.Contains("active") && u.DisabledAt == null || states.Contains("disabled") && u.DisabledAt != null
                || states.Contains("waiting") && (u.InitialPasswordUntil != null || u.PasswordHash == null && !db.UserLogins.Any(l => l.UserId == u.Id)));
        var total = await logins.CountAsync(ct);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("email", false) => logins.OrderBy(u => u.Email),
            ("email", true) => logins.OrderByDescending(u => u.Email),
            (_, true) => logins.OrderByDescending(u => u.DisplayName),
            _ => logins.OrderBy(u => u.DisplayName),
        };
        var rows = await sorted.ThenBy(u => u.Id).Skip(query.Skip).Take(query.PageSize).Select(u => new
        {
            u.Id, u.DisplayName, u.Email, u.DisabledAt, Waits = u.InitialPasswordUntil != null || u.PasswordHash == null && !db.UserLogins.Any(l => l.UserId == u.Id),
            Roles = db.UserRoles.Where(g => g.UserId == u.Id).Select(g => g.RoleId).ToList(),
            Regions = db.Regions.Where(r => db.UserRegions.Any(x => x.UserId == u.Id && x.RegionId == r.Id)).OrderBy(r => r.Name).Select(r => r.Name).ToList(),
            Units = db.BusinessUnits.Where(b => db.UserBusinessUnits.Any(x => x.UserId == u.Id && x.BusinessUnitId == b.Id)).OrderBy(b => b.Name).Select(b => b.Name).ToList(),
            Person = db.People.Where(p => p.Id == u.PersonId).Select(p => p.Name).FirstOrDefault(),
        }).AsSplitQuery().ToListAsync(ct);
        return new([.. rows.Select(r => new LoginRow(
            r.Id, r.DisplayName, r.Email!, InOrder(r.Roles), [.. r.Regions, .. r.Units], r.Person, r.DisabledAt is not null, r.Waits))], total);
    }

    /// <summary>Null when there is no such login.</summary>
    public async Task<LoginView?> FindAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Users.AsNoTracking().Include(u => u.Regions).Include(u => u.BusinessUnits).AsSplitQuery().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } login) return null;
        var roles = await db.UserRoles.Where(g => g.UserId == id).Select(g => g.RoleId).ToListAsync(ct);
        var form = new NewLoginForm
        {
            DisplayName = login.DisplayName, Email = login.Email!, PersonId = login.PersonId, Roles = InOrder(roles),
            RegionIds = [.. login.Regions.Select(r => r.RegionId)], BusinessUnitIds = [.. login.BusinessUnits.Select(b => b.BusinessUnitId)],
        };
        return new(id, form, login.ConcurrencyStamp!, login.DisabledAt is not null, id == user.Id);
    }

    /// <summary>People who have no login yet, and the one behind the login that is open.</summary>
    public async Task<LoginChoices> ChoicesAsync(CurrentUser user, int? personId, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        return new(
            await db.Regions.OrderBy(r => r.Name).Select(r => new Choice(r.Id, r.Name)).ToListAsync(ct),
            await db.BusinessUnits.OrderBy(b => b.Name).Select(b => new Choice(b.Id, b.Name)).ToListAsync(ct),
            await db.People.Where(p => p.Id == personId || !db.Users.Any(u => u.PersonId == p.Id)).OrderBy(p => p.Name).Take(MostPeople)
                .Select(p => new Choice(p.Id, p.Name + " (" + p.Code + ")")).ToListAsync(ct));
    }

    private static List<string> InOrder(List<Guid> roles) => [.. Role.All.Where(r => roles.Contains(r.Value)).Select(r => r.Key)];
}
