using KamPortal.Features.Accounts;
using KamPortal.Features.Scoring;
using KamPortal.Features.Tiering;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Npgsql;

namespace KamPortal.Benchmarks;

/// <summary>A whole run, from facts to results in force, and then the dashboard and the first page of accounts that are built on it.</summary>
internal sealed class ScoringRunBenchmark(int accounts) : Benchmark
{
    public override IReadOnlyList<string> Names => ["run", "dashboard", "list"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await using var portfolio = await LargePortfolio.CreateAsync(accounts);
        var run = await MedianAsync(1, () => portfolio.AskAsync((ScoringService s) => s.ScoreNowAsync(CurrentUser.System, null, null, default)));
        var insert = await MedianAsync(1, () => portfolio.ExecuteAsync(OneStatement));
        yield return Ratio("run", run, insert, goal: 1.5, "the same mid-ranks as one INSERT ... SELECT, without indexes or dashboard");

        await using var source = NpgsqlDataSource.Create(portfolio.Owner);
        var one = await MedianAsync(200, async () =>
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync();
        });
        var dashboard = await MedianAsync(100, () => portfolio.AskAsync((TieringService s) => s.DashboardAsync(CurrentUser.System, null, default)));
        yield return Ratio("dashboard", dashboard, one, goal: 20, "select 1");
        var list = await MedianAsync(50, () => portfolio.AskAsync((AccountList l) => l.PageAsync(CurrentUser.System, new ListQuery { Sort = "cm2", Descending = true }, default)));
        yield return Ratio("list", list, one, goal: 100, "select 1");
    }

    private const string OneStatement =
        """
        set work_mem = '256MB';
        drop table if exists bench_scores;
        create table bench_scores (like account_scores including defaults);
        insert into bench_scores
        with facts as (
          select a.id, a.code, m.net, m.cogs, m.serve, m.net - m.cogs - m.serve cm2, m.prior_net, m.prior_cm2, m.months, f.lines
          from (select account_id, count(*) lines from (
                  select account_id, product_line_id from financial_facts where period between '2025-10-01' and '2026-09-01' and net_revenue > 0
                  group by account_id, product_line_id) l group by account_id) f
          join accounts a on a.id = f.account_id and a.kind = 'Customer' and a.status = 'Active' and a.archived_at is null
          join (select account_id,
                       sum(net_revenue) filter (where period >= '2025-10-01') net, sum(cogs) filter (where period >= '2025-10-01') cogs,
                       sum(direct_service_cost + activity_cost) filter (where period >= '2025-10-01') serve,
                       sum(net_revenue) filter (where period < '2025-10-01') prior_net,
                       sum(net_revenue - cogs - direct_service_cost - activity_cost) filter (where period < '2025-10-01') prior_cm2,
                       count(*) filter (where period >= '2025-10-01' and order_count > 0) months
                from account_months where period between '2024-10-01' and '2026-09-01' group by account_id) m on m.account_id = a.id),
        raw as (
          select *, cm2::float8 c1, case when net > 0 then cm2::float8 / net::float8 end c2,
                 case when prior_net > 0 then net::float8 / prior_net::float8 - 1 end c3, case when prior_cm2 > 0 then cm2::float8 / prior_cm2::float8 - 1 end c4,
                 lines / 8.0::float8 c5, months / 12.0::float8 c6
          from facts),
        ranked as (
          select *,
            (rank() over (order by c1) - 1 + 0.5 * count(*) over (partition by c1)) / count(c1) over () * 100 p1,
            (rank() over (order by c2) - 1 + 0.5 * count(*) over (partition by c2)) / count(c2) over () * 100 p2,
            case when c3 is not null then (rank() over (order by c3) - 1 + 0.5 * count(*) over (partition by c3)) / count(c3) over () * 100 end p3,
            case when c4 is not null then (rank() over (order by c4) - 1 + 0.5 * count(*) over (partition by c4)) / count(c4) over () * 100 end p4,
            (rank() over (order by c5) - 1 + 0.5 * count(*) over (partition by c5)) / count(c5) over () * 100 p5,
            (rank() over (order by c6) - 1 + 0.5 * count(*) over (partition by c6)) / count(c6) over () * 100 p6
          from raw),
        scored as (
          select *, 0.7 * p1 + 0.3 * p2 profit,
                 (40 * coalesce(p3, 0) + 20 * coalesce(p4, 0) + 20 * p5 + 20 * p6)
                   / (40 + case when p3 is null then -40 else 0 end + case when p4 is null then 0 else 20 end + 40) growth
          from ranked),
        total as (select *, round((0.6 * profit + 0.4 * growth)::numeric, 2) composite from scored)
        select '00000000-0000-0000-0000-000000000001', id,
               case when cm2 < 0 then case when growth >= 70 then 3 else 4 end when composite >= 75 then 1 when composite >= 55 then 2 when growth >= 70 then 3 else 4 end,
               case when composite >= 75 then 1 when composite >= 55 then 2 else 4 end, null, 0, composite, rank() over (order by composite desc, code), profit, growth, null, net, net - cogs, cm2, 0,
               array[c1, c2, c3, c4, c5, c6], array[p1, p2, p3, p4, p5, p6]
        from total
        """;
}
