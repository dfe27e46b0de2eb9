using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Data.Seeding;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Demo;

/// <summary>The web's way to the demo portfolio: as a job, so that the page may be left.</summary>
public sealed class DemoService(IDbContextFactory<KamDbContext> factory, JobQueue jobs)
{
    /// <summary>Codes of the portfolios there are to choose from.</summary>
    public static IReadOnlyList<string> Portfolios { get; } = [.. DemoRecipe.All.Select(r => r.Code)];

    private static readonly string[] Kinds = [DemoPortfolio.LoadJob, DemoPortfolio.RemoveJob];

    public async Task<DemoView> ViewAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        var job = await db.Jobs.Where(j => Kinds.Contains(j.Kind) && (j.State == JobState.Queued || j.State == JobState.Running))
            .OrderByDescending(j => j.QueuedAt).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(ct);
        var settings = await db.PortfolioSettings.Select(s => new { s.DemoLoadedAt, s.DemoPortfolio }).SingleAsync(ct);
        if (settings.DemoLoadedAt is not { } loaded)
        {
            var any = await db.Database.SqlQueryRaw<bool>($"select {DemoState.AnythingThere} as \"Value\"").SingleAsync(ct);
            return new(any ? DemoSituation.Own : DemoSituation.Empty, null, null, 0, job);
        }

        // What the load and its first scoring wrote is the demo's own.
        string[] byPeople = ["Created", "Updated", "Deleted", "Imported"];
        var own = await db.AuditEvents.CountAsync(a => a.At > loaded && byPeople.Contains(a.Action) && a.Entity != "User" && a.Entity != "UserRole" && a.Entity != "ScoringModelVersion", ct);
        return new(DemoSituation.Demo, settings.DemoPortfolio, loaded, own, job);
    }

    /// <param name="portfolio">Code of the recipe to load.</param>
    /// <exception cref="Domain.DomainRuleException">There is none of that code.</exception>
    public async Task<DemoStart> StartLoadAsync(CurrentUser user, string portfolio, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        var logins = DemoLogins.Draw(DemoRecipe.Of(portfolio).Code);
        var job = await jobs.EnqueueAsync(DemoPortfolio.LoadJob, new DemoOrder(portfolio, DemoLogins.Hash(logins)), user, ct);
        return new(job, [.. logins.Select(l => new DemoAccess(l.Email, l.Name, l.Role, l.Password))]);
    }

    public async Task<Guid> StartRemoveAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        return await jobs.EnqueueAsync(DemoPortfolio.RemoveJob, new { }, user, ct);
    }

    /// <summary>How far the job is; null when it does not exist for this user.</summary>
    public async Task<DemoProgress?> ProgressAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        if (await jobs.FindAsync(user, id, ct) is not { } job || !Kinds.Contains(job.Kind)) return null;
        var running = job.State is JobState.Queued or JobState.Running;
        var share = job.Total is > 0 ? Math.Clamp((decimal)job.Done / job.Total.Value, 0, 1) : 0;
        return new(running, job.Kind == DemoPortfolio.RemoveJob, job.Step, share, Problem(job), job.ErrorReference);
    }

    private static string? Problem(Job job) => job.State switch
    {
        JobState.Cancelled => "Problem.Cancelled",
        JobState.Failed => job.Error switch
        {
            DemoPortfolio.NotEmpty => "Problem.NotEmpty",
            DemoPortfolio.NotADemo => "Problem.NotADemo",
            DemoPortfolio.Busy => "Problem.Busy",
            _ => "Problem.Failed",
        },
        _ => null,
    };
}
