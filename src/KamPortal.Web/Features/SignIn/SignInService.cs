using System.Security.Claims;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.SignIn;

public enum SignInAnswer
{
    Welcome,

    /// <summary>The password was right; a code or a passkey is still to come.</summary>
    SecondStep,

    /// <summary>Unknown, disabled, expired or wrong: the person is not told which.</summary>
    Refused,

    TooManyAttempts,
}

/// <summary>Opens and ends sessions. Every refusal costs the same time, so that nobody learns which logins exist.</summary>
public sealed class SignInService(
    UserManager<KamUser> users, SignInManager<KamUser> cookies, Sessions sessions, SecondStep second, KamDbContext db, IPasswordHasher<KamUser> hasher,
    SignInThrottle throttle, TimeProvider clock)
{
    /// <summary>So many wrong passwords from anywhere close a login for a while; one address is stopped long before.</summary>
    private const int WrongFromAnywhere = 100;

    private static readonly KamUser Nobody = new() { DisplayName = "" };
    private static string? _nobodysHash;

    public async Task<SignInAnswer> SignInAsync(string email, string password, string address, CancellationToken ct)
    {
        if (email.Length > 254 || password.Length > PasswordRules.MaximumLength) return SignInAnswer.Refused;
        if (throttle.Enter(email, address) is not null) return SignInAnswer.TooManyAttempts;
        var (normal, now) = (KamUser.Normalise(email), clock.GetUtcNow());
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normal, ct);
        var open = user is { DisabledAt: null, PasswordHash: not null } && !(user.LockoutEnd > now) && !(user.InitialPasswordUntil < now);
        var hash = user?.PasswordHash ?? (_nobodysHash ??= hasher.HashPassword(Nobody, "nobody has this password"));
        var result = hasher.VerifyHashedPassword(user ?? Nobody, hash, password);
        if (!open || user is null || result == PasswordVerificationResult.Failed)
        {
            await CountWrongAsync(user?.Id ?? Guid.Empty, now, ct);
            return SignInAnswer.Refused;
        }

        throttle.Succeeded(email, address);
        if (await second.IsNeededAsync(user.Id, ct))
        {
            await second.AwaitAsync(user);
            return SignInAnswer.SecondStep;
        }

        await WelcomeAsync(user, SignInMethod.Password, ct);
        return SignInAnswer.Welcome;
    }

    /// <summary>The code after the password: from the app, or one of those kept on paper.</summary>
    public async Task<SignInAnswer> SecondStepAsync(string code, string address, CancellationToken ct)
    {
        if (await second.AwaitedAsync(ct) is not { } user || user.LockoutEnd > clock.GetUtcNow()) return SignInAnswer.Refused;
        var door = "code " + user.Id;
        if (throttle.Enter(door, address) is not null) return SignInAnswer.TooManyAttempts;
        if (!await second.IsRightAsync(user, code, ct))
        {
            // The right password before it does not forgive wrong codes: they count towards the same limit.
            await CountWrongAsync(user.Id, clock.GetUtcNow(), ct);
            return SignInAnswer.Refused;
        }

        throttle.Succeeded(door, address);
        await WelcomeAsync(user, SignInMethod.PasswordAndCode, ct);
        return SignInAnswer.Welcome;
    }

    /// <summary>Opens the session of somebody who has proved who they are.</summary>
    internal async Task WelcomeAsync(KamUser user, SignInMethod method, CancellationToken ct)
    {
        await db.Users.Where(u => u.Id == user.Id && u.AccessFailedCount > 0).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, 0), ct);
        db.AuditEvents.Add(Line(user, "SignedIn"));
        await db.SaveChangesAsync(ct);
        await second.ForgetAsync();
        await sessions.OpenAsync(user, method, ct);
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

        await cookies.SignOutAsync();
    }

    /// <summary>Null when done, else the reason: a <see cref="PasswordProblem"/>, or the current password is wrong.</summary>
    public async Task<string?> ChangePasswordAsync(ClaimsPrincipal principal, string current, string chosen, string address, CancellationToken ct)
    {
        if (await users.GetUserAsync(principal) is not { } user) return nameof(SignInAnswer.Refused);
        if (throttle.Enter(user.Email!, address) is not null) return nameof(SignInAnswer.TooManyAttempts);
        if (current == chosen) return "SameAsBefore";
        var method = await sessions.MethodAsync(principal, ct);
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
        await sessions.OpenAsync(user, method, ct);
        return null;
    }

    // The same statement for a login that does not exist: nobody can tell by the time it takes.
    private Task<int> CountWrongAsync(Guid id, DateTimeOffset now, CancellationToken ct) =>
        db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= WrongFromAnywhere ? now + SignInThrottle.Window : u.LockoutEnd)
            .SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1 >= WrongFromAnywhere ? 0 : u.AccessFailedCount + 1), ct);

    private AuditEvent Line(KamUser user, string action) => new()
    {
        At = clock.GetUtcNow(), UserId = user.Id, UserName = user.DisplayName, Action = action, Entity = "Session", Key = user.UserName!,
    };
}
