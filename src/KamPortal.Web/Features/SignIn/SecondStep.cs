using System.Security.Claims;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.SignIn;

/// <summary>Between the right password and the open session: a short-lived cookie says whose second factor is awaited, and opens nothing.</summary>
public sealed class SecondStep(IDbContextFactory<KamDbContext> factory, SecondFactors factors, IHttpContextAccessor http)
{
    public const string Scheme = "KamPortal.SecondStep";

    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private HttpContext Http => http.HttpContext ?? throw new InvalidOperationException("A second factor is asked for in a browser.");

    /// <summary>Whoever set up an app is asked for its code. A passkey is asked for where a role wants a second factor and there is no app.</summary>
    public async Task<bool> IsNeededAsync(Guid userId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Authenticators.AnyAsync(a => a.UserId == userId && a.ConfirmedAt != null, ct)) return true;
        var wanted = await db.SignInRules.Select(r => r.SecondFactorRoles).SingleAsync(ct);
        return await db.Roles.AnyAsync(r => wanted.Contains(r.Name!) && db.UserRoles.Any(g => g.UserId == userId && g.RoleId == r.Id), ct)
            && await db.UserPasskeys.AnyAsync(p => p.UserId == userId, ct);
    }

    public Task AwaitAsync(KamUser user) => Http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, user.Id.ToString()), new(nameof(KamUser.SecurityStamp), user.SecurityStamp ?? "")], Scheme)));

    /// <summary>Whose second factor is awaited in this browser; null when nobody's, or the login changed meanwhile.</summary>
    public async Task<KamUser?> AwaitedAsync(CancellationToken ct)
    {
        if ((await Http.AuthenticateAsync(Scheme)).Principal is not { } principal || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        var stamp = principal.FindFirstValue(nameof(KamUser.SecurityStamp));
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DisabledAt == null && u.SecurityStamp == stamp, ct);
    }

    public async Task<bool> IsRightAsync(KamUser user, string code, CancellationToken ct) => await factors.UseAsync(user, code, ct);

    public Task ForgetAsync() => http.HttpContext?.SignOutAsync(Scheme) ?? Task.CompletedTask;
}
