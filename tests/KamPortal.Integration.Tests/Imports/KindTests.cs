using KamPortal.Features.Imports;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>What each kind of file brings into the portfolio, and what it refuses.</summary>
public sealed class KindTests : IAsyncLifetime
{
    private const string Accounts = "account_id,name\nA1,Anna\nA2,Bert\n";
    private ImportBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await ImportBench.OpenAsync();
        await _bench.ImportTextAsync(Accounts);
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Contacts_without_codes_are_known_by_account_and_address_and_report_to_each_other()
    {
        const string File = "account_id,first_name,last_name,position,email,buying role,influence,stance,reports to\nA1,Jing,Chen,Buyer,jing@a.example,Decider,5,2,\nA1,Wei,Li,Engineer,wei@a.example,Champion,3,-1,Jing Chen\nBert,,王芳,,,,9,,\nA1,Eve,X,,,,,,Nobody\n";
        var report = await _bench.ImportTextAsync(File, options: new() { GoodRowsOnly = true });
        report.Refusal.ShouldBeNull();
        (await _bench.ListAsync("select c.name || '|' || c.title || '|' || c.role || '|' || c.stance || '|' || coalesce(b.name, '') from contacts c left join contacts b on b.id = c.reports_to_id order by c.name collate \"C\""))
            .ShouldBe(["Jing Chen|Buyer|Decider|2|", "Wei Li|Engineer|Champion|-1|Jing Chen"]);
        (await _bench.ProblemsAsync(report.Number)).Select(p => (p.Row, p.Code)).ShouldBe([(4, "influence"), (5, "unknown_contact")]);

        var again = await _bench.ImportTextAsync(File.Replace("Buyer", "Head buyer", StringComparison.Ordinal), options: new() { GoodRowsOnly = true });
        (again.Outcome!.Created, again.Outcome.Updated, again.Outcome.Unchanged).ShouldBe((0, 1, 1));
    }

    [Fact]
    public async Task Opportunities_take_their_state_from_the_stage_and_the_latest_rate_known_by_then()
    {
        await _bench.ImportTextAsync("currency,period,rate\nEUR,2026-01,1.10\nEUR,2026-03,1.20\n");
        var report = await _bench.ImportTextAsync("Opportunity Name,Account Name,Stage,Close Date,Amount,Currency,Probability (%),product line\nNew drives,Anna,Closed Won,2026-02-10,1000,EUR,100,Drives\nRetrofit,A2,Proposal,2027-05-01,500,EUR,40,Motors\nNo rate,A2,Proposal,2025-05-01,500,EUR,40,\n", options: new() { GoodRowsOnly = true });
        report.Refusal.ShouldBeNull();
        (await _bench.ListAsync("select o.name || ' ' || o.state || ' ' || o.value::int || ' ' || l.code from opportunities o join opportunity_lines x on x.opportunity_id = o.id join product_lines l on l.id = x.product_line_id order by o.name"))
            .ShouldBe(["New drives Won 1100 Drives", "Retrofit Open 600 Motors"]);
        (await _bench.ProblemsAsync(report.Number)).ShouldHaveSingleItem().Detail.ShouldBe("EUR 2025-05");
    }

    [Fact]
    public async Task Contracts_that_have_ended_are_expired_unless_the_file_says_otherwise()
    {
        var report = await _bench.ImportTextAsync("contract number,account_id,start date,end date,annual value,auto renew\nV1,A1,2020-01-01,2021-12-31,1000,no\nV2,A2,2020-01-01,2199-12-31,,yes\nV3,A2,2026-01-01,2025-12-31,,\n", options: new() { GoodRowsOnly = true });
        (await _bench.ListAsync("select number || ' ' || state || ' ' || auto_renew from contracts order by 1")).ShouldBe(["V1 Expired false", "V2 Active true"]);
        (await _bench.ProblemsAsync(report.Number)).ShouldHaveSingleItem().Code.ShouldBe("ends_before_start");
    }

