using System.Security.Claims;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.SignIn;

/// <summary>The company's own sign-in. It proves who somebody is; what they may do is still decided here.</summary>
public sealed class OpenIdSignIn(
    IDbContextFactory<KamDbContext> factory, SignInService sessions, OpenIdRules rules, IHttpContextAccessor http, ILogger<OpenIdSignIn> logger, TimeProvider clock)
{
    /// <summary>Finishes what the provider began: opens a session, or returns false where no login answers to this person.</summary>
    public async Task<bool> FinishAsync(CancellationToken ct)
    {
        var context = http.HttpContext!;
        var outcome = await context.AuthenticateAsync(OpenIdRules.ExternalScheme);
        await context.SignOutAsync(OpenIdRules.ExternalScheme);
        if (outcome.Principal is not { } person || person.FindFirstValue("sub") is not { Length: > 0 and <= 255 } subject) return false;
        if (await LoginAsync(person, subject, ct) is not { } login)
        {
            logger.LogWarning("The company's sign-in vouched for somebody without a login here");
            return false;
        }

        await sessions.WelcomeAsync(login, SignInMethod.OpenId, ct);
        return true;
    }

    private async Task<KamUser?> LoginAsync(ClaimsPrincipal person, string subject, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        (db.Actor, db.Reason) = (CurrentUser.System, "OpenID Connect");
        var known = await db.Users.SingleOrDefaultAsync(u => db.UserLogins.Any(l => l.UserId == u.Id && l.LoginProvider == rules.Authority && l.ProviderKey == subject), ct);
        if (known is not null) return known.DisabledAt is null ? known : null;

        // An address that the provider did not verify may be anybody's.
        if (person.FindFirstValue("email") is not { Length: > 0 and <= 254 } email || !string.Equals(person.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var normal = KamUser.Normalise(email);
        var login = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normal, ct);
        if (login is { DisabledAt: not null } || login is null && rules.DefaultRole is null) return null;
        if (login is null)
        {
            login = KamUser.Create(person.FindFirstValue("name") is { Length: > 0 and <= 200 } name ? name : email, email, clock.GetUtcNow());
            db.Users.Add(login);
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = login.Id, RoleId = Role.All[rules.DefaultRole!] });
        }

        db.UserLogins.Add(new IdentityUserLogin<Guid> { UserId = login.Id, LoginProvider = rules.Authority, ProviderKey = subject, ProviderDisplayName = rules.Name });
        await db.SaveChangesAsync(ct);
        return login;
    }
}
