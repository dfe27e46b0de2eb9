using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Home;

/// <summary>The admin's home: how far the set-up is, and whether anything went wrong.</summary>
public sealed class SetUpHome(IDbContextFactory<KamDbContext> factory, TimeProvider clock)
{
    private const int Shown = 5;
    private static readonly TimeSpan FailuresOf = TimeSpan.FromDays(14);

    public async Task<SetUpView> ReadAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var portfolio = await PortfolioHome.TiersAsync(db, user, ct);
        var versions = await db.ScoringModels.Where(m => m.State != ModelState.Retired).Select(m => new { m.Number, m.State, m.PublishedAt }).ToListAsync(ct);
        var published = versions.Find(v => v.State == ModelState.Published);
        var model = new ModelLine(published?.Number, published?.PublishedAt, versions.Find(v => v.State == ModelState.Draft)?.Number);
        var imports = (await db.ImportBatches.OrderByDescending(b => b.CreatedAt).Take(Shown)
            .Select(b => new { b.Id, b.Number, b.FileName, b.Kind, b.State, b.CreatedBy, b.CreatedAt }).ToListAsync(ct))
            .Select(b => new ImportLine(b.Id, b.Number, b.FileName, b.Kind, b.State.ToString(), b.CreatedBy, b.CreatedAt)).ToList();
        var since = clock.GetUtcNow() - FailuresOf;
        var failed = await db.Jobs.Where(j => j.State == JobState.Failed && j.FinishedAt > since).OrderByDescending(j => j.FinishedAt).Take(Shown)
            .Select(j => new FailedJob(j.Kind, j.FinishedAt!.Value, j.Error, j.ErrorReference, j.RequestedBy)).ToListAsync(ct);
        var disabled = await db.Users.CountAsync(u => u.DisabledAt != null, ct);
        return new(portfolio, await StepsAsync(db, portfolio.Run, model, ct), imports, model, failed,
            new(await db.Users.CountAsync(ct) - disabled, disabled), await db.PortfolioSettings.AnyAsync(s => s.DemoLoadedAt != null, ct));
    }

    private static async Task<IReadOnlyList<SetUpStep>> StepsAsync(KamDbContext db, RunStamp? run, ModelLine model, CancellationToken ct) =>
    [
        new("Import", "/imports/new", await db.Accounts.AnyAsync(ct)),
        new("Check", "/imports/new", await db.FinancialFacts.AnyAsync(ct)),
        new("Score", "/tiering", run is not null),
        new("Publish", "/scoring", model.Published is not null),
    ];
}
