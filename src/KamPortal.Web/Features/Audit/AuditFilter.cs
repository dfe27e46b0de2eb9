using System.Globalization;
using KamPortal.Data;
using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Audit;

/// <summary>The audit page's address as a query: <c>f=who:…</c>, <c>f=entity:…</c>, <c>f=action:…</c>, <c>f=when:7d</c>, <c>f=from:2026-01-31</c>, <c>f=to:…</c>, <c>f=account:…</c>.</summary>
internal static class AuditFilter
{
    public const string Who = "who", Entity = "entity", Action = "action", When = "when", From = "from", To = "to", Account = "account";

    public static readonly IReadOnlyList<(string Key, int Days)> Spans = [("1d", 1), ("7d", 7), ("30d", 30), ("365d", 365)];

    public static IReadOnlyList<ListFilter> Offered(IStringLocalizer<AuditTexts> t, AuditChoices choices) =>
    [
        new(When, t["When"], [.. Spans.Select(s => new ListOption(s.Key, t["Span." + s.Key]))]) { Single = true },
        new(Who, t["Who"], [.. choices.People.Select(p => new ListOption(p.Id.ToString(), p.Name))]),
        new(Action, t["What"], [.. choices.Actions.Select(a => new ListOption(a, t.Action(a)))]),
        new(Entity, t["Thing"], [.. choices.Entities.Select(e => new ListOption(e, t.Entity(e)))]),
    ];

    public static IQueryable<AuditEvent> Apply(KamDbContext db, ListQuery query, TimeZoneInfo zone, DateTimeOffset now)
    {
        var lines = db.AuditEvents.AsNoTracking();
        if (query.Filter(Who) is { Count: > 0 } who)
        {
            var ids = who.Select(w => Guid.TryParse(w, out var id) ? id : Guid.Empty).ToList();
            lines = lines.Where(a => a.UserId != null && ids.Contains(a.UserId.Value));
        }

        if (query.Filter(Entity) is { Count: > 0 } entities) lines = lines.Where(a => entities.Contains(a.Entity));
        if (query.Filter(Action) is { Count: > 0 } actions) lines = lines.Where(a => actions.Contains(a.Action));
        if (Spans.FirstOrDefault(s => query.Filter(When).Contains(s.Key)) is { Days: > 0 } span)
        {
            var since = now.AddDays(-span.Days);
            lines = lines.Where(a => a.At >= since);
        }

        if (Day(query, From) is { } from)
        {
            var start = StartOf(from, zone);
            lines = lines.Where(a => a.At >= start);
        }

        if (Day(query, To) is { } to)
        {
            var end = StartOf(to.AddDays(1), zone);
            lines = lines.Where(a => a.At < end);
        }

        if (query.Filter(Account) is [var code, ..])
            lines = lines.Where(a => db.Accounts.Any(x => x.Id == a.AccountId && x.Code == code) || a.Entity == "Account" && a.Key == code);
        if (query.Search is { } sought)
        {
            var like = "%" + sought.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            lines = lines.Where(a => EF.Functions.ILike(a.Key, like) || EF.Functions.ILike(a.UserName, like) || EF.Functions.ILike(a.Reason!, like));
        }

        return query is { Sort: "at", Descending: false } ? lines.OrderBy(a => a.At).ThenBy(a => a.Id) : lines.OrderByDescending(a => a.At).ThenByDescending(a => a.Id);
    }

    public static DateOnly? Day(ListQuery query, string key) =>
        query.Filter(key) is [var text, ..] && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1900 and < 9000 ? day : null;

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
