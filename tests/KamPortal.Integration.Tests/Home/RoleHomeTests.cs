using KamPortal.Data;
using KamPortal.Data.Seeding;
using KamPortal.Features.Demo;
using KamPortal.Features.Home;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace KamPortal.Integration.Tests.Home;

/// <summary>The demo with one run whose tiers follow contribution alone: enough to see who sees what.</summary>
public sealed class DemoWithRun : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.AddDatabase(new PortalDatabase(_database.ConnectionString, KamDatabase.ForApp(_database.ConnectionString)));
        builder.Services.AddDemo().AddHome();
        _host = builder.Build();
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoPortfolio>().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);
        await RunAsync(RunByContribution);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _database.DisposeAsync();
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question) where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A demo login with the rights that the database gives it.</summary>
    public async Task<CurrentUser> LoginAsync(string email)
    {
        var id = await AskAsync<KamDbContext, Guid>(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());
        return (await AskAsync<Users, CurrentUser?>(users => users.FindAsync(id, default)))!;
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private const string RunByContribution =
        """
        do $$
        declare
          run uuid := '0196b000-0000-7000-8000-000000000abc';
          part text;
        begin
          insert into scoring_models (number, state, definition, created_at, published_at, reason) values (1, 'Published', '{}', now(), now(), 'first');
          insert into scoring_runs (id, number, model_number, as_of, window_months, trigger, started_at, finished_at, scored_count, not_scored_count, is_current, reference, dashboard)
          values (run, 1, 1, '2026-10-01', 12, 'Manual', clock_timestamp(), clock_timestamp(), 109, 7, true, '{}', '{}');
          part := open_score_partition(run);
          execute format($f$
            insert into %I (run_id, account_id, tier, computed_tier, composite, rank, net_revenue, cm1, cm2, guards, raw, normalised)
            select %L, account_id, tier, tier, round((pct * 100)::numeric, 2),
                   row_number() over (order by pct desc), net, net, cm2, 0, '{}', '{}'
            from (select *, case when cm2 < 0 then 4 when pct > 0.85 then 1 when pct > 0.5 then 2 else 3 end tier from (
                  select account_id, sum(net_revenue) net, sum(net_revenue - cogs - direct_service_cost - activity_cost) cm2,
                         percent_rank() over (order by sum(net_revenue - cogs - direct_service_cost - activity_cost)) pct
                  from account_months m join accounts a on a.id = m.account_id
                  where period > '2025-10-01' and a.kind = 'Customer' and a.status = 'Active' group by account_id) y) x $f$, part, run);
          perform close_score_partition(run);
        end $$
        """;
}

public sealed class RoleHomeTests(DemoWithRun demo) : IClassFixture<DemoWithRun>
{
    [Fact]
    public async Task The_director_of_China_sees_China_only_and_its_largest_losses()
    {
        var view = await PortfolioOf("wang.jing@demo.example");
        var inChina = await Codes(a => a.Country == "China");
        view.Losses.ShouldNotBeEmpty();
        view.Losses.Concat(view.Up).Concat(view.Down).ShouldAllBe(l => inChina.Contains(l.Code));
        view.Losses.Select(l => l.Cm2).ShouldBeInOrder();
        view.Losses[0].Code.ShouldBe("A-0010");
        view.Accounts.ShouldBe((await PortfolioOf("viewer@demo.example")).Accounts - await ScoredOutside("China"));
    }

    [Fact]
    public async Task The_viewer_sees_the_whole_portfolio_and_every_tier_adds_up()
    {
        var view = await PortfolioOf("viewer@demo.example");
        view.Run!.Number.ShouldBe(1);
        view.Currency.ShouldBe("CNY");
        view.Accounts.ShouldBe(109);
        view.Tiers.Sum(t => view.ShareOf(t)!.Value).ShouldBe(1m, 0.000001m);
        view.Up.ShouldAllBe(l => l.Change > 0);
        view.Down.ShouldAllBe(l => l.Change < 0);
        view.Down[0].Code.ShouldBe("A-0004");
        view.LossCount.ShouldBe(18);
        (view.TopTenRevenue / view.Revenue).ShouldBeInRange(0.94m, 0.96m);
    }

