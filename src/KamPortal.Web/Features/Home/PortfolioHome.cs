using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Home;

/// <summary>The home of directors, finance and viewers: where profit is made, lost and moving, within their scope.</summary>
public sealed class PortfolioHome(IDbContextFactory<KamDbContext> factory)
{
    private const int Shown = 6;

    /// <summary>Moves are looked for among the largest profits and losses, which keeps the page quick on any portfolio.</summary>
    private const int Candidates = 200;

    public async Task<PortfolioView> ReadAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        var tiers = await TiersAsync(db, user, ct);
        if (tiers.Run is not { } run) return tiers;

        var scores = ScoresOf(db, user, run);
        var losses = await scores.Where(s => s.Cm2 < 0).OrderBy(s => s.Cm2).ThenBy(s => s.AccountId).Take(Shown)
            .Join(db.AccountsVisibleTo(user), s => s.AccountId, a => a.Id, (s, a) => new { s, a })
            .Select(x => new AccountLine(x.a.Code, x.a.Name, x.a.LocalName, x.s.Tier, x.s.Composite, x.s.NetRevenue, x.s.Cm2, null)).ToListAsync(ct);
        var all = await scores.Where(s => s.Cm2 < 0).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Sum = g.Sum(s => s.Cm2) }).SingleOrDefaultAsync(ct);
        var topTen = await scores.OrderByDescending(s => s.NetRevenue).Take(10).SumAsync(s => s.NetRevenue, ct);
        var moves = run.Months is { } months && await db.HasPriorAsync(run.AsOf, months, ct) ? await MovesAsync(db, user, scores, run.AsOf, months, ct) : [];
        return tiers with
        {
            LossCount = all?.Count ?? 0,
            LossSum = all?.Sum ?? 0,
            TopTenRevenue = topTen,
            Losses = [.. losses.OrderBy(l => l.Cm2)],
            Up = [.. moves.Where(m => m.Change > 0).OrderByDescending(m => m.Change).ThenBy(m => m.Code, StringComparer.Ordinal).Take(Shown)],
            Down = [.. moves.Where(m => m.Change < 0).OrderBy(m => m.Change).ThenBy(m => m.Code, StringComparer.Ordinal).Take(Shown)],
        };
    }

    /// <summary>The tiles alone: the run in force and its tiers as far as the user sees them.</summary>
    internal static async Task<PortfolioView> TiersAsync(KamDbContext db, CurrentUser user, CancellationToken ct)
    {
        var (currency, run) = await db.StampAsync(ct);
        if (run is null)
        {
            var any = await db.AccountsVisibleTo(user).AnyAsync(a => a.ArchivedAt == null, ct);
            return new(currency, null, any, [], 0, 0, 0, [], [], []);
        }

        var tiers = await ScoresOf(db, user, run).GroupBy(s => s.Tier)
            .Select(g => new TierTile(g.Key, g.Count(), g.Sum(s => s.NetRevenue), g.Sum(s => s.Cm2))).ToListAsync(ct);
        return new(currency, run, true, [.. Enum.GetValues<Tier>().Select(t => tiers.Find(x => x.Tier == t) ?? new TierTile(t, 0, 0, 0))], 0, 0, 0, [], [], []);
    }

    private static IQueryable<AccountScore> ScoresOf(KamDbContext db, CurrentUser user, RunStamp run) => user.SeesAllAccounts
        ? db.AccountScores.Where(s => s.RunId == run.Id)
        : db.AccountScores.Where(s => s.RunId == run.Id && db.AccountsVisibleTo(user).Any(a => a.Id == s.AccountId));

    private static async Task<List<AccountLine>> MovesAsync(
        KamDbContext db, CurrentUser user, IQueryable<AccountScore> scores, DateOnly asOf, int months, CancellationToken ct)
    {
        var best = await scores.OrderByDescending(s => s.Cm2).ThenBy(s => s.AccountId).Take(Candidates).ToListAsync(ct);
        var worst = best.Count < Candidates ? [] : await scores.OrderBy(s => s.Cm2).ThenBy(s => s.AccountId).Take(Candidates).ToListAsync(ct);
        var candidates = best.Concat(worst).DistinctBy(s => s.AccountId).ToDictionary(s => s.AccountId);
        var ids = candidates.Keys.ToList();
        var figures = await db.FiguresAsync(db.AccountsVisibleTo(user).Where(a => ids.Contains(a.Id)).Select(a => a.Id), asOf, months, ct);
        var top = figures.Values.Select(f => (f.AccountId, Change: candidates[f.AccountId].Cm2 - f.PriorCm2))
            .OrderByDescending(m => m.Change).ToList();
        var chosen = top.Take(Shown).Concat(top.TakeLast(Shown)).DistinctBy(m => m.AccountId).ToDictionary(m => m.AccountId, m => m.Change);
        var chosenIds = chosen.Keys.ToList();
        var names = await db.AccountsVisibleTo(user).Where(a => chosenIds.Contains(a.Id)).Select(a => new { a.Id, a.Code, a.Name, a.LocalName }).ToListAsync(ct);
        return [.. names.Select(a => new AccountLine(
            a.Code, a.Name, a.LocalName, candidates[a.Id].Tier, candidates[a.Id].Composite, candidates[a.Id].NetRevenue, candidates[a.Id].Cm2, chosen[a.Id]))];
    }
}
