using KamPortal.Data;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Home;

/// <summary>The home of account managers and specialists: the accounts they lead or serve.</summary>
public sealed class MyAccountsHome(IDbContextFactory<KamDbContext> factory)
{
    private const int Shown = 25;
    private const int UsualMonths = 12;

    public async Task<MineView> ReadAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var (currency, run) = await db.StampAsync(ct);
        if (user.PersonId is not { } person) return new(false, currency, run, null, null, 0, 0, 0, null, [], []);

        var mine = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null
            && (a.LeadId == person || db.AccountTeamMembers.Any(m => m.AccountId == a.Id && m.PersonId == person)));
        var last = run?.AsOf ?? await db.AccountMonths.MaxAsync(m => (DateOnly?)m.Period, ct);
        var months = run is null ? UsualMonths : run.Months;
        var figures = last is null ? [] : await db.FiguresAsync(mine.Select(a => a.Id), last.Value, months ?? 1200, ct);
        var compares = last is not null && months is not null && await db.HasPriorAsync(last.Value, months.Value, ct);
        var scored = run is null ? [] : await db.AccountScores.Where(s => s.RunId == run.Id && mine.Any(a => a.Id == s.AccountId))
            .ToDictionaryAsync(s => s.AccountId, ct);
        var accounts = await mine.Select(a => new { a.Id, a.Code, a.Name, a.LocalName }).ToListAsync(ct);

        var lines = accounts.Select(a =>
        {
            var score = scored.GetValueOrDefault(a.Id);
            var figure = figures.GetValueOrDefault(a.Id) is { Months: > 0 } f ? f : null;
            var cm2 = score?.Cm2 ?? figure?.Cm2;
            return new AccountLine(a.Code, a.Name, a.LocalName, score?.Tier, score?.Composite, score?.NetRevenue ?? figure?.Revenue, cm2,
                compares && cm2 is not null ? cm2 - (figures.GetValueOrDefault(a.Id)?.PriorCm2 ?? 0) : null);
        }).OrderByDescending(l => l.Cm2 is not null).ThenByDescending(l => l.Cm2).ThenBy(l => l.Code, StringComparer.Ordinal).ToList();
        return new(true, currency, run, last, months, lines.Count, lines.Sum(l => l.Revenue ?? 0), lines.Sum(l => l.Cm2 ?? 0),
            compares ? lines.Sum(l => l.Change ?? 0) : null, [.. lines.Take(Shown)],
            [.. lines.Where(l => l.Cm2 < 0).OrderBy(l => l.Cm2)]);
    }
}
