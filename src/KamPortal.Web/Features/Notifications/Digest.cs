using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Notifications;

/// <summary>
/// Gathers what is to be told by mail into one letter per reader, at eight in the reader's morning. The letter, the mark on what it tells and
/// the reader's day are one commit: each item is mailed once.
/// </summary>
public sealed class Digest(
    IDbContextFactory<KamDbContext> factory, Outbox outbox, IEnumerable<NotificationKind> kinds, IServiceProvider services, IStringLocalizer<NotificationsTexts> texts, TimeProvider clock)
{
    public const string Key = "notifications.digest";

    private const int ReadersAtOnce = 100;
    private const int ItemsShown = 50;

    /// <summary>Writes the letters that are due; returns how many.</summary>
    public async Task<int> SendDueAsync(CancellationToken ct)
    {
        var letters = 0;
        while (true)
        {
            var written = await SendSomeAsync(ct);
            letters += written;
            if (written < ReadersAtOnce) return letters;
        }
    }

    private async Task<int> SendSomeAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('notifications.digest', 0))", ct);
        var now = clock.GetUtcNow();
        var due = await db.Database.SqlQuery<DueReader>(
            $"""
            select u.id as user_id, (morning.at)::date as day
            from users u
            left join digest_settings d on d.user_id = u.id
            cross join lateral (select coalesce(u.time_zone, (select time_zone from portfolio_settings), 'UTC') as zone) place
            cross join lateral (select {now} at time zone place.zone as at) morning
            where u.disabled_at is null and extract(hour from morning.at) >= 8 and (d.last_on is null or d.last_on < (morning.at)::date)
              and (coalesce(d.rhythm, 'Daily') = 'Daily' or extract(isodow from morning.at) = 1)
              and exists (select from notifications n where n.user_id = u.id and n.by_mail and n.mailed_at is null
                and n.created_at <= ((morning.at)::date + time '08:00') at time zone place.zone)
            order by u.id limit {ReadersAtOnce}
            """).ToListAsync(ct);
        if (due.Count == 0) return 0;
        var ids = due.Select(d => d.UserId).ToList();
        var logins = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToListAsync(ct);
        var items = await db.Notifications.Where(n => ids.Contains(n.UserId) && n.ByMail && n.MailedAt == null).OrderBy(n => n.Id).ToListAsync(ct);
        var settings = await db.DigestSettings.Where(s => ids.Contains(s.UserId)).ToDictionaryAsync(s => s.UserId, ct);
        foreach (var login in logins)
        {
            var mine = items.Where(n => n.UserId == login.Id).ToList();
            outbox.Post(db, Recipient.Of(login), "digest", () => Write(mine));
            if (!settings.TryGetValue(login.Id, out var setting)) db.DigestSettings.Add(setting = new() { UserId = login.Id });
            setting.LastOn = due.Single(d => d.UserId == login.Id).Day;
        }

        foreach (var item in items) item.MailedAt = now;
        db.Actor = Security.CurrentUser.System;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return due.Count;
    }

    private Letter Write(List<Notification> items)
    {
        var told = items.Join(kinds, n => n.Kind, k => k.Key, (n, k) => new LetterItem(k.Say(services, n.Words), n.Href)).ToList();
        // The same thing said twice is said once.
        var lines = told.Distinct().Take(ItemsShown).ToList();
        var left = told.Distinct().Count() - lines.Count;
        return new(texts[items.Count == 1 ? "Digest.SubjectOne" : "Digest.Subject", items.Count], left > 0 ? [texts["Digest.Intro"], texts["Digest.More", left]] : [texts["Digest.Intro"]])
        {
            Items = lines, Link = new(texts["Digest.Open"], "/notifications"), Footnote = texts["Digest.Footnote"],
        };
    }

    private sealed record DueReader(Guid UserId, DateOnly Day);
}
