using System.Buffers.Text;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Features.SignIn;

/// <summary>Keys that live in a telephone, a computer or a stick: registered, used to sign in, renamed, removed.</summary>
public sealed class Passkeys(UserManager<KamUser> users, SignInManager<KamUser> browser, SignInService sessions, KamDbContext db, TimeProvider clock)
{
    public const int NameLength = 100;
    public const int MostPerLogin = 20;

    public async Task<IReadOnlyList<UserPasskeyInfo>> OfAsync(KamUser user) => [.. (await users.GetPasskeysAsync(user)).OrderBy(p => p.CreatedAt)];

    /// <summary>What the browser needs to make a key for this login.</summary>
    public Task<string> CreationOptionsAsync(KamUser user) =>
        browser.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.DisplayName });

    /// <summary>What the browser needs to offer the keys it has; it names no login.</summary>
    public Task<string> RequestOptionsAsync() => browser.MakePasskeyRequestOptionsAsync(null);

    public async Task<bool> AddAsync(KamUser user, string credential, string name, CancellationToken ct)
    {
        if (credential.Length > 100_000 || (await users.GetPasskeysAsync(user)).Count >= MostPerLogin) return false;
        if (await AttestedAsync(credential) is not { Succeeded: true } made || made.UserEntity.Id != user.Id.ToString()) return false;
        made.Passkey.Name = Named(name);
        if (!(await users.AddOrUpdatePasskeyAsync(user, made.Passkey)).Succeeded) return false;
        await NoteAsync(user, "PasskeyAdded", made.Passkey.Name, ct);
        return true;
    }

    /// <summary>A passkey is two factors in one: what one has, unlocked by what one knows or is.</summary>
    public async Task<bool> SignInAsync(string credential, CancellationToken ct)
    {
        if (credential.Length > 100_000 || await AssertedAsync(credential) is not { Succeeded: true } shown) return false;
        if (shown.User.DisabledAt is not null || shown.User.InitialPasswordUntil is not null) return false;
        await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
        await sessions.WelcomeAsync(shown.User, SignInMethod.Passkey, ct);
        return true;
    }

    public async Task RenameAsync(KamUser user, string id, string name, CancellationToken ct)
    {
        if (await FindAsync(user, id) is not { } passkey) return;
        var before = passkey.Name;
        passkey.Name = Named(name);
        await users.AddOrUpdatePasskeyAsync(user, passkey);
        await NoteAsync(user, "PasskeyRenamed", $"{before} → {passkey.Name}", ct);
    }

    public async Task RemoveAsync(KamUser user, string id, CancellationToken ct)
    {
        if (await FindAsync(user, id) is not { } passkey) return;
        await users.RemovePasskeyAsync(user, passkey.CredentialId);
        await NoteAsync(user, "PasskeyRemoved", passkey.Name, ct);
    }

    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    private async Task<UserPasskeyInfo?> FindAsync(KamUser user, string id) => (await users.GetPasskeysAsync(user)).FirstOrDefault(p => IdOf(p) == id);

    private static string Named(string name) => name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, NameLength)] : "Passkey";

    // What a browser sends may be anything; the framework throws when it fits no question of ours.
    private async Task<PasskeyAttestationResult?> AttestedAsync(string credential)
    {
        try
        {
            return await browser.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<PasskeyAssertionResult<KamUser>?> AssertedAsync(string credential)
    {
        try
        {
            return await browser.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task NoteAsync(KamUser user, string action, string? reason, CancellationToken ct)
    {
        db.AuditEvents.Add(new AuditEvent
        {
            At = clock.GetUtcNow(), UserId = user.Id, UserName = user.DisplayName, Action = action, Entity = "User", Key = user.UserName!, Reason = reason,
        });
        await db.SaveChangesAsync(ct);
    }
}
