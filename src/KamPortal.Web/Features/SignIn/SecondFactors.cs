using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.SignIn;

/// <summary>What is shown once while an app is set up.</summary>
public sealed record NewAuthenticator(string Secret, string Address);

/// <summary>A login's authenticator app and the codes kept on paper.</summary>
public sealed class SecondFactors(IDbContextFactory<KamDbContext> factory, IDataProtectionProvider protection, Sessions sessions, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    private readonly IDataProtector _protector = protection.CreateProtector("KamPortal.Authenticator");

    public async Task<bool> HasAppAsync(Guid userId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Authenticators.AnyAsync(a => a.UserId == userId && a.ConfirmedAt != null, ct);
    }

    public async Task<int> CodesLeftAsync(Guid userId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.RecoveryCodes.CountAsync(c => c.UserId == userId, ct);
    }

    /// <summary>A secret for the app to read, the same one until it is confirmed; null when an app is set up already.</summary>
    public async Task<NewAuthenticator?> BeginAsync(KamUser user, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var known = await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(a => a.UserId == user.Id, ct);
        if (known?.ConfirmedAt is not null) return null;
        var secret = known is null ? Totp.NewSecret() : _protector.Unprotect(known.Secret);
        if (known is null)
        {
            // Two windows at once show the same picture: the second one reads what the first one wrote.
            var hidden = _protector.Protect(secret);
            await db.Database.ExecuteSqlAsync($"insert into authenticators (user_id, secret, last_step) values ({user.Id}, {hidden}, 0) on conflict (user_id) do nothing", ct);
            secret = _protector.Unprotect((await db.Authenticators.AsNoTracking().SingleAsync(a => a.UserId == user.Id, ct)).Secret);
        }

        return new(Totp.Base32(secret), Totp.Address(secret, user.Email!));
    }

    /// <summary>The first right code makes the app count. Returns the recovery codes, to be shown once; null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(KamUser user, ClaimsPrincipal session, string code, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Authenticators.SingleOrDefaultAsync(a => a.UserId == user.Id && a.ConfirmedAt == null, ct) is not { } app
            || Totp.StepOf(_protector.Unprotect(app.Secret), code, clock.GetUtcNow(), app.LastStep) is not { } step) return null;
        (app.ConfirmedAt, app.LastStep) = (clock.GetUtcNow(), step);
        var codes = await NewCodesAsync(db, user.Id, ct);
        db.AuditEvents.Add(Line(user, "SecondFactorAdded"));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await sessions.StrengthenAsync(session, ct);
        return codes;
    }

    /// <summary>New recovery codes; those before are worth nothing any more.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(KamUser user, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var codes = await NewCodesAsync(db, user.Id, ct);
        db.AuditEvents.Add(Line(user, "RecoveryCodesRenewed"));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return codes;
    }

    public async Task RemoveAsync(KamUser user, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Authenticators.Where(a => a.UserId == user.Id).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(ct);
        db.AuditEvents.Add(Line(user, "SecondFactorRemoved"));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Uses a code up: each works once, whoever asks at the same moment.</summary>
    internal async Task<bool> UseAsync(KamUser user, string code, CancellationToken ct)
    {
        if (code.Length > 40) return false;
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(a => a.UserId == user.Id && a.ConfirmedAt != null, ct) is not { } app) return false;
        if (Totp.StepOf(_protector.Unprotect(app.Secret), code, clock.GetUtcNow(), app.LastStep) is { } step)
            return await db.Authenticators.Where(a => a.UserId == user.Id && a.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), ct) == 1;
        var hash = Hash(code);
        if (await db.RecoveryCodes.Where(c => c.UserId == user.Id && c.Hash == hash).ExecuteDeleteAsync(ct) != 1) return false;
        db.AuditEvents.Add(Line(user, "RecoveryCodeUsed"));
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static async Task<IReadOnlyList<string>> NewCodesAsync(KamDbContext db, Guid userId, CancellationToken ct)
    {
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(ct);
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => InitialPassword.Next())];
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode(userId, Hash(c))));
        return codes;
    }

    private AuditEvent Line(KamUser user, string action) => new()
    {
        At = clock.GetUtcNow(), UserId = user.Id, UserName = user.DisplayName, Action = action, Entity = "User", Key = user.UserName!,
    };

    // About 99 random bits: nothing that a slow hash would have to protect.
    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant()));
}
