using CsCheck;
using KamPortal.Data;
using KamPortal.Domain.Profitability;
using KamPortal.Features.Accounts;
using KamPortal.Features.Merging;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Shell.Lists;
using Npgsql;

namespace KamPortal.Integration.Tests.Merging;

/// <summary>Two accounts become one, nothing is lost, and they can be parted again as if nothing had been.</summary>
public sealed class MergeTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private static readonly int Worlds = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 100 : 4;
    private readonly MergeWorld _world = new(portfolio);

    private MergeService Merges => portfolio.Get<MergeService>();

    [Fact]
    public async Task Merging_and_parting_again_leaves_every_table_as_it_was() => await MergeWorld.AnySeed.SampleAsync(async seed =>
    {
        await _world.BuildAsync(seed, 6);
        var before = await _world.SumsAsync();
        var (net, booked, activity) = (await SumAsync("net_revenue"), await SumAsync("cogs + direct_service_cost"), await SumAsync("activity_cost"));
        string[] fields = [.. MergeSql.Fields.Keys.Where((_, i) => (seed >> (i % 16) & 1) == 1)];
        var (survivor, other) = ($"A{1 + seed % 6}", $"A{1 + (seed + 1 + seed / 7 % 5) % 6}");

        var merge = await _world.MergeAsync(portfolio.Admin, survivor, other, fields);
        merge.Refusal.ShouldBeNull($"seed {seed}");
        ((await portfolio.ValueAsync($"select count(*) from accounts where code = '{other}'")) is 0L).ShouldBeTrue();
        (await SumAsync("net_revenue"), await SumAsync("cogs + direct_service_cost")).ShouldBe((net, booked), $"seed {seed}");
        // What an activity costs follows from its volume and is rounded once; six months' volumes were rounded apart before.
        (await SumAsync("activity_cost")).ShouldBe(activity, 0.0006m, $"seed {seed}");
        ((bool)(await portfolio.ValueAsync(Circle))!).ShouldBeFalse($"seed {seed}");

        (await Merges.UndoAsync(portfolio.Admin, merge.Id, default)).Refusal.ShouldBeNull($"seed {seed}");
        (await _world.SumsAsync()).ShouldBe(before, $"seed {seed}");
    }, iter: Worlds, threads: 1);

    [Fact]
    public async Task Merging_two_accounts_raises_concentration_by_twice_the_product_of_their_shares() => await MergeWorld.AnySeed.SampleAsync(async seed =>
    {
        await _world.BuildAsync(seed, 5);
        var before = await NetAsync();
        if (!before.TryGetValue("A1", out var a) || !before.TryGetValue("A2", out var b) || a <= 0 || b <= 0) return;
        var was = Concentration.Of(before.Values);
        (await _world.MergeAsync(portfolio.Admin, "A1", "A2")).IsDone.ShouldBeTrue();
        var shares = 2 * (a / was.PositiveTotal * 100) * (b / was.PositiveTotal * 100);
        (Concentration.Of((await NetAsync()).Values).Hhi!.Value - was.Hhi!.Value).ShouldBe(shares, 0.000001m);
    }, iter: Worlds, threads: 1);

    [Fact]
    public async Task What_both_have_is_added_up_and_the_preview_says_so_beforehand()
    {
        await SmallAsync();
        var seen = (await Merges.PreviewAsync(portfolio.Admin, "A1", "A2", default))!;
        seen.Parts.Select(p => (p.Table, p.Moving, p.Both)).ShouldBe([("account_team_members", 1, 1), ("contacts", 1, 0), ("financial_facts", 2, 1)], ignoreOrder: true);
        (seen.Survivor.NetRevenue, seen.Other.NetRevenue, seen.NetRevenue).ShouldBe((100m, 75m, 175m));
        seen.Fields.Single(f => f.Key == "City").ShouldBe(new("City", null, "Bonn", true, true));
        seen.Fields.Single(f => f.Key == "Name").TakesOther.ShouldBeFalse();

        (await Merges.MergeAsync(portfolio.Admin, new("A1", "A2", seen.Survivor.Version, seen.Other.Version, ["City"], null), default)).IsDone.ShouldBeTrue();
        (await portfolio.ValueAsync("select string_agg(to_char(period, 'MM') || ' ' || round(net_revenue), ',' order by period) from financial_facts")).ShouldBe("01 150,02 25");
        (await portfolio.ValueAsync("select name || ' ' || city || ' ' || former_codes from accounts where code = 'A1'")).ShouldBe("Account 1 Bonn A2");
        (await portfolio.ValueAsync("select string_agg(entity || ' ' || key, ',' order by entity, key) from audit_events where action in ('Moved', 'Merged')"))
            .ShouldBe("Account A1,Account A2,AccountTeamMember A2 → A1,Contact A2 → A1,FinancialFact A2 → A1");
    }

    [Fact]
    public async Task The_old_code_leads_to_the_survivor_in_search_and_for_those_who_may_see_it()
    {
        await SmallAsync();
        (await _world.MergeAsync(portfolio.Admin, "A1", "A2")).IsDone.ShouldBeTrue();
        (await portfolio.Get<AccountSearch>().FindAsync(portfolio.Admin, "a2", default)).Select(h => h.Href).ShouldBe(["/accounts/A1"]);
        (await portfolio.Get<AccountList>().PageAsync(portfolio.Admin, new() { Search = "A2" }, default)).Rows.Select(r => r.Code).ShouldBe(["A1"]);
        (await portfolio.Get<AccountPages>().SurvivorOfAsync(portfolio.Admin, "A2", default)).ShouldBe("A1");
        (await portfolio.Get<AccountPages>().SurvivorOfAsync(portfolio.Director with { RegionIds = [] }, "A2", default)).ShouldBeNull();
        (await portfolio.Get<AccountEditor>().CreateAsync(portfolio.Admin, new() { Code = "A2", Name = "Another" }, default)).ShouldBeOfType<KamPortal.Shell.Forms.SaveResult<AccountForm>.Invalid>();
    }

    [Fact]
    public async Task A_merge_is_not_undone_over_what_somebody_changed_since_and_each_row_is_named()
    {
        await SmallAsync();
        var merge = await _world.MergeAsync(portfolio.Admin, "A1", "A2");
        await portfolio.RunAsync("update contacts set phone = '1'; update financial_facts set cogs = 1 where period = '2026-01-01'");
        var refused = await Merges.UndoAsync(portfolio.Admin, merge.Id, default);
        refused.Touched.Select(t => (t.Table, t.Row, t.IsGone)).ShouldBe([("contacts", "Contact", false), ("financial_facts", "2026-01 · L1", false)], ignoreOrder: true);
        (await portfolio.ValueAsync("select count(*) from accounts")).ShouldBe(2L);
        // A change of something the merge did not touch is no obstacle, and stays.
        await portfolio.RunAsync("update contacts set phone = null; update financial_facts set cogs = null where period = '2026-01-01'; update accounts set industry = 'Pumps' where code = 'A1'");
        (await Merges.UndoAsync(portfolio.Admin, merge.Id, default)).Refusal.ShouldBeNull();
        (await portfolio.ValueAsync("select string_agg(code || coalesce(industry, ''), ',' order by code) from accounts")).ShouldBe("A1Pumps,A2,A3");
    }

    [Fact]
    public async Task Merges_of_a_merged_account_are_undone_the_latest_first()
    {
        await SmallAsync();
        var before = await _world.SumsAsync();
        var first = await _world.MergeAsync(portfolio.Admin, "A1", "A2");
        var second = await _world.MergeAsync(portfolio.Admin, "A3", "A1");
        (await portfolio.Get<AccountPages>().SurvivorOfAsync(portfolio.Admin, "A2", default)).ShouldBe("A3");
        (await Merges.UndoAsync(portfolio.Admin, first.Id, default)).Refusal.ShouldNotBeNull().ShouldContain("first");
        (await Merges.UndoAsync(portfolio.Admin, second.Id, default)).Refusal.ShouldBeNull();
        (await Merges.UndoAsync(portfolio.Admin, first.Id, default)).Refusal.ShouldBeNull();
        (await _world.SumsAsync()).ShouldBe(before);
        (await Merges.UndoAsync(portfolio.Admin, first.Id, default)).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_merges_what_somebody_changed_after_it_was_looked_at_nor_what_is_out_of_scope()
    {
        await SmallAsync();
        var seen = (await Merges.PreviewAsync(portfolio.Admin, "A1", "A2", default))!;
        await portfolio.RunAsync("update accounts set city = 'Ulm' where code = 'A2'");
        (await Merges.MergeAsync(portfolio.Admin, new("A1", "A2", seen.Survivor.Version, seen.Other.Version, [], null), default)).Refusal.ShouldNotBeNull();
        var director = portfolio.Director with { RegionIds = [(int)(await portfolio.ValueAsync("select id from regions where code = 'N'"))!] };
        (await Merges.PreviewAsync(director, "A1", "A2", default)).ShouldNotBeNull();
        (await Merges.PreviewAsync(director, "A1", "A3", default)).ShouldBeNull();
        (await Merges.PreviewAsync(portfolio.Admin, "A1", "A1", default)).ShouldBeNull();
        (await portfolio.ValueAsync("select count(*) from accounts")).ShouldBe(3L);
    }

    [Fact]
    public async Task Groups_keep_their_sums_and_a_member_takes_the_place_of_its_head()
    {
        await SmallAsync();
        await portfolio.RunAsync("update accounts set parent_id = (select id from accounts where code = 'A3') where code = 'A2'; update accounts set parent_id = (select id from accounts where code = 'A2') where code = 'A1'");
        var group = await GroupAsync("A3");
        (await _world.MergeAsync(portfolio.Admin, "A1", "A2")).IsDone.ShouldBeTrue();
        (await portfolio.ValueAsync("select p.code from accounts a join accounts p on p.id = a.parent_id where a.code = 'A1'")).ShouldBe("A3");
        (await GroupAsync("A3")).ShouldBe(group);
    }

    [Fact]
    public async Task Every_table_that_refers_to_accounts_says_what_becomes_of_its_rows()
    {
        await using var connection = new NpgsqlConnection(portfolio.ConnectionString);
        await connection.OpenAsync();
        var all = await AccountTables.AllAsync(connection, default);
        all.Where(t => !AccountTables.Known.Contains(t)).Select(t => $"{t.Table}.{t.Column}").ShouldBeEmpty("say in AccountTables.Known how its rows go over when two accounts are merged");
        AccountTables.Known.Except(all).Select(t => $"{t.Table}.{t.Column}").ShouldBeEmpty("no such reference any more");
        foreach (var table in all)
        {
            var shape = await TableShape.ReadAsync(connection, table, default);
            // Where the account is part of a key, two rows of one key must have an answer.
            await using var command = new NpgsqlCommand("select exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) where i.indrelid = $1::regclass and i.indisunique and a.attname = $2)", connection)
            { Parameters = { new() { Value = table.Table }, new() { Value = table.Column } } };
            ((bool)(await command.ExecuteScalarAsync())!).ShouldBe(table.WhenBoth != WhenBoth.Never, $"{table.Table}.{table.Column}");
            shape.Keys.ShouldNotBeEmpty(table.Table);
        }
    }

    [Fact]
    public async Task The_history_is_listed_and_what_cannot_be_undone_any_more_says_so()
    {
        await SmallAsync();
        var merge = await _world.MergeAsync(portfolio.Admin, "A1", "A2");
        var line = (await Merges.ListAsync(portfolio.Admin, new ListQuery { Search = "account 2" }, default)).Rows.ShouldHaveSingleItem();
        (line.MergedCode, line.SurvivorCode, line.Rows, line.UndoableUntil is not null).ShouldBe(("A2", "A1", 4, true));
        (await Merges.ListAsync(portfolio.Director with { RegionIds = [] }, new ListQuery(), default)).Total.ShouldBe(0);
        await portfolio.RunAsync("update account_merges set at = now() - interval '31 days'");
        (await Merges.UndoAsync(portfolio.Admin, merge.Id, default)).Refusal.ShouldNotBeNull();
        (await Merges.ListAsync(portfolio.Admin, new ListQuery(), default)).Rows.Single().UndoableUntil.ShouldBeNull();
    }

    private const string Circle =
        """
        with recursive up as (select id as start, parent_id as at, 1 as steps from accounts union all select up.start, a.parent_id, up.steps + 1 from up join accounts a on a.id = up.at where up.steps < 20 and up.at <> up.start)
        select exists (select from up where at = start)
        """;

    /// <summary>Three accounts: A1 and A2 in the north with facts of January in common, a colleague in common and a contact at A2.</summary>
    private async Task SmallAsync()
    {
        await _world.BuildAsync(1, 3);
        await portfolio.RunAsync(
            """
            delete from financial_facts; delete from activity_volumes; delete from wallet_estimates; delete from account_ratings; delete from account_team_members; delete from contacts; delete from opportunities; delete from contracts;
            delete from duplicate_pairs;
            update accounts set parent_id = null, local_name = null, city = null, tax_id = null, country = null, lead_id = null, industry = null, region_id = (select id from regions where code = case when accounts.code = 'A3' then 'S' else 'N' end);
            update accounts set city = 'Bonn' where code = 'A2';
            insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, currency, rate)
              select a.id, m::date, l.id, v, 0, 'USD', 1 from (values ('A1', '2026-01-01', 100), ('A2', '2026-01-01', 50), ('A2', '2026-02-01', 25)) f(c, m, v) join accounts a on a.code = c join product_lines l on l.code = 'L1';
            insert into account_team_members (account_id, person_id, role) select a.id, p.id, 'TechnicalSpecialist' from accounts a, people p where a.code in ('A1', 'A2') and p.code = 'P1';
            insert into contacts (code, account_id, name, side, influence, stance) select 'C1', id, 'Contact', 'Commercial', 3, 0 from accounts where code = 'A2';
            delete from account_months;
            """);
        await portfolio.RollUpAsync();
    }

    private async Task<decimal> SumAsync(string what) => (decimal)(await portfolio.ValueAsync($"select coalesce(sum({what}), 0) from account_months"))!;

    private async Task<Dictionary<string, decimal>> NetAsync()
    {
        await using var db = await portfolio.OpenAsync();
        return await System.Threading.Tasks.Task.Run(() => db.AccountMonths.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Code, m.NetRevenue }).GroupBy(x => x.Code).Select(g => new { g.Key, Net = g.Sum(x => x.NetRevenue) }).ToDictionary(g => g.Key, g => g.Net));
    }

    private async Task<decimal> GroupAsync(string head) => (decimal)(await portfolio.ValueAsync(
        $"""
        with recursive down as (select id from accounts where code = '{head}' union all select a.id from accounts a join down on a.parent_id = down.id)
        select coalesce(sum(net_revenue), 0) from account_months m join down on down.id = m.account_id
        """))!;
}
