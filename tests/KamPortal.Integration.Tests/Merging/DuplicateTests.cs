using KamPortal.Data.Jobs;
using KamPortal.Features.Merging;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Merging;

/// <summary>Accounts that may be one company are found, shown to whoever may see both, and what a person said to them is remembered.</summary>
public sealed class DuplicateTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private DuplicateService Duplicates => portfolio.Get<DuplicateService>();

    [Fact]
    public async Task One_company_entered_twice_is_found_by_name_tax_number_and_address()
    {
        await EnterAsync(
            ("S1", "Siemens AG", "NORTH", "München", null, null), ("S2", "SIEMENS Aktiengesellschaft", "NORTH", "Munchen", null, null), ("S3", "Simens", "SOUTH", "München", "Werner-von-Siemens-Str. 1", null),
            ("S4", "Siemens", "SOUTH", "Munich", "Werner von Siemens Strasse 1", null),
            ("H1", "华东精密机械有限公司", "NORTH", "苏州", null, "91320594MA1XYZ1234"), ("H2", "苏州老字号", "NORTH", "苏州", null, "9132 0594 MA1X YZ12 34"),
            ("T1", "Total", "NORTH", null, null, "FR11111112"), ("T2", "Total", "NORTH", null, null, "FR22222223"), ("O1", "Orion Works", "NORTH", null, null, null));
        await LookAsync();
        var rows = (await Duplicates.ListAsync(portfolio.Admin, new ListQuery(), default)).Rows;
        rows.Select(r => $"{r.First.Code} {r.Second.Code}").ShouldBe(["S1 S2", "S1 S4", "S2 S4", "S1 S3", "H1 H2", "S2 S3", "S3 S4"], ignoreOrder: true, rows.Aggregate("", (s, r) => $"{s}{r.First.Code} {r.Second.Code} {r.Score} {r.NameLikeness}\n"));
        rows.Single(r => r is { First.Code: "H1" }).SameTaxId.ShouldBe(true);
        rows.Select(r => r.Score).ShouldBe(rows.Select(r => r.Score).OrderDescending());
        (await Duplicates.ListAsync(portfolio.Admin, new ListQuery { Search = "老字号" }, default)).Rows.ShouldHaveSingleItem().Second.Code.ShouldBe("H2");
    }

    [Fact]
    public async Task A_pair_is_seen_only_by_whoever_sees_both_and_said_to_be_two_companies_it_stays_so()
    {
        await EnterAsync(("S1", "Siemens AG", "NORTH", null, null, null), ("S2", "Siemens", "NORTH", null, null, null), ("S3", "SIEMENS", "SOUTH", null, null, null));
        await LookAsync();
        (await Duplicates.OpenAsync(portfolio.Admin, default)).ShouldBe(3);
        var seen = (await Duplicates.ListAsync(portfolio.Director, new ListQuery(), default)).Rows.ShouldHaveSingleItem();
        (seen.First.Code, seen.Second.Code).ShouldBe(("S1", "S2"));

        // What the director does not see the director cannot decide.
        var all = (await Duplicates.ListAsync(portfolio.Admin, new ListQuery(), default)).Rows.Select(r => r.Key).ToList();
        (await Duplicates.DismissAsync(portfolio.Director, all, dismissed: true, default)).ShouldBe(1);
        await LookAsync();
        (await Duplicates.OpenAsync(portfolio.Director, default)).ShouldBeNull();
        (await Duplicates.OpenAsync(portfolio.Admin, default)).ShouldBe(2);
        (await Duplicates.ListAsync(portfolio.Director, ListQuery.FromUri("/accounts/duplicates?f=state:dismissed"), default)).Rows.Single().DismissedBy.ShouldBe(portfolio.Director.Name);
        (await portfolio.ValueAsync("select string_agg(key, ',' order by key) from audit_events where action = 'NotDuplicate'")).ShouldBe("S1,S2");

        (await Duplicates.DismissAsync(portfolio.Director, [seen.Key], dismissed: false, default)).ShouldBe(1);
        (await Duplicates.OpenAsync(portfolio.Director, default)).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_put_away_is_no_duplicate_and_looking_is_asked_for_once()
    {
        await EnterAsync(("S1", "Siemens AG", "NORTH", null, null, null), ("S2", "Siemens", "NORTH", null, null, null));
        await Duplicates.LookNowAsync(CurrentUser.System, default);
        await Duplicates.LookNowAsync(portfolio.Admin, default);
        (await portfolio.ValueAsync("select count(*) from jobs where state = 'Queued'")).ShouldBe(1L);
        (await Duplicates.StateAsync(portfolio.Admin, default)).UnderWay.ShouldBeTrue();
        await RunAsync();
        (await Duplicates.OpenAsync(portfolio.Admin, default)).ShouldBe(1);
        await portfolio.RunAsync("update accounts set archived_at = now() where code = 'S2'");
        (await Duplicates.OpenAsync(portfolio.Admin, default)).ShouldBeNull();
        await LookAsync();
        (await portfolio.ValueAsync("select count(*) from duplicate_pairs")).ShouldBe(0L);
    }

    // Three thousand by default, a hundred thousand with --full.
    private static readonly int Many = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 100_000 : 3_000;

    [Fact]
    public async Task Very_many_accounts_are_compared_in_reasonable_time()
    {
        await EnterAsync();
        await portfolio.RunAsync(
            $"""
            insert into accounts (code, name, city, country, kind, status)
            select 'B' || n, w.a[1 + n % 40] || ' ' || w.b[1 + n / 40 % 50] || ' ' || case when n % 5 = 0 then w.a[1 + n / 7 % 40] else (n / 3)::text end || case when n % 3 = 0 then ' Ltd' else ' Co., Ltd.' end, 'City ' || n % 300, 'China', 'Customer', 'Active'
            from generate_series(1, {Many}) n, (select array(select 'Brand' || chr(65 + x / 26) || chr(65 + x % 26) || 'on' from generate_series(0, 39) x) as a, array(select 'Trade' || chr(65 + x / 26) || chr(65 + x % 26) || 'ing' from generate_series(0, 49) x) as b) w
            """);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await LookAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(10));
        (await Duplicates.OpenAsync(portfolio.Admin, default)).ShouldNotBeNull();
    }

    private async Task EnterAsync(params (string Code, string Name, string Region, string? City, string? Street, string? Tax)[] accounts)
    {
        await portfolio.RunAsync("delete from financial_facts; delete from account_months; truncate accounts, jobs cascade");
        await using var db = await portfolio.OpenAsync();
        foreach (var a in accounts)
            db.Accounts.Add(new(a.Code, a.Name) { City = a.City, Street = a.Street, TaxId = a.Tax, RegionId = db.Regions.Single(r => r.Code == a.Region).Id });
        db.Actor = CurrentUser.System;
        await db.SaveChangesAsync();
    }

    private async Task LookAsync()
    {
        await Duplicates.LookNowAsync(CurrentUser.System, default);
        await RunAsync();
    }

    private async Task RunAsync()
    {
        var job = (Guid)(await portfolio.ValueAsync($"select id from jobs where state = 'Queued' and kind = '{DuplicateSearch.Key}'"))!;
        await portfolio.Get<JobRunner>().RunAsync(job, default);
        (await portfolio.ValueAsync($"select state || coalesce(error, '') from jobs where id = '{job}'")).ShouldBe("Succeeded");
    }
}
