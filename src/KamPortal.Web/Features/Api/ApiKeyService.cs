using FluentValidation;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Api;

/// <summary>A key as the list shows it; the key itself nobody can show again.</summary>
public sealed record ApiKeyRow(Guid Id, string Name, string Login, IReadOnlyList<string> Permissions, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, string CreatedBy, ApiKeyState State);

public enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}

/// <summary>A new key, shown once, or why there is none.</summary>
public sealed record NewApiKey(string? Token, SaveResult<ApiKeyForm>? Refused);

/// <summary>Makes and revokes the keys by which programs act as logins.</summary>
public sealed class ApiKeyService(IDbContextFactory<KamDbContext> factory, IValidator<ApiKeyForm> validator, IStringLocalizer<ApiTexts> texts, TimeProvider clock)
{
    public async Task<ListResult<ApiKeyRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var keys = from k in db.ApiKeys.AsNoTracking() join u in db.Users on k.UserId equals u.Id select new { k, u.DisplayName };
        if (query.Search is { } search) keys = keys.Where(x => EF.Functions.ILike(x.k.Name, LikeText.Containing(search)) || EF.Functions.ILike(x.DisplayName, LikeText.Containing(search)));
        if (query.Filter("state") is { Count: > 0 } states)
        {
            keys = keys.Where(x => states.Contains(nameof(ApiKeyState.Active)) && x.k.RevokedAt == null && x.k.ExpiresAt > now
                || states.Contains(nameof(ApiKeyState.Expired)) && x.k.RevokedAt == null && x.k.ExpiresAt <= now
                || states.Contains(nameof(ApiKeyState.Revoked)) && x.k.RevokedAt != null);
        }

        var total = await keys.CountAsync(ct);
        var rows = await keys.OrderByDescending(x => x.k.CreatedAt).ThenBy(x => x.k.Id).Skip(query.Skip).Take(query.PageSize).ToListAsync(ct);
        return new([.. rows.Select(x => new ApiKeyRow(x.k.Id, x.k.Name, x.DisplayName, x.k.Permissions, x.k.ExpiresAt, x.k.LastUsedAt, x.k.CreatedBy,
            x.k.RevokedAt is not null ? ApiKeyState.Revoked : x.k.ExpiresAt <= now ? ApiKeyState.Expired : ApiKeyState.Active))], total);
    }

    /// <summary>A key with no more than the login's rights: what the login cannot do, its key cannot either, now or later.</summary>
    public async Task<NewApiKey> CreateAsync(CurrentUser user, ApiKeyForm form, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        if (validator.Refusal(form) is { } refused) return new(null, refused);
        await using var db = await factory.CreateDbContextAsync(ct);
        var email = KamUser.Normalise(form.Login!);
        if (await db.Users.Where(u => u.NormalizedEmail == email && u.DisabledAt == null).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(ct) is not { } login)
            return new(null, SaveResult.Refused<ApiKeyForm>(nameof(form.Login), texts["Login.Unknown"]));
        var (token, now) = (ApiToken.New(), clock.GetUtcNow());
        db.ApiKeys.Add(new()
        {
            Id = token.Id, Name = form.Name!.Trim(), UserId = login, Permissions = [.. form.Permissions.Order().Select(p => p.ToString())], Hash = token.Hash,
            CreatedAt = now, CreatedBy = user.Name, ExpiresAt = now + TimeSpan.FromDays(form.Days),
        });
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return new(token.ToString(), null);
    }

    /// <summary>Ends a key at once and for good; false when there is none that still works.</summary>
    public async Task<bool> RevokeAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, ct) is not { } key) return false;
        key.RevokedAt = clock.GetUtcNow();
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return true;
    }
}
