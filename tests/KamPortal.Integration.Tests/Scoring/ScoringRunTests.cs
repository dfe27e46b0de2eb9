using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Domain.Scoring;
using KamPortal.Features.Scoring;
using KamPortal.Features.Tiering;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Integration.Tests.Scoring;

/// <summary>What a run promises: all at once or not at all, one at a time, the right population, and honesty about its age.</summary>
public sealed class ScoringRunTests : IAsyncLifetime
{
    private ScoringPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await ScoringPortal.StartAsync();
        await _portal.ExecuteAsync(
            """
            insert into product_lines (code, name) values ('L1', 'L1'), ('L2', 'L2');
            insert into accounts (code, name, kind, status) select 'K' || n, 'Customer ' || n, 'Customer', 'Active' from generate_series(1, 40) n;
            insert into accounts (code, name, kind, status) values ('D', 'Distributor', 'Distributor', 'Active'), ('P', 'Prospect', 'Customer', 'Prospect'), ('N', 'Nothing yet', 'Customer', 'Active');
            insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, currency, rate)
            select a.id, m::date, l.id, 100 + a.id * l.id, 0, 60 + a.id % 7 * 10, 'USD', 1
            from accounts a, generate_series(date '2025-01-01', date '2026-12-01', '1 month') m, product_lines l
            where a.code not in ('N') and (l.code = 'L1' or a.id % 2 = 0)
            """);
        await RollUpAsync();
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Only_active_customers_with_facts_in_the_window_are_scored_and_the_others_are_counted()
    {
        var run = await _portal.RunAsync();
        (run.Scored, run.NotScored).ShouldBe((40, 3));
        run.AsOf.ShouldBe(new DateOnly(2026, 12, 1));
        var view = await _portal.DashboardAsync();
        view.NotScored.ShouldBe(3);
        var distributor = await _portal.ScalarAsync<int>("select id from accounts where code = 'D'");
        var why = await _portal.AskAsync((ScoringService s) => s.ExplainAsync(CurrentUser.System, distributor, default));
        why!.Explanation.ShouldBeNull();
        why.Reason.ShouldBe(NotScoredReason.Distributor);
    }

    [Fact]
    public async Task An_archived_account_leaves_the_next_run_and_a_new_run_replaces_the_one_before()
    {
        var first = await _portal.RunAsync();
        await _portal.ExecuteAsync("update accounts set archived_at = now() where code = 'K1'");
        var second = await _portal.RunAsync();
        (second.Scored, second.NotScored).ShouldBe((39, 3));
        (await _portal.DashboardAsync()).RunNumber.ShouldBe(second.Number);
        var old = await _portal.DashboardAsync(run: first.Number);
        (old.Picture.Accounts, old.IsCurrent).ShouldBe((40, false));
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs where is_current")).ShouldBe(1);
    }

