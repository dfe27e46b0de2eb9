using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Data.Seeding;
using KamPortal.Domain;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KamPortal.Integration.Tests.Seeding;

public sealed class DemoPortfolioTests : IAsyncLifetime
{
    private static readonly CurrentUser Viewer = new(Guid.CreateVersion7(), "Viewer", new HashSet<string> { Role.Viewer }, null, [], []);

    private readonly FakeTimeProvider _clock = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly List<string> _followUps = [];
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        _source = NpgsqlDataSource.Create(KamDatabase.ForApp(_database.ConnectionString));
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Loads_the_same_bytes_every_time()
    {
        await Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);
        var first = await ChecksumAsync();
        await Demo().RemoveAsync(CurrentUser.System, default);
        await Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);
        (await ChecksumAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task Rolls_up_the_figures_and_makes_the_currency_the_demos_own()
    {
        await Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);
        (await AskAsync("select count(*) from account_months")).ShouldBe(await AskAsync("select count(*) from (select distinct account_id, period from financial_facts) m"));
        (await AskAsync("select reporting_currency || ' ' || time_zone || ' ' || (demo_loaded_at is not null) from portfolio_settings")).ShouldBe("CNY Asia/Shanghai true");
        (await AskAsync("select count(*) from audit_events where entity = 'DemoPortfolio' and action = 'Loaded'")).ShouldBe(1L);
        _followUps.ShouldBe([CurrentUser.System.Name]);
    }

    [Fact]
    public async Task Gives_each_login_a_random_password_that_works_and_is_stored_only_as_a_hash()
    {
        var logins = await Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default);
        logins.Select(l => l.Role).ShouldBe([Role.SalesDirector, Role.AccountManager, Role.AccountManager, Role.Viewer]);
        logins.Select(l => l.Password).Distinct().Count().ShouldBe(4);
        var hasher = new PasswordHasher<KamUser>();
        foreach (var login in logins)
        {
            var hash = (string)(await AskAsync($"select password_hash from users where email = '{login.Email}'"))!;
            hasher.VerifyHashedPassword(new KamUser { DisplayName = login.Name }, hash, login.Password).ShouldBe(PasswordVerificationResult.Success);
        }
    }

    [Fact]
    public async Task Is_refused_where_data_are_already_there_and_changes_nothing()
    {
        await RunAsync("insert into accounts (code, name, kind, status) values ('X', 'Mine', 'Customer', 'Active')");
        (await Should.ThrowAsync<DomainRuleException>(() => Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default))).Message.ShouldBe(DemoPortfolio.NotEmpty);
        (await AskAsync("select count(*) from accounts")).ShouldBe(1L);
        (await AskAsync("select count(*) from users")).ShouldBe(0L);
    }

    [Fact]
    public async Task Two_loads_at_once_load_one_demo()
    {
        var both = new[] { Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default), Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default) };
        await Should.ThrowAsync<DomainRuleException>(() => Task.WhenAll(both));
        both.Count(t => t.IsCompletedSuccessfully).ShouldBe(1);
        (await AskAsync("select count(*) from accounts")).ShouldBe(121L);
    }

    [Theory, InlineData("manufacturer", "P-18"), InlineData("oil", "P-13"), InlineData("dealers", "P-14")]
    public async Task Removal_leaves_an_empty_portfolio_its_audit_and_everyone_elses_login(string portfolio, string person)
    {
        var before = await CountsAsync();
        await Demo().LoadAsync(CurrentUser.System, DemoRecipe.Of(portfolio), default);
        (await AskAsync("select demo_portfolio from portfolio_settings")).ShouldBe(portfolio);
        await RunAsync(
            $"""
            insert into users (id, display_name, person_id, created_at, user_name, normalized_user_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select '0196b000-0000-7000-8000-0000000000aa', 'Admin', (select id from people where code = '{person}'), now(), 'admin', 'ADMIN', true, false, false, true, 0
            """);
        await Demo().RemoveAsync(CurrentUser.System, default);
        var after = await CountsAsync();
        after.Remove("audit_events").ShouldBeTrue();
        after["users"].ShouldBe(1);
        after["users"] = before["users"];
        before.Remove("audit_events");
        after.ShouldBe(before);
        (await AskAsync("select reporting_currency || ' ' || time_zone || ' ' || coalesce(demo_loaded_at::text, 'own') || ' ' || coalesce(facts_changed_at::text, 'none') from portfolio_settings"))
            .ShouldBe("USD UTC own none");
        (await AskAsync("select string_agg(action, ' ' order by id) from audit_events where entity = 'DemoPortfolio'")).ShouldBe("Loaded Removed");
        (await AskAsync("select string_agg(distinct key, ' ') from audit_events where entity = 'DemoPortfolio'")).ShouldBe(portfolio);
    }

    [Fact]
    public async Task Removal_is_refused_where_the_portfolio_is_ones_own()
    {
        await RunAsync("insert into accounts (code, name, kind, status) values ('X', 'Mine', 'Customer', 'Active')");
        (await Should.ThrowAsync<DomainRuleException>(() => Demo().RemoveAsync(CurrentUser.System, default))).Message.ShouldBe(DemoPortfolio.NotADemo);
        (await AskAsync("select count(*) from accounts")).ShouldBe(1L);
    }

    [Fact]
    public async Task Neither_comes_nor_goes_while_an_import_or_a_run_is_under_way()
    {
        await RunAsync("insert into jobs (id, kind, state, payload, requested_by, queued_at, attempt, done, cancel_requested) values ('0196b000-0000-7000-8000-0000000000bb', 'imports.run', 'Running', '{}', 'x', now(), 1, 0, false)");
        (await Should.ThrowAsync<DomainRuleException>(() => Demo().LoadAsync(CurrentUser.System, DemoRecipe.Manufacturer, default))).Message.ShouldBe(DemoPortfolio.Busy);
    }

    [Fact]
    public async Task Only_who_may_import_may_load_or_remove()
    {
        await Should.ThrowAsync<NotPermittedException>(() => Demo().LoadAsync(Viewer, DemoRecipe.Manufacturer, default));
        await Should.ThrowAsync<NotPermittedException>(() => Demo().RemoveAsync(Viewer, default));
        (await AskAsync("select count(*) from accounts")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_load_taken_over_after_its_data_were_committed_goes_on_with_the_follow_up()
    {
        var order = new DemoOrder("manufacturer", DemoLogins.Hash(DemoLogins.Draw("manufacturer")));
        var id = Guid.CreateVersion7();
        await RunAsync($"insert into jobs (id, kind, state, payload, requested_by, queued_at, attempt, done, cancel_requested) values ('{id}', 'demo.load', 'Running', '{{}}', 'x', now(), 1, 0, false)");
        var dying = new DemoPortfolio(_source, [new AfterDemoLoaded((_, _, _) => throw new OperationCanceledException())], null!, _clock);
        var payload = System.Text.Json.JsonSerializer.Serialize(order, System.Text.Json.JsonSerializerOptions.Web);
        await Should.ThrowAsync<OperationCanceledException>(() => dying.RunLoadAsync(new JobContext(_source, _clock, id, 1, payload, CurrentUser.System), default));
        await RunAsync($"update jobs set attempt = 2 where id = '{id}'");
        await Demo().RunLoadAsync(new JobContext(_source, _clock, id, 2, payload, CurrentUser.System), default);
        (await AskAsync($"select state || ' ' || payload::text from jobs where id = '{id}'")).ShouldBe("Succeeded {}");
        (await AskAsync("select count(*) from accounts")).ShouldBe(121L);
        _followUps.Count.ShouldBe(1);
    }

    private DemoPortfolio Demo() => new(_source, [new AfterDemoLoaded((_, user, _) => { _followUps.Add(user.Name); return Task.CompletedTask; })], null!, _clock);

    /// <summary>Contents by business key: surrogate keys come from sequences, which go on counting.</summary>
    private async Task<string> ChecksumAsync() => (string)(await AskAsync(
        """
        with contents as (
          select 'account' what, a.code key, to_jsonb(a) - 'id' - 'parent_id' - 'segment_id' - 'region_id' - 'lead_id' - 'data_owner_id'
            || jsonb_build_object('parent', p.code, 'segment', s.code, 'region', r.code, 'lead', l.code, 'owner', o.code) row
          from accounts a left join accounts p on p.id = a.parent_id left join segments s on s.id = a.segment_id left join regions r on r.id = a.region_id
          left join people l on l.id = a.lead_id left join people o on o.id = a.data_owner_id
          union all
          select 'fact', a.code || f.period || l.code, to_jsonb(f) - 'account_id' - 'product_line_id' from financial_facts f
          join accounts a on a.id = f.account_id join product_lines l on l.id = f.product_line_id
          union all
          select 'volume', a.code || v.period || c.code, to_jsonb(v.volume) from activity_volumes v join accounts a on a.id = v.account_id join activities c on c.id = v.activity_id
          union all
          select 'month', a.code || m.period, to_jsonb(m) - 'account_id' from account_months m join accounts a on a.id = m.account_id
          union all
          select 'rate', currency || period, to_jsonb(rate) from exchange_rates
          union all
          select 'cost', c.code || r."from", to_jsonb(r.rate) from activity_rates r join activities c on c.id = r.activity_id
          union all
          select 'person', p.code, to_jsonb(p) - 'id' - 'manager_id' - 'region_id' - 'business_unit_id' || jsonb_build_object('manager', m.code)
          from people p left join people m on m.id = p.manager_id
          union all
          select 'rating', a.code, to_jsonb(r) - 'account_id' from account_ratings r join accounts a on a.id = r.account_id)
        select md5(string_agg(what || key || row::text, '|' order by what collate "C", key collate "C")) from contents
        """))!;

    private async Task<Dictionary<string, long>> CountsAsync()
    {
        var counts = new Dictionary<string, long>();
        var tables = new List<string>();
        await using (var command = _source.CreateCommand("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not like 'qrtz%'"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        foreach (var table in tables) counts[table] = (long)(await AskAsync($"select count(*) from \"{table}\""))!;
        return counts;
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
