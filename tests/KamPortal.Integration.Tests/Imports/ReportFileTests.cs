using KamPortal.Features.Imports;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>Files that are reports for people: sheets with totals below, groups named once.</summary>
public sealed class ReportFileTests : IAsyncLifetime
{
    private const string Grouped =
        """
        客户编号,期间,产品线,净收入
        A1,2026-01,Drives,100
        ,,Motors,200
        ,,小计,300
        A2,2026-01,Drives,50
        ,,Motors,70
        合计：,,,420

        """;

    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_line_of_totals_that_counts_the_rows_of_a_sheet_is_left_out_and_shown()
    {
        var book = WorkbookMaker.Book(
            new("Sales 2025", WorkbookMaker.Row("Customer code", "Product line") + WorkbookMaker.Row("A-2", "Pumps")),
            new("Customers", WorkbookMaker.Row("客户编号", "客户名称", "城市") + WorkbookMaker.Row("0000012345", "华东精密", "苏州") + WorkbookMaker.Row("A-2", "Müller AG", "Ulm") + WorkbookMaker.Row("合计：", "2")));
        var report = await _bench.Imports.ImportStreamAsync(ImportBench.Admin, null, "customers.xlsx", new MemoryStream(book), new(), default);
        report.Refusal.ShouldBeNull();
        (await _bench.ListAsync("select code || ' ' || name from accounts order by code")).ShouldBe(["0000012345 华东精密", "A-2 Müller AG"]);
        var shown = (await _bench.Get<ImportWizard>().FindAsync(ImportBench.Admin, report.Number, default))!.Outcome!.Skipped.ShouldHaveSingleItem();
        (shown.Reason, shown.Count, shown.First[0]).ShouldBe(("total", 1, new(4, "合计： · 2")));
    }

    [Fact]
    public async Task A_customer_called_Total_is_a_customer()
    {
        (await _bench.ImportTextAsync("name,account_id\nTotal,4711\nOrion,4712\n")).Outcome!.Created.ShouldBe(2);
        (await _bench.ListAsync("select code || ' ' || name from accounts order by code")).ShouldBe(["4711 Total", "4712 Orion"]);
    }

    [Fact]
    public async Task Blanks_below_a_value_are_offered_to_mean_that_value_and_mean_nothing_until_somebody_says_so()
    {
        await _bench.ImportTextAsync("account_id,name\nA1,Anna\nA2,Bert\n");
        var number = await _bench.TakeInAsync(Grouped, "facts");
        var settings = (await _bench.FindAsync(number)).Settings;
        settings.FillDown.ShouldBeEmpty();
        (await _bench.Imports.PreviewAsync(ImportBench.Admin, number, settings, default))!.Grouped.ShouldBe(["account", "period"]);
        var asWritten = await _bench.ImportTextAsync(Grouped, "facts", new() { DryRun = true });
        (asWritten.Outcome!.Created, asWritten.Outcome.Bad).ShouldBe((2, 2));

        var filled = await _bench.ImportTextAsync(Grouped, "facts", new() { FillDown = ["account", "period"] });
        filled.Refusal.ShouldBeNull(string.Join('\n', filled.Outcome?.Causes ?? []));
        filled.Outcome!.Skipped.Single().Count.ShouldBe(2);
        (await _bench.ListAsync("select concat_ws(' ', a.code, l.code, round(f.net_revenue)) from financial_facts f join accounts a on a.id = f.account_id join product_lines l on l.id = f.product_line_id order by 1"))
            .ShouldBe(["A1 Drives 100", "A1 Motors 200", "A2 Drives 50", "A2 Motors 70"]);
        // The next report of the same source is read the same way.
        (await _bench.FindAsync(await _bench.TakeInAsync(Grouped, "facts"))).Settings.FillDown.ShouldBe(["account", "period"]);
    }

    [Fact]
    public async Task A_column_that_is_simply_not_always_filled_in_is_not_taken_for_a_group()
    {
        var number = await _bench.TakeInAsync("account_id,name,city,country\nA1,Anna,Ulm,DE\nA2,Bert,,DE\nA3,Cleo,,\nA4,Dora,Bonn,DE\n");
        (await _bench.Imports.PreviewAsync(ImportBench.Admin, number, (await _bench.FindAsync(number)).Settings, default))!.Grouped.ShouldBeEmpty();
    }
}
