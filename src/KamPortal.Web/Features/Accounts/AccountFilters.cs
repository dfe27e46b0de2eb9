using System.Globalization;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>An account's figures as the list sorts and filters by them.</summary>
internal sealed class FigureOf
{
    public int AccountId { get; init; }
    public Tier? Tier { get; init; }
    public decimal? Score { get; init; }
    public double? Growth { get; init; }
    public double? Profit { get; init; }
    public decimal NetRevenue { get; init; }
    public decimal Cm1 { get; init; }
    public decimal Cm2 { get; init; }
}

/// <summary>Turns a list's address into a query: page, count, export and charts that link here read the same words.</summary>
internal static class AccountFilters
{
    public const string Yes = "yes", None = "none";

    /// <summary>Keys of ranges, written <c>from..to</c> with either end open: <c>f=score:75..</c>.</summary>
    public static readonly IReadOnlyList<string> Ranges = ["score", "profit", "growth", "cm2", "net"];

    public static async Task<IQueryable<Account>> AccountsAsync(KamDbContext db, CurrentUser user, ListQuery query, IQueryable<FigureOf> figures, Guid? run, CancellationToken ct)
    {
        var accounts = db.AccountsVisibleTo(user);
        accounts = query.Filter("archived").Contains(Yes) ? accounts.Where(a => a.ArchivedAt != null) : accounts.Where(a => a.ArchivedAt == null);
        if (query.Search is { } search) accounts = accounts.Matching(a => EF.Property<string>(a, "SearchText"), search);
        if (Named<AccountStatus>(query, "status") is { Count: > 0 } states) accounts = accounts.Where(a => states.Contains(a.Status));
        if (Named<AccountKind>(query, "kind") is { Count: > 0 } kinds) accounts = accounts.Where(a => kinds.Contains(a.Kind));
        if (query.Filter("country") is [var country]) accounts = accounts.Where(a => a.Country == country);
        else if (query.Filter("country") is { Count: > 0 } countries) accounts = accounts.Where(a => a.Country != null && countries.Contains(a.Country));
        if (query.Filter("code") is { Count: > 0 } codes) accounts = accounts.Where(a => codes.Contains(a.Code));
        if (query.Filter("region") is { Count: > 0 } regions)
        {
            var (ids, none) = (await SubtreesAsync(db, regions, ct), regions.Contains(None));
            accounts = accounts.Where(a => a.RegionId == null ? none : ids.Contains(a.RegionId.Value));
        }

        if (query.Filter("segment") is { Count: > 0 } segments)
        {
            var (ids, none) = (await db.Segments.Where(s => segments.Contains(s.Code)).Select(s => s.Id).ToListAsync(ct), segments.Contains(None));
            accounts = accounts.Where(a => a.SegmentId == null ? none : ids.Contains(a.SegmentId.Value));
        }

        if (query.Filter("lead") is { Count: > 0 } leads)
        {
            var (ids, none) = (await db.People.Where(p => leads.Contains(p.Code)).Select(p => p.Id).ToListAsync(ct), leads.Contains(None));
            accounts = accounts.Where(a => a.LeadId == null ? none : ids.Contains(a.LeadId.Value));
        }

        if (query.Filter("tier") is { Count: > 0 } tiers)
        {
            var (wanted, none) = (tiers.Select(TierOf).OfType<Tier>().ToList(), tiers.Contains(None));
            var scores = db.AccountScores.Where(s => s.RunId == run);
            accounts = run is null ? accounts.Where(a => none)
                : none ? accounts.Where(a => scores.Any(s => s.AccountId == a.Id && wanted.Contains(s.Tier)) || !scores.Any(s => s.AccountId == a.Id))
                : accounts.Where(a => scores.Any(s => s.AccountId == a.Id && wanted.Contains(s.Tier)));
        }

        if (query.Filter("loss").Contains(Yes)) accounts = accounts.Where(a => figures.Any(f => f.AccountId == a.Id && f.Cm2 < 0));
        foreach (var key in Ranges.Where(k => run is not null || k is "cm2" or "net")) accounts = Between(accounts, figures, key, query.Filter(key));
        return accounts;
    }

    /// <summary>Reads A, B, C+ or CPlus, C.</summary>
    public static Tier? TierOf(string text) =>
        text is "C+" or "C " ? Tier.CPlus : Enum.TryParse<Tier>(text, out var tier) && Enum.IsDefined(tier) ? tier : null;

    private static IQueryable<Account> Between(IQueryable<Account> accounts, IQueryable<FigureOf> figures, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0 || values[0].Split("..") is not [var from, var to]) return accounts;
        decimal? low = Number(from), high = Number(to);
        var (lowScore, highScore) = ((double?)low, (double?)high);
        return key switch
        {
            "score" => accounts.Where(a => figures.Any(f => f.AccountId == a.Id && (low == null || f.Score >= low) && (high == null || f.Score < high))),
            "cm2" => accounts.Where(a => figures.Any(f => f.AccountId == a.Id && (low == null || f.Cm2 >= low) && (high == null || f.Cm2 < high))),
            "net" => accounts.Where(a => figures.Any(f => f.AccountId == a.Id && (low == null || f.NetRevenue >= low) && (high == null || f.NetRevenue < high))),
            "profit" => accounts.Where(a => figures.Any(f => f.AccountId == a.Id && (low == null || f.Profit >= lowScore) && (high == null || f.Profit < highScore))),
            _ => accounts.Where(a => figures.Any(f => f.AccountId == a.Id && (low == null || f.Growth >= lowScore) && (high == null || f.Growth < highScore))),
        };
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<TEnum> Named<TEnum>(ListQuery query, string key) where TEnum : struct, Enum =>
        [.. query.Filter(key).Select(v => Enum.TryParse<TEnum>(v, out var parsed) && Enum.IsDefined(parsed) ? parsed : (TEnum?)null).OfType<TEnum>()];

    /// <summary>A region means its whole subtree, as it does for a director's scope.</summary>
    private static async Task<List<int>> SubtreesAsync(KamDbContext db, IReadOnlyList<string> codes, CancellationToken ct)
    {
        var regions = await db.Regions.AsNoTracking().Select(r => new { r.Id, r.Code, r.ParentId }).ToListAsync(ct);
        var children = regions.ToLookup(r => r.ParentId, r => r.Id);
        var found = new HashSet<int>();
        var open = new Queue<int>(regions.Where(r => codes.Contains(r.Code)).Select(r => r.Id));
        while (open.TryDequeue(out var id))
        {
            if (found.Add(id)) foreach (var child in children[id]) open.Enqueue(child);
        }

        return [.. found];
    }
}
