using System.Globalization;
using System.IO.Compression;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>Real companies' files, imported as they are, must give the reference figures to the cent.</summary>
public sealed class RealDataTests
{
    [SkippableTheory]
    [InlineData("adventureworks", 701, 9043)]
    [InlineData("classicmodels", 122, 708)]
    public async Task Every_accounts_sums_equal_the_reference_to_the_cent(string set, int accounts, int facts)
    {
        var folder = SharedData.PathOf("data", set);
        var oracle = SharedData.PathOf("oracles", $"{set}_accounts.csv");
        await using var bench = await ImportBench.OpenAsync();

        foreach (var file in new[] { "accounts.csv", "sales_people.csv", "account_financials.csv" })
        {
            var report = await bench.ImportAsync(Path.Combine(folder, file));
            report.Refusal.ShouldBeNull(file);
            report.Outcome!.Bad.ShouldBe(0, file);
            report.Outcome.Imported.ShouldBeTrue(file);
        }

        (await bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(accounts);
        (await bench.ScalarAsync<long>("select count(*) from financial_facts")).ShouldBe(facts);
        var sums = await bench.ListAsync(
            """
            select concat_ws(',', a.code, sum(m.net_revenue)::numeric(19,2), sum(m.cogs)::numeric(19,2), sum(m.direct_service_cost)::numeric(19,2),
                             sum(m.net_revenue - m.cogs - m.direct_service_cost - m.activity_cost)::numeric(19,2))
            from account_months m join accounts a on a.id = m.account_id group by a.code order by a.code collate "C"
            """);
        var expected = File.ReadLines(oracle).Skip(1).Select(l => l.Split(','))
            .Select(c => string.Join(',', c[0], Cents(c[1]), Cents(c[2]), Cents(c[3]), Cents(c[8]))).Order(StringComparer.Ordinal).ToList();
        sums.ShouldBe(expected);
    }

    [SkippableTheory]
    [InlineData("adventureworks")]
    [InlineData("classicmodels")]
    public async Task Importing_the_same_files_again_changes_nothing(string set)
    {
        var folder = SharedData.PathOf("data", set);
        await using var bench = await ImportBench.OpenAsync();
        string[] files = ["accounts.csv", "sales_people.csv", "account_financials.csv"];
        foreach (var file in files) (await bench.ImportAsync(Path.Combine(folder, file))).Refusal.ShouldBeNull();
        foreach (var file in files)
        {
            var again = (await bench.ImportAsync(Path.Combine(folder, file))).Outcome!;
            (again.Created, again.Updated, again.Bad).ShouldBe((0, 0, 0), file);
            again.Unchanged.ShouldBe(again.Rows, file);
        }
    }

    [SkippableFact]
    public async Task Territories_segments_and_owners_of_the_file_become_regions_segments_and_people()
    {
        var folder = SharedData.PathOf("data", "adventureworks");
        await using var bench = await ImportBench.OpenAsync();
        var outcome = (await bench.ImportAsync(Path.Combine(folder, "accounts.csv"))).Outcome!;
        outcome.Companions.Select(c => c.What).ShouldBe(["segments", "regions", "people"]);
        (await bench.ImportAsync(Path.Combine(folder, "sales_people.csv"))).Outcome!.Bad.ShouldBe(0);

        (await bench.ListAsync("select name from segments order by 1")).ShouldBe(["Specialty Bike Shop", "Value Added Reseller", "Warehouse"]);
        (await bench.ScalarAsync<string>("select p.name from accounts a join people p on p.id = a.lead_id where a.code = 'AW00000001'")).ShouldBe("Pamela Ansman-Wolfe");
        (await bench.ScalarAsync<string>("select r.name from accounts a join regions r on r.id = a.region_id where a.code = 'AW00000001'")).ShouldBe("Northwest");
        (await bench.ScalarAsync<string>("select m.name from people p join people m on m.id = p.manager_id where p.code = '275'")).ShouldBe("Stephen Jiang");
        (await bench.ScalarAsync<long>("select count(*) from people")).ShouldBe(17);
    }

    [SkippableFact]
    public async Task A_file_with_freight_but_no_cost_of_goods_says_that_cost_of_goods_is_not_recorded()
    {
        var folder = SharedData.PathOf("data", "northwind");
        await using var bench = await ImportBench.OpenAsync();
        (await bench.ImportAsync(Path.Combine(folder, "accounts.csv"), "accounts")).Refusal.ShouldBeNull();
        var outcome = (await bench.ImportAsync(Path.Combine(folder, "account_financials.csv"))).Outcome!;
        outcome.NotRecorded.ShouldBe(["cogs"]);
        (await bench.ScalarAsync<long>("select count(*) from financial_facts where cogs is not null or direct_service_cost is null")).ShouldBe(0);
        (await bench.ScalarAsync<bool>("select bool_or(cogs_recorded) from account_months")).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Figures_in_another_currency_alone_may_set_the_reporting_currency()
    {
        var folder = SharedData.PathOf("data", "online_retail");
        await using var bench = await ImportBench.OpenAsync();
        (await bench.ImportAsync(Path.Combine(folder, "accounts.csv"), "accounts")).Refusal.ShouldBeNull();
        var refused = await bench.ImportAsync(Path.Combine(folder, "account_financials.csv"));
        refused.Refusal.ShouldBe("refused.bad_rows");
        refused.Outcome!.CurrencyOffer.ShouldBe("GBP");

        var done = await bench.ImportAsync(Path.Combine(folder, "account_financials.csv"), options: new() { ReportingCurrency = "GBP" });
        done.Refusal.ShouldBeNull();
        (await bench.ScalarAsync<string>("select reporting_currency::text from portfolio_settings")).ShouldBe("GBP");
        (await bench.ScalarAsync<string>("select string_agg(distinct rate::text, ',') from financial_facts")).ShouldBe("1.00000000");
    }

    [SkippableFact]
    public async Task All_rows_of_a_shops_invoices_are_accounted_for_imported_or_listed_by_cause()
    {
        var folder = SharedData.PathOf("data", "online_retail");
        var rows = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? int.MaxValue : 40_000;
        var file = Path.Combine(Path.GetTempPath(), $"kam-retail-{Guid.CreateVersion7():N}.csv");
        await using var bench = await ImportBench.OpenAsync();
        (await bench.ImportAsync(Path.Combine(folder, "accounts.csv"), "accounts")).Refusal.ShouldBeNull();
        try
        {
            var total = -1;
            using (var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "online_retail_raw.csv.gz")), CompressionMode.Decompress)))
            await using (var writer = new StreamWriter(file))
            {
                while (total < rows && await reader.ReadLineAsync() is { } line)
                {
                    await writer.WriteLineAsync(line);
                    total++;
                }
            }

            var report = await bench.ImportAsync(file, options: new() { GoodRowsOnly = true });
            report.Refusal.ShouldBeNull();
            var o = report.Outcome!;
            (await bench.FindAsync(report.Number)).Settings.Kind.ShouldBe("sales_transactions");
            o.Rows.ShouldBe(total);
            (o.Created + o.Updated + o.Unchanged + o.Bad).ShouldBe(total);
            (await bench.ScalarAsync<long>("select count(*) from sales_transactions")).ShouldBe(o.Created);
            // No row is bad for two reasons here, so the causes add up to the bad rows.
            o.Causes.Select(c => c.Code).ShouldBe(["required", "repeated"], ignoreOrder: true);
            o.Causes.Sum(c => c.Rows).ShouldBe(o.Bad);
            if (rows == int.MaxValue) o.Causes.Single(c => c.Code == "required").Rows.ShouldBe(135_080);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Cents(string figure) => decimal.Parse(figure, CultureInfo.InvariantCulture).ToString("0.00", CultureInfo.InvariantCulture);
}
