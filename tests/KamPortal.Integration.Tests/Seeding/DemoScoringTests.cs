using KamPortal.Data;
using KamPortal.Data.Seeding;
using KamPortal.Domain.Tiering;
using KamPortal.Features.Demo;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KamPortal.Integration.Tests.Seeding;

/// <summary>The demo as people meet it: scored by the default model as it comes.</summary>
public sealed class DemoScoringTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.AddDatabase(new PortalDatabase(_database.ConnectionString, KamDatabase.ForApp(_database.ConnectionString)));
        builder.Services.AddDemo().AddScoring();
        _host = builder.Build();
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_demo_comes_with_tiers_that_tell_its_stories_and_goes_without_a_trace()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var demo = scope.ServiceProvider.GetRequiredService<DemoPortfolio>();
        await demo.LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);

        await using var db = scope.ServiceProvider.GetRequiredService<KamDbContext>();
        var run = await db.ScoringRuns.SingleAsync(r => r.IsCurrent);
        run.AsOf.ShouldBe(DemoCalendar.Last);
        var tiers = await db.AccountScores.Where(s => s.RunId == run.Id).Join(db.Accounts, s => s.AccountId, a => a.Id, (s, a) => new { a.Code, s.Tier })
            .ToDictionaryAsync(x => x.Code, x => x.Tier);
        foreach (var tier in Enum.GetValues<Tier>()) tiers.Values.Count(t => t == tier).ShouldBeGreaterThanOrEqualTo(3, $"tier {tier}");
        tiers["A-0001"].ShouldBe(Tier.A, "the largest and growing");
        tiers["A-0008"].ShouldBe(Tier.C, "large, and served at a loss");
        new[] { "A-0036", "A-0038", "A-0040" }.ShouldAllBe(code => tiers[code] == Tier.CPlus, "small and growing fast");
        tiers.Keys.ShouldNotContain("A-0116", "a prospect is not scored");

        await demo.RemoveAsync(CurrentUser.System, default);
        (await db.ScoringRuns.CountAsync()).ShouldBe(0);
        (await db.AccountScores.CountAsync()).ShouldBe(0);
        (await db.ScoringModels.CountAsync()).ShouldBe(0);
        (await db.Accounts.CountAsync()).ShouldBe(0);
    }

    [Theory, InlineData("oil", 96), InlineData("dealers", 390)]
    public Task Every_other_demo_has_all_tiers_too(string portfolio, int scored) => LoadAndRemoveAsync(portfolio, scored);

    [Fact]
    public async Task The_bank_is_loaded_scored_and_removed_whole()
    {
        if (Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1") await LoadAndRemoveAsync("bank", 60_000);
    }

    private async Task LoadAndRemoveAsync(string portfolio, int scored)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var demo = scope.ServiceProvider.GetRequiredService<DemoPortfolio>();
        await demo.LoadAsync(CurrentUser.System, DemoRecipe.Of(portfolio), default);

        await using var db = scope.ServiceProvider.GetRequiredService<KamDbContext>();
        var tiers = await db.AccountScores.GroupBy(s => s.Tier).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        tiers.Values.Sum().ShouldBe(scored);
        foreach (var tier in Enum.GetValues<Tier>()) tiers.GetValueOrDefault(tier).ShouldBeGreaterThanOrEqualTo(3, $"tier {tier}");

        await demo.RemoveAsync(CurrentUser.System, default);
        (await db.Accounts.CountAsync()).ShouldBe(0);
        (await db.AccountScores.CountAsync()).ShouldBe(0);
    }
}
