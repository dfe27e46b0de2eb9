using KamPortal.Data;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Users;

/// <summary>The roles whose holders need a second factor; <c>Version</c> goes back with a change.</summary>
public sealed record SignInRulesView(IReadOnlyList<string> SecondFactorRoles, uint Version, IReadOnlyDictionary<string, RoleFactors> Roles);

/// <summary>How many living logins hold a role, and how many of them have a second factor.</summary>
public sealed record RoleFactors(int Logins, int WithFactor);

/// <summary>What signing in demands of whom.</summary>
public sealed class SignInRulesService(IDbContextFactory<KamDbContext> factory)
{
    public async Task<SignInRulesView> ViewAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        var rules = await db.SignInRules.AsNoTracking().SingleAsync(ct);
        var holders = await (from g in db.UserRoles
            join u in db.Users on g.UserId equals u.Id
            where u.DisabledAt == null
            select new { g.RoleId, Has = db.Authenticators.Any(a => a.UserId == u.Id && a.ConfirmedAt != null) || db.UserPasskeys.Any(p => p.UserId == u.Id) })
            .GroupBy(h => h.RoleId).Select(g => new { g.Key, All = g.Count(), With = g.Count(h => h.Has) }).ToListAsync(ct);
        return new(rules.SecondFactorRoles, rules.Version, Role.All.ToDictionary(r => r.Key, r =>
            holders.FirstOrDefault(h => h.Key == r.Value) is { } h ? new RoleFactors(h.All, h.With) : new RoleFactors(0, 0)));
    }

    /// <summary>Null when done.</summary>
    public async Task<LoginProblem?> SaveAsync(CurrentUser user, IReadOnlyCollection<string> roles, uint version, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        if (!roles.All(Role.All.ContainsKey)) return LoginProblem.UnknownRole;
        await using var db = await factory.CreateDbContextAsync(ct);
        (db.Actor, db.Reason) = (user, null);
        var rules = await db.SignInRules.SingleAsync(ct);
        db.Entry(rules).Property(r => r.Version).OriginalValue = version;
        rules.SecondFactorRoles = [.. Role.All.Keys.Where(roles.Contains)];
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return LoginProblem.Changed;
        }
    }
}