    [Fact]
    public async Task A_tier_held_in_the_period_before_is_kept_within_the_margin_and_running_again_changes_nothing()
    {
        await PublishAsync(ScoringModel.Default with { Stability = new StabilitySettings(Margin: 100, Periods: 3) });
        await _portal.AskAsync((ScoringService s) => s.ScoreNowAsync(CurrentUser.System, new DateOnly(2026, 11, 1), null, default));
        await _portal.ExecuteAsync("update account_scores set tier = 1, computed_tier = 1");
        for (var time = 0; time < 2; time++)
        {
            var run = await _portal.RunAsync();
            (await _portal.ScalarAsync<string>(
                $"select string_agg(distinct s.tier || ' ' || s.held_tier || ' ' || s.periods_below, ',') from account_scores s join scoring_runs r on r.id = s.run_id where r.number = {run.Number} and s.cm2 >= 0"))
                .ShouldBe("1 1 0");
            (await _portal.ScalarAsync<long>(
                $"select count(*) from account_scores s join scoring_runs r on r.id = s.run_id where r.number = {run.Number} and s.computed_tier > 1")).ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Wallet_market_and_ratings_in_force_are_read_and_what_is_expired_or_unknown_is_missing()
    {
        await PublishAsync(ScoringModel.Default with
        {
            Dimensions =
            [
                new(DimensionKind.ProfitContribution, 50, [new(Metrics.WalletGap, 50, new PercentileRank()), new(Metrics.ShareOfWallet, 50, new PercentileRank())]),
                new(DimensionKind.GrowthPotential, 50, [new(Metrics.MarketGrowth, 100, new PercentileRank())]),
                new(DimensionKind.StrategicImportance, 0, [new(Metrics.Access, 50, new Rating()), new("rated_payment_morale", 50, new Rating())]),
            ],
        });
        await _portal.ExecuteAsync(
            """
            insert into segments (code, name) values ('S', 'S');
            update accounts set segment_id = (select id from segments) where code in ('K1', 'K2');
            insert into markets (code, name, segment_id, size, growth_percent) values ('M1', 'M1', (select id from segments), 300, 4), ('M2', 'M2', (select id from segments), 100, 8), ('M3', 'M3', null, 50, 1);
            insert into wallet_estimates (account_id, product_line_id, as_of, amount, currency, rate)
              select a.id, null, d, v, 'USD', 1 from accounts a, (values (date '2026-01-01', 5000), ('2026-06-01', 6000), ('2027-01-01', 9000)) e(d, v) where a.code = 'K1';
            insert into wallet_estimates (account_id, product_line_id, as_of, amount, currency, rate)
              select a.id, l.id, '2026-01-01', 1500, 'USD', 1 from accounts a, product_lines l where a.code = 'K2';
            insert into users (id, user_name, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, created_at)
              select gen_random_uuid(), 'rater', 'Rater', false, false, false, false, 0, now();
            insert into account_ratings (account_id, criterion, value, rated_by_id, rated_at, expires_on)
              select a.id, c, v, (select id from users limit 1), now(), e from accounts a, (values ('access', 4, date '2026-12-31'), ('rated_payment_morale', 2, '2026-11-30')) r(c, v, e) where a.code = 'K1';
            """);
        await _portal.RunAsync();
        (await RawAsync("K1"))[..4].ShouldBe([6_000 - (await NetAsync("K1")), await NetAsync("K1") / 6_000, 0.05, 4]);
        (await RawAsync("K1"))[4].ShouldBe(double.NaN);
        (await RawAsync("K2"))[0].ShouldBe(3_000 - (await NetAsync("K2")), 1e-9);
        (await RawAsync("K3")).ShouldBe([double.NaN, double.NaN, 0.01, double.NaN, double.NaN]);
    }

    [Fact]
    public async Task The_first_run_puts_the_default_model_into_force()
    {
        await _portal.RunAsync();
        var models = await _portal.AskAsync((ScoringModels m) => m.ListAsync(CurrentUser.System, default));
        models.ShouldHaveSingleItem().ShouldSatisfyAllConditions(m => m.Number.ShouldBe(1), m => m.State.ShouldBe(ModelState.Published));
    }

    [Fact]
    public async Task Two_runs_asked_for_at_once_come_one_after_the_other()
    {
        await _portal.AskAsync((ScoringModels m) => m.EnsureInForceAsync(CurrentUser.System, default));
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _portal.RunAsync()));
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBe(3);
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs where is_current")).ShouldBe(1);
        (await _portal.ScalarAsync<long>("select count(*) from account_scores")).ShouldBe(120);
        runs.ShouldAllBe(r => r.Scored == 40);
    }

    [Fact]
    public async Task A_run_waits_while_another_one_is_at_work()
    {
        await using var other = await _portal.ConnectAsync();
        await using (var take = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('kamportal scoring run', 0))", other)) await take.ExecuteNonQueryAsync();
        var run = _portal.RunAsync();
        await Task.Delay(1000);
        run.IsCompleted.ShouldBeFalse();
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBe(0);
        await using (var release = new NpgsqlCommand("select pg_advisory_unlock_all()", other)) await release.ExecuteNonQueryAsync();
        (await run).Scored.ShouldBe(40);
    }

