using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Notifications;

/// <summary>A notification in the reader's words.</summary>
public sealed record NotificationRow(long Id, string Kind, string Text, string Href, DateTimeOffset At, bool IsRead);

/// <summary>What the bell shows: how many are unread, counted no further than it matters, and the latest of all.</summary>
public sealed record BellView(int Unread, IReadOnlyList<NotificationRow> Latest)
{
    public const int CountedTo = 100;
}

/// <summary>A person's own notifications: read, listed, ticked off. Nobody can see anyone else's, so no further right is asked for.</summary>
public sealed class NotificationService(IDbContextFactory<KamDbContext> factory, IEnumerable<NotificationKind> kinds, IServiceProvider services, IStringLocalizerFactory texts, TimeProvider clock)
{
    private const int LatestShown = 15;

    private readonly Dictionary<string, NotificationKind> _kinds = kinds.ToDictionary(k => k.Key);

    /// <summary>The kinds by name, for a filter.</summary>
    public IReadOnlyList<ListOption> Kinds => [.. _kinds.Values.Select(k => new ListOption(k.Key, k.Name(texts))).OrderBy(o => o.Title, StringComparer.CurrentCulture)];

    public async Task<BellView> BellAsync(CurrentUser user, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var mine = db.Notifications.Where(n => n.UserId == user.Id && n.InApp);
        var unread = await mine.Where(n => n.ReadAt == null).Take(BellView.CountedTo).CountAsync(ct);
        return new(unread, Rows(await mine.AsNoTracking().OrderByDescending(n => n.Id).Take(LatestShown).ToListAsync(ct)));
    }

    public async Task<ListResult<NotificationRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var mine = db.Notifications.AsNoTracking().Where(n => n.UserId == user.Id && n.InApp);
        if (query.Filter("state").Contains("unread")) mine = mine.Where(n => n.ReadAt == null);
        if (query.Filter("kind") is { Count: > 0 } asked) mine = mine.Where(n => asked.Contains(n.Kind));
        var total = await mine.CountAsync(ct);
        return new(Rows(await mine.OrderByDescending(n => n.Id).Skip(query.Skip).Take(query.PageSize).ToListAsync(ct)), total);
    }

    public async Task ReadAsync(CurrentUser user, long id, CancellationToken ct)
    {
        user.DemandWrite();
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Notifications.Where(n => n.UserId == user.Id && n.Id == id && n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, clock.GetUtcNow()), ct);
    }

    public async Task ReadAllAsync(CurrentUser user, CancellationToken ct)
    {
        user.DemandWrite();
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Notifications.Where(n => n.UserId == user.Id && n.InApp && n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, clock.GetUtcNow()), ct);
    }

    /// <summary>The language somebody reads pages in is the one for their letters, until they choose another.</summary>
    public async Task RememberLanguageAsync(CurrentUser user, CultureInfo culture, CancellationToken ct)
    {
        if (user.IsReadOnly) return;
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Users.Where(u => u.Id == user.Id && u.Language == null).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, culture.Name), ct);
    }

    // A kind whose feature is gone has no words any more.
    private List<NotificationRow> Rows(List<Notification> stored) =>
        [.. stored.Where(n => _kinds.ContainsKey(n.Kind)).Select(n => new NotificationRow(n.Id, n.Kind, _kinds[n.Kind].Say(services, n.Words), n.Href, n.CreatedAt, n.ReadAt is not null))];
}
