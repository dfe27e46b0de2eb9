using System.Security.Claims;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Features.SignIn;

public enum SignInAnswer
{
    Welcome,

    /// <summary>Unknown, disabled, expired or wrong: the person is not told which.</summary>
    Refused,

    TooManyAttempts,
}

/// <summary>Opens and ends sessions. Every refusal costs the same time, so that nobody learns which logins exist.</summary>
public sealed class SignInService(
    UserManager<KamUser> users, SignInManager<KamUser> sessions, KamDbContext db, IPasswordHasher<KamUser> hasher, SignInThrottle throttle, TimeProvider clock)
{
    private static readonly KamUser Nobody = new() { DisplayName = "" };
    private static string? _nobodysHash;

    public async Task<SignInAnswer> SignInAsync(string email, string password, string address, CancellationToken ct)
    {
        if (email.Length > 254 || password.Length > PasswordRules.MaximumLength) return SignInAnswer.Refused;
        if (throttle.Enter(email, address) is not null) return SignInAnswer.TooManyAttempts;
        db.Actor = CurrentUser.System;
        var user = await users.FindByEmailAsync(email.Trim());
        if (user is null || user.DisabledAt is not null || user.PasswordHash is null || await users.IsLockedOutAsync(user))
        {
            hasher.VerifyHashedPassword(Nobody, _nobodysHash ??= hasher.HashPassword(Nobody, "nobody has this password"), password);
            return SignInAnswer.Refused;
        }

        db.Reason = "Sign-in";
        var result = await sessions.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!result.Succeeded || user.InitialPasswordUntil < clock.GetUtcNow()) return SignInAnswer.Refused;
        throttle.Succeeded(email, address);
        db.AuditEvents.Add(Line(user, "SignedIn"));
        await db.SaveChangesAsync(ct);
        await sessions.SignInAsync(user, isPersistent: false);
        return SignInAnswer.Welcome;
    }

    /// <summary>Ends every session of the login, on the server too: a copied cookie is worth nothing afterwards.</summary>
    public async Task SignOutAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (await users.GetUserAsync(principal) is { } user)
        {
            user.EndSessions();
            db.Actor = CurrentUser.System;
            db.AuditEvents.Add(Line(user, "SignedOut"));
            await db.SaveChangesAsync(ct);
        }

        await sessions.SignOutAsync();
    }

    /// <summary>Null when done, else the reason: a <see cref="PasswordProblem"/>, or the current password is wrong.</summary>
    public async Task<string?> ChangePasswordAsync(ClaimsPrincipal principal, string current, string chosen, string address, CancellationToken ct)
    {
        if (await users.GetUserAsync(principal) is not { } user) return nameof(SignInAnswer.Refused);
        if (throttle.Enter(user.Email!, address) is not null) return nameof(SignInAnswer.TooManyAttempts);
        if (current == chosen) return "SameAsBefore";
        db.Actor = new CurrentUser(user.Id, user.DisplayName, new HashSet<string>(), null, [], []);
        user.InitialPasswordUntil = null;
        var result = await users.ChangePasswordAsync(user, current, chosen);
        if (!result.Succeeded)
        {
            var code = result.Errors.First().Code;
            if (code != "PasswordMismatch") throttle.Succeeded(user.Email!, address);
            return code == "PasswordMismatch" ? nameof(SignInAnswer.Refused) : code;
        }

        throttle.Succeeded(user.Email!, address);
        await sessions.RefreshSignInAsync(user);
        return null;
    }

    private AuditEvent Line(KamUser user, string action) => new()
    {
        At = clock.GetUtcNow(), UserId = user.Id, UserName = user.DisplayName, Action = action, Entity = "Session", Key = user.UserName!,
    };
}
