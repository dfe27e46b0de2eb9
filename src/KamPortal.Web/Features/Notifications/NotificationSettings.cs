using FluentValidation;
using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Notifications;

/// <summary>What reaches a person and how; everyone keeps their own.</summary>
public sealed class NotificationSettings(IDbContextFactory<KamDbContext> factory, IEnumerable<NotificationKind> kinds, IValidator<NotificationForm> validator, IStringLocalizerFactory texts)
{
    /// <summary>Null when the login is gone.</summary>
    public async Task<NotificationForm?> OpenAsync(CurrentUser user, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct) is not { } login) return null;
        var chosen = await db.NotificationChoices.AsNoTracking().Where(c => c.UserId == user.Id).ToDictionaryAsync(c => c.Kind, ct);
        var digest = await db.DigestSettings.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == user.Id, ct);
        return new()
        {
            Channels = [.. Offered(user).Select(k => chosen.GetValueOrDefault(k.Key) is { } c
                ? new ChannelChoice { Kind = k.Key, Name = k.Name(texts), InApp = c.InApp, ByMail = c.ByMail }
                : new ChannelChoice { Kind = k.Key, Name = k.Name(texts), InApp = k.InApp, ByMail = k.ByMail })],
            Digest = digest?.Rhythm ?? DigestRhythm.Daily, Language = login.Language ?? "en", TimeZone = login.TimeZone,
        };
    }

    public async Task<SaveResult<NotificationForm>> SaveAsync(CurrentUser user, NotificationForm form, CancellationToken ct)
    {
        user.DemandWrite();
        if (validator.Refusal(form) is { } refused) return refused;
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == user.Id, ct) is not { } login) return new SaveResult<NotificationForm>.Missing();
        var stored = await db.NotificationChoices.Where(c => c.UserId == user.Id).ToDictionaryAsync(c => c.Kind, ct);
        foreach (var kind in Offered(user))
        {
            if (form.Channels.FirstOrDefault(c => c.Kind == kind.Key) is not { } choice) continue;
            if (!stored.TryGetValue(kind.Key, out var row)) db.NotificationChoices.Add(row = new() { UserId = user.Id, Kind = kind.Key });
            (row.InApp, row.ByMail) = (choice.InApp, choice.ByMail);
        }

        var digest = await db.DigestSettings.SingleOrDefaultAsync(s => s.UserId == user.Id, ct);
        if (digest is null) db.DigestSettings.Add(digest = new() { UserId = user.Id });
        digest.Rhythm = form.Digest;
        (login.Language, login.TimeZone) = (form.Language, form.TimeZone);
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return new SaveResult<NotificationForm>.Saved("");
    }

    private IEnumerable<NotificationKind> Offered(CurrentUser user) => kinds.Where(k => k.Roles.Count == 0 || k.Roles.Any(user.Roles.Contains));
}
