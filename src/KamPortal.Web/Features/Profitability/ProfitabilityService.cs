using KamPortal.Data;
using KamPortal.Domain;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Profitability;

/// <summary>What accounts contribute, and what every figure is made of. Unknown and out-of-scope accounts answer null alike.</summary>
public sealed class ProfitabilityService(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>The account's contribution over a window; null also before the first facts of the portfolio.</summary>
    public async Task<AccountFinancials?> AccountAsync(CurrentUser user, string code, string? window, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await OpenAsync(db, user, code, window, ct) is not var (account, basis, chosen, facts)) return null;
        var lines = facts.Statement.Lines.ToDictionary(l => facts.LineIds.First(i => i.Value == l.Key).Key, l => l.Value);
        var named = facts.Sales.DistinctBy(s => s.Line).ToDictionary(s => s.Line);
        var rows = lines.Select(l => new FinancialRow(l.Key, named[l.Key].LineName, l.Value)).OrderByDescending(r => r.Contribution.NetRevenue).ThenBy(r => r.Key).ToList();
        var units = lines.GroupBy(l => named[l.Key].Unit)
            .Select(g => new FinancialRow(g.Key ?? FigureRef.None, g.Key is null ? null : named[g.First().Key].UnitName, Contribution.Sum(g.Select(l => l.Value)))).ToList();
        if (facts.Statement.WithoutLine is { } rest)
        {
            rows.Add(new(FigureRef.None, null, rest));
            var none = units.FindIndex(u => u.Key == FigureRef.None);
            if (none < 0) units.Add(new(FigureRef.None, null, rest));
            else units[none] = units[none] with { Contribution = units[none].Contribution + rest };
        }

        return new AccountFinancials(account.Code, account.Name, basis.Currency, WindowOption.Of(chosen), [.. basis.Windows.Select(WindowOption.Of)], facts.Statement.Total,
            [.. facts.Statement.Months.Select(m => new FinancialRow(m.Key.ToString(), null, m.Value, m.Key.FirstDay))],
            rows, [.. units.OrderBy(u => u.Name is null).ThenByDescending(u => u.Contribution.NetRevenue)], Activities(facts.Work));
    }

    /// <summary>The rows behind one figure; null when there is no such figure.</summary>
    public async Task<FigureInputs?> InputsAsync(CurrentUser user, string code, string? window, FigureRef figure, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await OpenAsync(db, user, code, window, ct) is not var (_, basis, _, facts)) return null;
        var unitOf = facts.Sales.DistinctBy(s => s.Line).ToDictionary(s => facts.LineIds[s.Line], s => s.Unit ?? FigureRef.None);
        var cells = facts.Statement.Cells.Where(c => figure.Scope switch
        {
            FigureScope.Month => c.Period.ToString() == figure.Key,
            FigureScope.Line => figure.Key == FigureRef.None ? c.ProductLineId is null : c.ProductLineId is { } id && facts.LineIds.GetValueOrDefault(figure.Key ?? "") == id,
            FigureScope.Unit => (c.ProductLineId is { } id ? unitOf[id] : FigureRef.None) == figure.Key,
            _ => true,
        }).ToList();
        if (cells.Count == 0) return null;
        var sales = facts.Sales.Where(s => figure.Scope switch
        {
            FigureScope.Month => s.Period.ToString() == figure.Key,
            FigureScope.Line => s.Line == figure.Key,
            FigureScope.Unit => (s.Unit ?? FigureRef.None) == figure.Key,
            FigureScope.Activity => false,
            _ => true,
        }).ToList();
        // A line takes part in the work of its own months only.
        var months = cells.Select(c => c.Period).ToHashSet();
        var work = facts.Work.Where(w => months.Contains(w.Period) && (figure.Scope != FigureScope.Activity || w.Activity == figure.Key)
            && (figure.Measure != Measure.Financing || w.Kind == ActivityKind.Financing) && (figure.Measure != Measure.Activities || w.Kind == ActivityKind.PerUnit)).ToList();
        var sum = Contribution.Sum(cells.Select(c => c.Contribution));
        var value = figure.Scope == FigureScope.Activity ? work.Sum(w => w.Cost) : sum.Of(figure.Measure);
        var name = figure.Scope switch
        {
            FigureScope.Line => sales.FirstOrDefault()?.LineName,
            FigureScope.Unit => sales.FirstOrDefault()?.UnitName,
            FigureScope.Activity => work.FirstOrDefault()?.ActivityName,
            _ => null,
        };
        return new FigureInputs(figure, name, basis.Currency, sum, value, [.. sales.Take(FigureInputs.MostRows)], sales.Count,
            [.. work.Take(FigureInputs.MostRows)], work.Count, work.Sum(w => w.Cost));
    }

    /// <summary>Every month of every product line, for the CSV; null when there is no such account.</summary>
    public async Task<IReadOnlyList<FinancialExportRow>?> ExportAsync(CurrentUser user, string code, string? window, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await OpenAsync(db, user, code, window, ct) is not var (account, basis, _, facts)) return null;
        var named = facts.Sales.DistinctBy(s => s.Line).ToDictionary(s => facts.LineIds[s.Line]);
        return [.. facts.Statement.Cells.Select(c =>
        {
            var line = c.ProductLineId is { } id ? named[id] : null;
            return new FinancialExportRow(account.Code, account.Name, c.Period, line?.Line, line?.LineName, line?.UnitName, c.Contribution, basis.Currency);
        })];
    }

    /// <summary>The contribution of everything in the user's scope, cut by account, month, product line or business unit; the cuts add up to the same money.</summary>
    public async Task<IReadOnlyList<PortfolioCut>> ContributionAsync(CurrentUser user, string? window, CutBy by, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var basis = await db.BasisAsync(ct);
        return basis.Window(window) is { } chosen ? await PortfolioCuts.ReadAsync(db, user, chosen.Range, by, ct) : [];
    }

    private static async Task<(Account Account, PortfolioBasis Basis, FactsWindow Window, AccountFacts Facts)?> OpenAsync(
        KamDbContext db, CurrentUser user, string code, string? window, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        var account = await db.AccountsVisibleTo(user).AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct);
        if (account is null) return null;
        var basis = await db.BasisAsync(ct);
        return basis.Window(window) is { } chosen ? (account, basis, chosen, await AccountFacts.ReadAsync(db, account.Id, chosen.Range, ct)) : null;
    }

    private static List<ActivityCostRow> Activities(IEnumerable<WorkInput> work) =>
        [.. work.GroupBy(w => w.Activity)
            .Select(g => new ActivityCostRow(g.Key, g.First().ActivityName, g.First().LocalName, g.First().Kind, g.Sum(w => w.Cost), g.Any(w => w.Rate is null)))
            .OrderBy(a => a.Kind).ThenByDescending(a => a.Cost)];
}