    [Fact]
    public async Task An_account_manager_sees_the_accounts_led_or_served_and_no_others()
    {
        var user = await demo.LoginAsync("li.wei@demo.example");
        var view = await demo.AskAsync<MyAccountsHome, MineView>(h => h.ReadAsync(user, default));
        var led = await Codes(a => a.LeadId == user.PersonId);
        view.IsLinked.ShouldBeTrue();
        view.Accounts.Select(l => l.Code).ShouldBe(led, ignoreOrder: true);
        view.Total.ShouldBe(led.Count);
        view.Accounts[0].Code.ShouldBe("A-0002");
        view.Accounts.Single(l => l.Code == "A-0117").Cm2.ShouldBeNull("a prospect has no facts");
        view.Cm2.ShouldBe(view.Accounts.Sum(l => l.Cm2 ?? 0));
        view.Losses.Select(l => l.Code).ShouldBe(["A-0043"]);
    }

    [Fact]
    public async Task Figures_of_a_scored_account_are_those_of_the_run()
    {
        var user = await demo.LoginAsync("li.wei@demo.example");
        var view = await demo.AskAsync<MyAccountsHome, MineView>(h => h.ReadAsync(user, default));
        var stored = await demo.AskAsync<KamDbContext, decimal>(db => db.AccountScores.Join(db.Accounts, s => s.AccountId, a => a.Id, (s, a) => new { s.Cm2, a.Code })
            .Where(x => x.Code == "A-0002").Select(x => x.Cm2).SingleAsync());
        view.Accounts[0].Cm2.ShouldBe(stored);
    }

    [Fact]
    public async Task An_account_manager_without_a_person_is_told_so()
    {
        var user = new CurrentUser(Guid.CreateVersion7(), "New", new HashSet<string> { Role.AccountManager }, null, [], []);
        (await demo.AskAsync<MyAccountsHome, MineView>(h => h.ReadAsync(user, default))).IsLinked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_director_without_a_scope_sees_nothing()
    {
        var user = new CurrentUser(Guid.CreateVersion7(), "New", new HashSet<string> { Role.SalesDirector }, null, [], []);
        var view = await demo.AskAsync<PortfolioHome, PortfolioView>(h => h.ReadAsync(user, default));
        view.Accounts.ShouldBe(0);
        view.Losses.Concat(view.Up).Concat(view.Down).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_admins_checklist_is_done_when_there_are_figures_a_run_and_a_model()
    {
        var view = await demo.AskAsync<SetUpHome, SetUpView>(h => h.ReadAsync(CurrentUser.System, default));
        view.Steps.ShouldAllBe(s => s.IsDone);
        view.IsDemo.ShouldBeTrue();
        view.Users.Active.ShouldBe(4);
        view.Run!.FactsChanged.ShouldBeFalse();
    }

    [Fact]
    public async Task Others_are_refused_the_admins_home_and_the_demo()
    {
        var user = await demo.LoginAsync("viewer@demo.example");
        await Should.ThrowAsync<NotPermittedException>(() => demo.AskAsync<SetUpHome, SetUpView>(h => h.ReadAsync(user, default)));
        await Should.ThrowAsync<NotPermittedException>(() => demo.AskAsync<DemoService, DemoView>(d => d.ViewAsync(user, default)));
        await Should.ThrowAsync<NotPermittedException>(() => demo.AskAsync<DemoService, DemoStart>(d => d.StartLoadAsync(user, DemoRecipe.Manufacturer.Code, default)));
        await Should.ThrowAsync<NotPermittedException>(() => demo.AskAsync<DemoService, Guid>(d => d.StartRemoveAsync(user, default)));
    }

    [Fact]
    public async Task The_demo_card_knows_the_demo()
    {
        var view = await demo.AskAsync<DemoService, DemoView>(d => d.ViewAsync(CurrentUser.System, default));
        (view.Situation, view.Portfolio, view.OwnChanges, view.Job).ShouldBe((DemoSituation.Demo, "manufacturer", 0, null));
    }

    private async Task<PortfolioView> PortfolioOf(string email)
    {
        var user = await demo.LoginAsync(email);
        return await demo.AskAsync<PortfolioHome, PortfolioView>(h => h.ReadAsync(user, default));
    }

    private Task<List<string>> Codes(System.Linq.Expressions.Expression<Func<Domain.Accounts.Account, bool>> which) =>
        demo.AskAsync<KamDbContext, List<string>>(db => db.Accounts.Where(which).Select(a => a.Code).ToListAsync());

    private Task<int> ScoredOutside(string country) =>
        demo.AskAsync<KamDbContext, int>(db => db.AccountScores.CountAsync(s => db.Accounts.Any(a => a.Id == s.AccountId && a.Country != country)));
}
