using System.Linq.Expressions;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>The ids of a narrowed list in the order asked for; what cannot be sorted by falls back to the name.</summary>
internal static class AccountOrder
{
    private static readonly HashSet<string> OfFigures = ["tier", "score", "growth", "net", "cm1", "cm2", "margin"];
    private static readonly HashSet<string> OfRuns = ["tier", "score", "growth"];
    private static readonly HashSet<string> OfAccounts = ["name", "code", "country", "region", "segment", "lead"];

    /// <param name="take">Null for all of them.</param>
    public static async Task<List<int>> IdsAsync(
        KamDbContext db, IQueryable<Account> accounts, IQueryable<FigureOf> figures, ListQuery query, FiguresAre known, int skip, int? take, CancellationToken ct)
    {
        var sorts = query.Sorts.Where(s => OfAccounts.Contains(s.Key) || known == FiguresAre.Scored && OfFigures.Contains(s.Key)
            || known == FiguresAre.Summed && OfFigures.Contains(s.Key) && !OfRuns.Contains(s.Key)).ToList();
        if (sorts.Any(s => OfFigures.Contains(s.Key))) return await ByFiguresAsync(db, accounts, figures, sorts, skip, take, ct);
        var ordered = sorts switch
        {
            [] or [{ Key: "name", Descending: false }] => accounts.OrderBy(a => a.Name).ThenBy(a => a.Id),
            [{ Key: "name" }] => accounts.OrderByDescending(a => a.Name).ThenByDescending(a => a.Id),
            _ => By(db, accounts.Select(a => new Line { Account = a }), sorts).ThenBy(l => l.Account.Id).Select(l => l.Account),
        };
        return await Slice(ordered.Select(a => a.Id), skip, take).ToListAsync(ct);
    }

    private static IOrderedQueryable<Line> By(KamDbContext db, IQueryable<Line> lines, List<ListSort> sorts)
    {
        IOrderedQueryable<Line>? ordered = null;
        foreach (var (key, descending) in sorts)
        {
            ordered = key switch
            {
                "name" => Next(l => l.Account.Name),
                "code" => Next(l => l.Account.Code),
                "country" => Next(l => l.Account.Country ?? Last(descending)),
                "region" => Next(l => db.Regions.Where(r => r.Id == l.Account.RegionId).Select(r => r.Name).FirstOrDefault() ?? Last(descending)),
                "segment" => Next(l => db.Segments.Where(s => s.Id == l.Account.SegmentId).Select(s => s.Name).FirstOrDefault() ?? Last(descending)),
                "lead" => Next(l => db.People.Where(p => p.Id == l.Account.LeadId).Select(p => p.Name).FirstOrDefault() ?? Last(descending)),
                "tier" => Next(l => l.Figure!.Tier),
                "score" => Next(l => l.Figure!.Score),
                "growth" => Next(l => l.Figure!.Growth ?? (descending ? double.MinValue : double.MaxValue)),
                "net" => Next(l => l.Figure!.NetRevenue),
                "cm1" => Next(l => l.Figure!.Cm1),
                "cm2" => Next(l => l.Figure!.Cm2),
                _ => Next(l => l.Figure!.NetRevenue > 0 ? l.Figure.Cm2 / l.Figure.NetRevenue : descending ? -1_000_000_000m : 1_000_000_000m),
            };

            IOrderedQueryable<Line> Next<TKey>(Expression<Func<Line, TKey>> by) => (ordered, descending) switch
            {
                (null, false) => lines.OrderBy(by),
                (null, true) => lines.OrderByDescending(by),
                (_, false) => ordered.ThenBy(by),
                _ => ordered.ThenByDescending(by),
            };
        }

        return ordered!;
    }

    /// <summary>Stands for nothing, behind every name there is.</summary>
    private static string Last(bool descending) => descending ? "" : "\uffff";

    /// <summary>Accounts with figures, a single figure in the order of an index on it; those without follow by name.</summary>
    private static async Task<List<int>> ByFiguresAsync(
        KamDbContext db, IQueryable<Account> accounts, IQueryable<FigureOf> figures, List<ListSort> sorts, int skip, int? take, CancellationToken ct)
    {
        var with = from f in figures join a in accounts on f.AccountId equals a.Id select f;
        var ordered = sorts switch
        {
            [{ Key: "net", Descending: true }] => with.OrderByDescending(f => f.NetRevenue).ThenBy(f => f.AccountId),
            [{ Key: "net" }] => with.OrderBy(f => f.NetRevenue).ThenByDescending(f => f.AccountId),
            [{ Key: "cm2", Descending: true }] => with.OrderByDescending(f => f.Cm2).ThenBy(f => f.AccountId),
            [{ Key: "cm2" }] => with.OrderBy(f => f.Cm2).ThenByDescending(f => f.AccountId),
            [{ Key: "score", Descending: true }] => with.OrderByDescending(f => f.Score).ThenBy(f => f.AccountId),
            [{ Key: "score" }] => with.OrderBy(f => f.Score).ThenByDescending(f => f.AccountId),
            [{ Key: "tier", Descending: false }] => with.OrderBy(f => f.Tier).ThenByDescending(f => f.Score).ThenBy(f => f.AccountId),
            [{ Key: "tier" }] => with.OrderByDescending(f => f.Tier).ThenBy(f => f.Score).ThenByDescending(f => f.AccountId),
            _ => By(db, from f in figures join a in accounts on f.AccountId equals a.Id select new Line { Account = a, Figure = f }, sorts).ThenBy(l => l.Account.Id).Select(l => l.Figure!),
        };
        var ids = await Slice(ordered.Select(f => f.AccountId), skip, take).ToListAsync(ct);
        if (ids.Count == take) return ids;
        var before = ids.Count > 0 ? skip + ids.Count : await with.CountAsync(ct);
        var rest = accounts.Where(a => !figures.Any(f => f.AccountId == a.Id)).OrderBy(a => a.Name).ThenBy(a => a.Id).Select(a => a.Id);
        ids.AddRange(await Slice(rest, Math.Max(0, skip - before), take - ids.Count).ToListAsync(ct));
        return ids;
    }

    private static IQueryable<int> Slice(IQueryable<int> ids, int skip, int? take) => take is { } some ? ids.Skip(skip).Take(some) : ids;

    private sealed class Line
    {
        public required Account Account { get; init; }
        public FigureOf? Figure { get; init; }
    }
}

/// <summary>Where the figures that a list can be sorted by come from.</summary>
internal enum FiguresAre
{
    /// <summary>No run yet, and too many months to add up in passing.</summary>
    Unsortable,

    /// <summary>Sums of the last twelve months.</summary>
    Summed,

    /// <summary>Of the current run.</summary>
    Scored,
}