    [Fact]
    public async Task A_run_that_was_taken_over_or_cancelled_leaves_the_old_results_in_force()
    {
        var before = await _portal.RunAsync();
        await _portal.ExecuteAsync(
            """
            create function supersede() returns trigger language plpgsql as $$ begin
              update jobs set attempt = attempt + 1 where state = 'Running'; return new; end $$;
            create trigger supersede after insert on scoring_runs for each row execute function supersede()
            """);
        var id = await _portal.AskAsync((JobQueue q) => q.StoreAsync(ScoringRuns.JobKey, new ScoringRunRequest(), CurrentUser.System, default));
        await _portal.AskAsync(async (JobRunner r) => { await r.RunAsync(id, default); return 0; });
        (await _portal.DashboardAsync()).RunNumber.ShouldBe(before.Number);
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBe(1);
        (await _portal.ScalarAsync<long>("select count(*) from pg_class where relname like 'account\\_scores\\_%' and relkind = 'r'")).ShouldBe(1);

        await _portal.ExecuteAsync("drop trigger supersede on scoring_runs; update jobs set cancel_requested = true where state = 'Running'");
        await _portal.AskAsync(async (JobRunner r) => { await r.RunAsync(id, default); return 0; });
        (await _portal.ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBe(1);
        (await _portal.ScalarAsync<string>($"select state from jobs where id = '{id}'")).ShouldBe("Cancelled");
    }

    [Fact]
    public async Task A_portfolio_without_facts_is_refused_with_a_sentence()
    {
        await _portal.ExecuteAsync("delete from account_months; delete from financial_facts");
        (await Should.ThrowAsync<JobRefusedException>(() => _portal.RunAsync())).Message.ShouldNotContain("Refused.");
        (await _portal.AskAsync((TieringService s) => s.DashboardAsync(CurrentUser.System, null, default))).Next.ShouldBe(NextStep.Import);
    }

    [Fact]
    public async Task The_dashboard_says_when_facts_changed_after_the_run_and_a_new_run_settles_it()
    {
        await _portal.RunAsync();
        (await _portal.DashboardAsync()).Staleness.ShouldBe(Staleness.None);
        await _portal.ExecuteAsync("update financial_facts set gross_revenue = gross_revenue + 1 where period = '2026-12-01'");
        await RollUpAsync();
        (await _portal.DashboardAsync()).Staleness.ShouldBe(Staleness.FactsChanged);
        await _portal.RunAsync();
        (await _portal.DashboardAsync()).Staleness.ShouldBe(Staleness.None);
    }

    [Fact]
    public async Task Without_cost_of_goods_contribution_means_revenue_and_says_so()
    {
        await _portal.ExecuteAsync("update financial_facts set cogs = null");
        await RollUpAsync();
        await _portal.RunAsync();
        var view = await _portal.DashboardAsync();
        view.Dashboard.IsRevenueOnly.ShouldBeTrue();
        view.Picture.Contribution.ShouldBe(view.Picture.NetRevenue);
    }

    [Fact]
    public async Task A_rating_of_strategic_importance_counts_once_the_model_weighs_it()
    {
        var account = await _portal.ScalarAsync<int>("select id from accounts where code = 'K2'");
        var rated = await _portal.AskAsync((RatingService s) => s.RateAsync(CurrentUser.System, account, 5, "Opens the market", 0, default));
        rated!.Value.Kept.ShouldBeTrue();
        (await _portal.AskAsync((RatingService s) => s.RateAsync(CurrentUser.System, account, 1, null, 0, default)))!.Value.Kept.ShouldBeFalse();
        (await _portal.AskAsync((RatingService s) => s.RateAsync(Someone.Manager(7), account, 1, null, 0, default))).ShouldBeNull();

        var models = await _portal.AskAsync((ScoringModels m) => m.DraftAsync(CurrentUser.System, null, default));
        var view = (await _portal.AskAsync((ScoringModels m) => m.FindAsync(CurrentUser.System, models, default)))!;
        var weights = new decimal[] { 50, 30, 20 };
        var model = view.Model with { Dimensions = [.. view.Model.Dimensions.Select((d, i) => d with { Weight = weights[i] })] };
        var saved = await _portal.AskAsync((ScoringModels m) => m.SaveAsync(CurrentUser.System, models, model, view.Version, default));
        await _portal.AskAsync((ScoringModels m) => m.PublishAsync(CurrentUser.System, models, saved.Version!.Value, "Strategy counts", default));
        await _portal.RunAsync();
        var why = (await _portal.AskAsync((ScoringService s) => s.ExplainAsync(CurrentUser.System, account, default)))!.Explanation!;
        why.Dimensions.Single(d => d.Kind == DimensionKind.StrategicImportance).Criteria[0].Raw.ShouldBe(5);
    }

    [Fact]
    public async Task Someone_without_the_right_can_neither_run_nor_read_models()
    {
        var manager = Someone.Manager(1);
        await Should.ThrowAsync<NotPermittedException>(() => _portal.AskAsync((ScoringService s) => s.StartAsync(manager, new(), default)));
        await Should.ThrowAsync<NotPermittedException>(() => _portal.AskAsync((ScoringModels s) => s.ListAsync(manager, default)));
        await Should.ThrowAsync<NotPermittedException>(() => _portal.AskAsync((ScoringService s) => s.ScoreNowAsync(manager, null, null, default)));
    }

    private async Task RollUpAsync()
    {
        await using var connection = await _portal.ConnectAsync();
        await Rollup.RefreshAllAsync(connection, default);
    }

    private async Task PublishAsync(ScoringModel model)
    {
        var number = await _portal.AskAsync((ScoringModels m) => m.DraftAsync(CurrentUser.System, null, default));
        await _portal.ExecuteAsync($"update scoring_models set definition = '{model.ToJson()}' where number = {number}");
        var version = (await _portal.AskAsync((ScoringModels m) => m.FindAsync(CurrentUser.System, number, default)))!.Version;
        (await _portal.AskAsync((ScoringModels m) => m.PublishAsync(CurrentUser.System, number, version, "for the test", default))).Kept.ShouldBeTrue();
    }

    private Task<double[]> RawAsync(string code) => _portal.ScalarAsync<double[]>($"select raw from account_scores s join accounts a on a.id = s.account_id where a.code = '{code}'");

    private async Task<double> NetAsync(string code) =>
        (double)await _portal.ScalarAsync<decimal>($"select net_revenue from account_scores s join accounts a on a.id = s.account_id where a.code = '{code}'");
}
