using System.Buffers.Text;
using System.Security.Cryptography;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.SignIn;

public enum FirstRunAnswer
{
    Created,

    /// <summary>Somebody has been here already.</summary>
    AlreadySetUp,

    /// <summary>The link is wrong, too old or used.</summary>
    TokenRefused,
}

/// <summary>Remembers that a login exists, so that only the first requests of a portal's life ask.</summary>
public sealed class FirstRunGate
{
    public bool IsClosed { get; set; }
}

/// <summary>
/// A portal without logins has no password either: who can read its console makes the first admin, by a link that works once and
/// for a quarter of an hour.
/// </summary>
public sealed class FirstRun(IDbContextFactory<KamDbContext> factory, IPasswordHasher<KamUser> hasher, FirstRunGate gate, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private const int TokenBytes = 32;

    public async Task<bool> IsOpenAsync(CancellationToken ct)
    {
        if (gate.IsClosed) return false;
        await using var db = await factory.CreateDbContextAsync(ct);
        return !(gate.IsClosed = await db.Users.AnyAsync(ct));
    }

    /// <summary>A new token; the one before it ends. Only its hash is stored.</summary>
    public async Task<string> IssueAsync(CancellationToken ct)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var (hash, until) = (Hash(token), clock.GetUtcNow() + Lifetime);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into setup_tokens (id, hash, expires_at) values ({SetupToken.TheOne}, {hash}, {until})
            on conflict (id) do update set hash = excluded.hash, expires_at = excluded.expires_at
            """, ct);
        return token;
    }

    public async Task<FirstRunAnswer> CreateAdminAsync(string token, string displayName, string email, string password, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LoginLock.TakeAsync(db, ct);
        if (await db.Users.AnyAsync(ct)) return FirstRunAnswer.AlreadySetUp;
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        if (await db.SetupTokens.Where(t => t.Hash == hash && t.ExpiresAt > now).ExecuteDeleteAsync(ct) != 1) return FirstRunAnswer.TokenRefused;

        var admin = KamUser.Create(displayName, email, now);
        admin.PasswordHash = hasher.HashPassword(admin, password);
        db.Users.Add(admin);
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = admin.Id, RoleId = Role.All[Role.Admin] });
        (db.Actor, db.Reason) = (CurrentUser.System, "First run");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        gate.IsClosed = true;
        return FirstRunAnswer.Created;
    }

    private static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token.Trim()));
}