    [Fact]
    public async Task Quotas_hold_for_a_month_a_quarter_or_a_year()
    {
        await _bench.ImportTextAsync("sales_person_id,period,quota\n7,2026-Q2,300\n7,2026-04,100\n7,2026,1200\n7,2026年第三季度,310\n8,2026-05,0\n", options: new() { GoodRowsOnly = true });
        (await _bench.ListAsync("select to_char(period, 'YYYY-MM') || '/' || months || ' ' || amount::int from quotas order by 1")).ShouldBe(["2026-01/12 1200", "2026-04/1 100", "2026-04/3 300", "2026-07/3 310"]);
    }

    [Fact]
    public async Task A_wallet_may_be_estimated_in_all_and_by_line_and_a_new_figure_replaces_the_old()
    {
        const string File = "account_id,product line,wallet,as of\nA1,,1000,2026-01\nA1,Drives,400,2026-01\n";
        (await _bench.ImportTextAsync(File)).Outcome!.Created.ShouldBe(2);
        var again = (await _bench.ImportTextAsync(File.Replace("1000", "1100", StringComparison.Ordinal))).Outcome!;
        (again.Updated, again.Unchanged).ShouldBe((1, 1));
        (await _bench.ScalarAsync<decimal>("select sum(amount) from wallet_estimates")).ShouldBe(1500m);
    }

    [Fact]
    public async Task Activity_volumes_become_cost_to_serve_by_their_rates()
    {
        await _bench.ScalarAsync<object>("insert into activities (code, name, kind) values ('ORDER', 'Order', 'PerUnit'); insert into activity_rates (activity_id, \"from\", rate) select id, '2026-01-01', 12.5 from activities");
        var report = await _bench.ImportTextAsync("account_id,month,activity,volume\nA1,2026-03,order,4\nA1,2026-03,VISIT,1\n", options: new() { GoodRowsOnly = true });
        (await _bench.ScalarAsync<decimal>("select activity_cost from account_months")).ShouldBe(50m);
        (await _bench.ProblemsAsync(report.Number)).ShouldHaveSingleItem().Code.ShouldBe("unknown_activity");
    }

    [Fact]
    public async Task Markets_grow_in_their_region_and_segment()
    {
        await _bench.ImportTextAsync("Market,Region,Segment,Market size,Growth\nMachinery East,East,Machinery,85000000,6.5\n");
        (await _bench.ScalarAsync<string>("select m.code || ' ' || r.name || ' ' || s.name || ' ' || m.growth_percent::numeric(5,1) from markets m join regions r on r.id = m.region_id join segments s on s.id = m.segment_id"))
            .ShouldBe("Machinery East East Machinery 6.5");
    }

    [Fact]
    public async Task Lines_of_a_document_are_counted_and_repetitions_listed_unless_they_are_sales()
    {
        const string File = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,X,2,2026-03-01,10,A1\n1,X,2,2026-03-01,10,A1\n1,Y,1,2026-03-01,5,A1\nC2,Y,-1,2026-03-02,5,A1\n3,Y,1,2026-03-02,5,\n";
        var report = await _bench.ImportTextAsync(File, options: new() { GoodRowsOnly = true });
        report.Refusal.ShouldBeNull();
        (report.Outcome!.Rows, report.Outcome.Created).ShouldBe((5, 3));
        report.Outcome.Causes.Select(c => (c.Code, c.Rows)).ShouldBe([("repeated", 1), ("required", 1)]);
        (await _bench.ListAsync("select external_key || ' ' || type || ' ' || net_revenue::int from sales_transactions order by 1")).ShouldBe(["1/1 Invoice 20", "1/3 Invoice 5", "C2/1 CreditNote -5"]);

        var all = await _bench.ImportTextAsync(File, options: new() { GoodRowsOnly = true, On = ["keep_repeats"] });
        (all.Outcome!.Created, all.Outcome.Unchanged).ShouldBe((1, 3));
    }

    [Fact]
    public async Task A_number_to_which_a_spreadsheet_gave_a_decimal_point_is_the_number()
    {
        await _bench.ImportTextAsync("account_id,name\n17850,Cleo\n");
        (await _bench.ImportTextAsync("InvoiceNo,InvoiceDate,revenue,CustomerID\n1,2026-03-01,10,17850.0\n")).Outcome!.Created.ShouldBe(1);
    }
}
