using System.Globalization;
using KamPortal.Features.Accounts;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Benchmarks;

/// <summary>Server time of the list of accounts and of Ctrl+K, for someone who sees all and for people who see a part.</summary>
internal sealed class AccountListBenchmark(int accounts) : Benchmark
{
    private const int Times = 15;

    public override IReadOnlyList<string> Names => ["lists"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await using var portfolio = await LargePortfolio.CreateAsync(accounts);
        // A hundredth bear Chinese names; leads, regions and countries are spread as they are in life.
        await portfolio.ExecuteAsync(
            """
            insert into regions (code, name) select 'R' || n, 'Region ' || n from generate_series(1, 40) n;
            insert into people (code, name) select 'P' || n, 'Person ' || n from generate_series(1, 500) n;
            insert into business_units (code, name) values ('U1', 'Unit 1');
            update product_lines set business_unit_id = (select id from business_units) where code = 'L1';
            update accounts set region_id = 1 + id % 40, lead_id = 1 + id % 500, country = 'Country ' || id % 60,
              name = case when id % 100 = 0 then (array['华为', '中兴', '东方', '长城', '重庆'])[1 + id / 100 % 5] || (array['技术', '电气', '银行', '机械', '光电'])[1 + id / 500 % 5] || id else name end;
            """);
        await portfolio.ExecuteAsync("vacuum analyze accounts");
        await portfolio.AskAsync((ScoringService s) => s.ScoreNowAsync(CurrentUser.System, null, null, default));
        var (all, team, region, unit) = (CurrentUser.System, Someone(Role.AccountManager, person: 7), Someone(Role.SalesDirector, regions: [3]), Someone(Role.SalesDirector, units: [1]));
        foreach (var (who, user) in new[] { ("all", all), ("team", team), ("region", region), ("unit", unit) })
        {
            foreach (var (what, address) in new[]
            {
                ("first page", "?"), ("by contribution", "?sort=-cm2"), ("country", "?f=country:Country%2017"), ("deep page", "?page=200"), ("3 letters", "?q=234"), ("code", "?q=A00012345"),
                ("initials", "?q=hwjs"), ("2 letters", "?q=hw"), ("1 character", "?q=华"), ("2 characters", "?q=电气"),
            })
                yield return Time($"list {what} ({who})", await MedianAsync(Times, () => portfolio.AskAsync((AccountList l) => l.PageAsync(user, ListQuery.FromUri(address), default))), 100);
            foreach (var sought in new[] { "h", "hw", "华", "hwjs", "customer 12", "A00012345" })
                yield return Time($"palette '{sought}' ({who})", await SlowestAsync(() => portfolio.AskAsync((AccountSearch s) => s.FindAsync(user, sought, default))), 150);
        }
    }

    private static CurrentUser Someone(string role, int? person = null, int[]? regions = null, int[]? units = null) =>
        new(Guid.CreateVersion7(), role, new HashSet<string> { role }, person, regions ?? [], units ?? []);

    private Figure Time(string name, TimeSpan taken, int goal) => new(name, taken.TotalMilliseconds, goal, string.Create(CultureInfo.InvariantCulture, $"ms at {accounts:N0} accounts"));

    /// <summary>The slowest of twenty: nineteen in twenty are faster.</summary>
    private static async Task<TimeSpan> SlowestAsync(Func<Task> work)
    {
        await work();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await work();
            var taken = System.Diagnostics.Stopwatch.GetElapsedTime(start);
            if (taken > slowest) slowest = taken;
        }

        return slowest;
    }
}
