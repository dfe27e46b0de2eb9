using KamPortal.Data.Imports;
using KamPortal.Features.Imports;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Imports;

public sealed class RuleTests : IAsyncLifetime
{
    private const string Accounts = "account_id,name\nA1,Anna\nA2,Bert\n";
    private const string Header = "account_id,period,product_line,currency,revenue,cogs,cost_to_serve\n";
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_dry_run_writes_nothing_of_the_portfolio()
    {
        await _bench.ImportTextAsync(Accounts);
        var before = await _bench.FingerprintAsync();
        var report = await _bench.ImportTextAsync("account_id,name,territory,business_type,account_owner_id,account_owner\nA1,Anna Ltd,North,Retail,7,Kim\nA3,Cleo,South,Retail,8,Lee\n", options: new() { DryRun = true });
        report.Refusal.ShouldBeNull();
        (report.Outcome!.Created, report.Outcome.Updated, report.Outcome.Imported).ShouldBe((1, 1, false));
        report.Outcome.Companions.Select(c => (c.What, c.Count)).ShouldBe([("segments", 1), ("regions", 2), ("people", 2)]);
        report.Outcome.Changes.ShouldContain(new ValueChange(2, "A1", "name", "Anna", "Anna Ltd"));
        report.Outcome.Changes.ShouldContain(new ValueChange(2, "A1", "region", null, "North"));
        (await _bench.FingerprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task One_bad_row_stops_everything_unless_the_good_rows_are_asked_for()
    {
        await _bench.ImportTextAsync(Accounts);
        const string File = Header + "A1,2026-01,Drives,USD,100,60,5\nA1,2026-13,Drives,USD,100,60,5\nA2,2026-02,Drives,USD,abc,60,5\n";
        var before = await _bench.FingerprintAsync();
        (await _bench.ImportTextAsync(File)).Refusal.ShouldBe("refused.bad_rows");
        (await _bench.FingerprintAsync()).ShouldBe(before);

        var good = await _bench.ImportTextAsync(File, options: new() { GoodRowsOnly = true });
        good.Refusal.ShouldBeNull();
        (good.Outcome!.Created, good.Outcome.Bad).ShouldBe((1, 2));
        (await _bench.ProblemsAsync(good.Number)).Select(p => (p.Row, p.Column, p.Code, p.Value))
            .ShouldBe([(3, "period", "month", "2026-13"), (4, "revenue", "number", "abc")]);
        (await _bench.ScalarAsync<decimal>("select sum(net_revenue) from account_months")).ShouldBe(100m);
    }

    [Fact]
    public async Task Codes_without_an_account_are_listed_with_rows_and_revenue_and_never_booked()
    {
        await _bench.ImportTextAsync(Accounts);
        var report = await _bench.ImportTextAsync(Header + "A1,2026-01,Drives,USD,100,60,5\nX9,2026-01,Drives,USD,40,20,1\nX9,2026-02,Drives,USD,2.50,1,1\nX8,2026-02,Drives,USD,70,1,1\n", options: new() { GoodRowsOnly = true });
        report.Outcome!.UnknownCodes.ShouldBe([new("X8", 1, 70m), new("X9", 2, 42.5m)]);
        report.Outcome.UnknownCodeCount.ShouldBe(2);
        report.Outcome.Bad.ShouldBe(3);
        (await _bench.ListAsync("select code from accounts order by 1")).ShouldBe(["A1", "A2"]);
        (await _bench.ScalarAsync<decimal>("select sum(net_revenue) from financial_facts")).ShouldBe(100m);
    }

    [Fact]
    public async Task A_missing_rate_names_row_currency_and_month()
    {
        await _bench.ImportTextAsync(Accounts);
        await _bench.ImportTextAsync("currency,period,rate\nEUR,2026-01,1.10\n");
        const string File = Header + "A1,2026-01,Drives,EUR,100,60,5\nA1,2026-02,Drives,EUR,100,60,5\nA2,2026-01,Drives,USD,10,6,0\n";
        var report = await _bench.ImportTextAsync(File);
        report.Refusal.ShouldBe("refused.bad_rows");
        (await _bench.ProblemsAsync(report.Number)).ShouldBe([new ProblemRow(3, "currency", "missing_rate", "EUR", "EUR 2026-02")]);

        await _bench.ImportTextAsync("currency,period,rate\nEUR,2026-02,1.20\n");
        (await _bench.ImportTextAsync(File)).Refusal.ShouldBeNull();
        (await _bench.ListAsync("select net_revenue::numeric(19,2) || ' ' || cogs::numeric(19,2) || ' ' || currency || ' ' || rate::numeric(9,2) from financial_facts order by 1"))
            .ShouldBe(["10.00 6.00 USD 1.00", "110.00 66.00 EUR 1.10", "120.00 72.00 EUR 1.20"]);
    }

    [Fact]
    public async Task A_cost_left_blank_in_single_rows_is_an_error_and_in_the_whole_file_not_recorded()
    {
        await _bench.ImportTextAsync(Accounts);
        var report = await _bench.ImportTextAsync(Header + "A1,2026-01,Drives,USD,100,60,\nA1,2026-02,Drives,USD,100,,\n", options: new() { GoodRowsOnly = true });
        (await _bench.ProblemsAsync(report.Number)).ShouldBe([new ProblemRow(3, "cogs", "blank_cost", null, null)]);
        report.Outcome!.NotRecorded.ShouldBe(["direct_service_cost"]);
        (await _bench.ScalarAsync<bool>("select bool_and(direct_service_cost is null and cogs = 60) from financial_facts")).ShouldBeTrue();
        (await _bench.ScalarAsync<bool>("select bool_or(service_cost_recorded) from account_months")).ShouldBeFalse();
    }

    [Fact]
    public async Task Gross_revenue_and_discounts_must_lead_to_net_revenue()
    {
        await _bench.ImportTextAsync(Accounts);
        const string Columns = "account_id,period,product_line,revenue,gross_revenue,discount\n";
        var report = await _bench.ImportTextAsync(Columns + "A1,2026-01,Drives,90,100,10\nA1,2026-02,Drives,95,100,10\n", options: new() { GoodRowsOnly = true });
        (await _bench.ProblemsAsync(report.Number)).Select(p => (p.Row, p.Code)).ShouldBe([(3, "not_adding_up")]);
        await _bench.ImportTextAsync("account_id,period,product_line,revenue,gross_revenue\nA2,2026-01,Drives,80,100\n");
        await _bench.ImportTextAsync("account_id,period,product_line,revenue\nA2,2026-02,Drives,70\n");
        (await _bench.ListAsync("select gross_revenue::int || ' - ' || discounts::int || ' = ' || net_revenue::int from financial_facts order by account_id, period"))
            .ShouldBe(["100 - 10 = 90", "100 - 20 = 80", "70 - 0 = 70"]);
    }

    [Fact]
    public async Task Rows_with_the_same_key_collide_unless_they_are_to_be_added_up()
    {
        await _bench.ImportTextAsync(Accounts);
        const string File = "account_id,order date,product_line,revenue,quantity\nA1,2026-01-03,Drives,10,1\nA1,2026-01-20,Drives,32,2\nA1,2026-01-20,Drives,32,2\n";
        var report = await _bench.ImportTextAsync(File);
        (await _bench.ProblemsAsync(report.Number)).Select(p => (p.Row, p.Code, p.Detail)).ShouldBe([(3, "duplicate", "2"), (4, "duplicate", "2")]);
        (await _bench.ImportTextAsync(File, options: new() { On = [ImportSwitch.AddUp.Key] })).Outcome!.Combined.ShouldBe(2);
        (await _bench.ScalarAsync<string>("select net_revenue::int || ' ' || quantity::int from financial_facts")).ShouldBe("74 5");
    }

    [Fact]
    public async Task An_account_listed_twice_alike_counts_once_and_twice_differently_is_an_error()
    {
        var report = await _bench.ImportTextAsync("account_id,name\nA1,Anna\nA1,Anna\nA2,Bert\nA2,Bertram\n", options: new() { GoodRowsOnly = true });
        (report.Outcome!.Created, report.Outcome.Unchanged, report.Outcome.Bad).ShouldBe((2, 1, 1));
        (await _bench.ProblemsAsync(report.Number)).ShouldBe([new ProblemRow(5, "account_id", "duplicate", "A2", "4")]);
    }

    [Fact]
    public async Task Parents_may_stand_anywhere_in_the_file_but_never_in_a_circle()
    {
        var report = await _bench.ImportTextAsync("account_id,name,parent account\nA1,Anna,A3\nA2,Bert,A9\nA3,Cleo,\nB1,Dora,B2\nB2,Emil,B1\nC1,Fred,C1\nC2,Gita,A2\n", options: new() { GoodRowsOnly = true });
        (await _bench.ProblemsAsync(report.Number)).Select(p => (p.Row, p.Code)).ShouldBe(
            [(3, "unknown_account"), (5, "circle"), (6, "circle"), (7, "own_parent"), (8, "unknown_account")]);
        (await _bench.ListAsync("select a.code || '>' || coalesce(p.code, '') from accounts a left join accounts p on p.id = a.parent_id order by 1")).ShouldBe(["A1>A3", "A3>"]);
        (await _bench.ImportTextAsync("account_id,parent account\nA3,A1\n")).Outcome!.Causes.ShouldHaveSingleItem().Code.ShouldBe("circle");
    }

    [Fact]
    public async Task Managers_are_found_by_code_or_name_wherever_they_stand_and_created_when_missing()
    {
        var report = await _bench.ImportTextAsync("sales_person_id,name,manager\n1,Ann,Bob\n2,Bob,Amelie Garner\n3,Cid,2\n");
        report.Outcome!.Companions.ShouldHaveSingleItem().Names.ShouldBe(["Amelie Garner"]);
        (await _bench.ListAsync("select p.name || '>' || coalesce(m.name, '') from people p left join people m on m.id = p.manager_id order by 1"))
            .ShouldBe(["Amelie Garner>", "Ann>Bob", "Bob>Amelie Garner", "Cid>Bob"]);
        (await _bench.ImportTextAsync("sales_person_id,name,manager\n1,Ann,Bob\n2,Bob,Amelie Garner\n3,Cid,2\n")).Outcome!.Unchanged.ShouldBe(3);
    }

    [Fact]
    public async Task Blank_cells_leave_what_is_there_unless_they_are_to_clear_it()
    {
        await _bench.ImportTextAsync("account_id,name,industry,city\nA1,Anna,Steel,Ulm\n");
        (await _bench.ImportTextAsync("account_id,name,industry,city\nA1,Anna,,Bonn\n")).Outcome!.Changes.ShouldBe([new(2, "A1", "city", "Ulm", "Bonn")]);
        (await _bench.ScalarAsync<string>("select industry from accounts")).ShouldBe("Steel");
        await _bench.ImportTextAsync("account_id,name,industry,city\nA1,,,Bonn\n", options: new() { On = [ImportSwitch.BlanksClear.Key] });
        (await _bench.ScalarAsync<string>("select name || coalesce(industry, ' without') from accounts")).ShouldBe("Anna without");
    }

    [Fact]
    public async Task Totals_and_blank_rows_are_no_accounts()
    {
        var report = await _bench.ImportTextAsync("客户编号,客户名称,城市\nA1,甲,上海\n,,\n合计：,,\n");
        (report.Outcome!.Created, report.Outcome.Blank, report.Outcome.Bad).ShouldBe((1, 1, 0));
        report.Outcome.Skipped.ShouldHaveSingleItem().First.ShouldBe([new(4, "合计：")]);
    }

    [Fact]
    public async Task Dates_and_numbers_that_read_two_ways_are_asked_for_and_never_guessed()
    {
        await _bench.ImportTextAsync(Accounts);
        const string File = "account_id,period,product_line,revenue\nA1,03/04/2026,Drives,\"1,234\"\n";
        (await _bench.ImportTextAsync(File)).Refusal.ShouldStartWith("doubt.");
        (await _bench.ImportTextAsync(File, options: new() { Dates = KamPortal.Data.Copy.DateOrder.DayFirst, Decimals = KamPortal.Data.Copy.DecimalStyle.Point })).Refusal.ShouldBeNull();
        (await _bench.ScalarAsync<string>("select to_char(period, 'YYYY-MM') || ' ' || net_revenue::int from financial_facts")).ShouldBe("2026-04 1234");
    }

    [Fact]
    public async Task Every_import_leaves_one_line_in_the_audit_log()
    {
        var report = await _bench.ImportTextAsync(Accounts);
        (await _bench.ScalarAsync<string>("select entity || ' ' || key || ' ' || (after ->> 'created') from audit_events where action = 'Import'")).ShouldBeOneOf(
            $"ImportBatch {report.Number} 2", null);
        (await _bench.ScalarAsync<long>("select count(*) from audit_events where action = 'Import'")).ShouldBe(1);
        (await _bench.ScalarAsync<long>("select count(*) from accounts where batch_id = (select id from import_batches)")).ShouldBe(2);
    }

    [Fact]
    public async Task Only_who_may_import_can_do_anything_here()
    {
        var viewer = new CurrentUser(Guid.CreateVersion7(), "Vera", new HashSet<string> { Role.Viewer }, null, [], []);
        var number = await _bench.TakeInAsync(Accounts);
        await Should.ThrowAsync<NotPermittedException>(() => _bench.Get<UploadedFiles>().TakeInAsync(viewer, "x.csv", new MemoryStream("a,b\n"u8.ToArray()), null, default));
        await Should.ThrowAsync<NotPermittedException>(() => _bench.Imports.FindAsync(viewer, number, default));
        await Should.ThrowAsync<NotPermittedException>(() => _bench.Imports.ImportAsync(viewer, number, false, 0, default));
        await Should.ThrowAsync<NotPermittedException>(() => _bench.Imports.DiscardAsync(viewer, number, default));
        (await _bench.ScalarAsync<long>("select count(*) from import_batches")).ShouldBe(1);
    }
}
