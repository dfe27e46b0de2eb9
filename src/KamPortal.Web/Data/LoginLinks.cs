using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KamPortal.Data.Outgoing;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Data;

/// <summary>
/// Links sent by mail that let somebody choose a password: once, for a short while, and only as long as the address and the password
/// are those they were made for (the database sees to that). They never skip the second factor: they open no session.
/// </summary>
public sealed class LoginLinks(
    IDbContextFactory<KamDbContext> factory, Outbox outbox, IPasswordHasher<KamUser> hasher, IStringLocalizer<SecurityTexts> texts, TimeProvider clock)
{
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(30), InvitationLifetime = TimeSpan.FromDays(7);

    private const int TokenBytes = 32, MostPerHour = 5;

    /// <summary>Adds the link and its letter to what the context saves next; an earlier link of the kind ends.</summary>
    public async Task PostAsync(KamDbContext db, KamUser login, LoginTokenPurpose purpose, CancellationToken ct)
    {
        var (token, now) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)), clock.GetUtcNow());
        var (lifetime, path) = purpose == LoginTokenPurpose.Reset ? (ResetLifetime, "/account/reset") : (InvitationLifetime, "/account/invitation");
        await db.LoginTokens.Where(t => t.UserId == login.Id && t.Purpose == purpose).ExecuteDeleteAsync(ct);
        db.LoginTokens.Add(new LoginToken { Hash = Hash(token), UserId = login.Id, Purpose = purpose, CreatedAt = now, ExpiresAt = now + lifetime });
        outbox.Post(db, Recipient.Of(login), $"login.{purpose.ToString().ToLowerInvariant()}", () => new Letter(texts[$"Letter.{purpose}.Subject"], [texts[$"Letter.{purpose}.Text"]])
        {
            Link = new(texts[$"Letter.{purpose}.Link"], $"{path}?token={token}"),
            Footnote = texts[$"Letter.{purpose}.Note"],
        });
    }

    /// <summary>For somebody who forgot the password. Whether there is such a login, nobody is told.</summary>
    internal async Task ResetAsync(string email, CancellationToken ct)
    {
        var (normal, hourAgo) = (KamUser.Normalise(email), clock.GetUtcNow().AddHours(-1));
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normal && u.DisabledAt == null, ct) is not { } login) return;
        var asked = db.AuditEvents.CountAsync(a => a.UserId == login.Id && a.Action == "ResetAsked" && a.At > hourAgo, ct);
        if (await asked >= MostPerHour) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await PostAsync(db, login, LoginTokenPurpose.Reset, ct);
        db.AuditEvents.Add(Line(login, "ResetAsked"));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whether the link still opens something; it is not used up by looking.</summary>
    public async Task<bool> IsGoodAsync(string token, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Living(db, token).AnyAsync(ct);
    }

    /// <summary>Sets the password and uses the link up; every session of the login ends. Null when done, else the reason.</summary>
    public async Task<string?> UseAsync(string token, string chosen, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Living(db, token).SingleOrDefaultAsync(ct) is not { } id) return "LinkRefused";
        var login = await db.Users.SingleAsync(u => u.Id == id, ct);
        if (PasswordRules.Check(chosen, login.Email!, login.DisplayName) is { } problem) return problem.ToString();
        var hash = Hash(token);
        if (await db.LoginTokens.Where(t => t.Hash == hash).ExecuteDeleteAsync(ct) != 1) return "LinkRefused";
        login.PasswordHash = hasher.HashPassword(login, chosen);
        (login.InitialPasswordUntil, login.LockoutEnd, login.AccessFailedCount) = (null, null, 0);
        login.EndSessions();
        (db.Actor, db.Reason) = (new CurrentUser(login.Id, login.DisplayName, new HashSet<string>(), null, [], []), null);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private IQueryable<Guid?> Living(KamDbContext db, string token)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        return db.LoginTokens.Where(t => t.Hash == hash && t.ExpiresAt > now && db.Users.Any(u => u.Id == t.UserId && u.DisabledAt == null)).Select(t => (Guid?)t.UserId);
    }

    private AuditEvent Line(KamUser login, string action) => new()
    {
        At = clock.GetUtcNow(), UserId = login.Id, UserName = login.DisplayName, Action = action, Entity = "User", Key = login.UserName!,
    };

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token.Trim()));
}
