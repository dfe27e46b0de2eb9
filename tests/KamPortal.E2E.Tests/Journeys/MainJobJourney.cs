using System.Globalization;
using System.Text.RegularExpressions;
using KamPortal.Security;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

/// <summary>
/// The main job as a person does it: import a real company's files, publish a model over all months, run it, read the dashboard.
/// What the screens and the export say must equal the reference results to the cent.
/// </summary>
public abstract class MainJobJourney(string set, Reference reference) : Portal
{
    private string _folder = "", _oracle = "";

    [SkippableFact]
    public async Task A_real_company_is_imported_scored_and_shown_as_the_reference_says()
    {
        (_folder, _oracle) = (SharedData.PathOf("data", set), SharedData.PathOf("oracles", $"{set}_accounts.csv"));
        var page = await OpenAsync(await AddLoginAsync("Ann Admin", [Role.Admin]));
        foreach (var file in new[] { "sales_people.csv", "accounts.csv", "account_financials.csv" }) await ImportAsync(page, file);
        await PublishOverAllMonthsAsync(page);
        await RunAsync(page);
        await ReadDashboardAsync(page);
        await CompareExportAsync(page);
    }

    private async Task ImportAsync(IPage page, string file)
    {
        await page.VisitAsync("/imports/new");
        await page.Locator("input[type=file]").SetInputFilesAsync(Path.Combine(_folder, file));
        await page.WaitForURLAsync(new Regex(@"/imports/\d+$"), new() { Timeout = 60_000 });
        await Button(page, "Check without writing").ClickAsync(new() { Timeout = 30_000 });
        await page.Locator("[data-count]:not(dialog)").First.WaitForAsync(new() { Timeout = 60_000 });
        (await page.AxeViolationsAsync()).ShouldBeEmpty(file);
        await Button(page, "Import (").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Import again" }).WaitForAsync(new() { Timeout = 60_000 });
    }

    private static async Task PublishOverAllMonthsAsync(IPage page)
    {
        await page.VisitAsync("/scoring");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("draft", RegexOptions.IgnoreCase) }).First.ClickAsync();
        await page.WaitForURLAsync(new Regex(@"/scoring/\d+$"));
        await page.AliveAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Window" }).First.SelectOptionAsync("all");
        await Button(page, "Publish").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("textarea").FillAsync("All months, to compare with the reference.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Button(page, "Run now").First.WaitForAsync();
    }

    private async Task RunAsync(IPage page)
    {
        await Button(page, "Run now").First.ClickAsync();
        for (var second = 0; second < 90 && await ScalarAsync<long>("select count(*) from scoring_runs where is_current") == 0; second++) await Task.Delay(1000);
        await page.VisitAsync("/tiering");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Whale curve" }).WaitForAsync();
    }

    private async Task ReadDashboardAsync(IPage page)
    {
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        var text = await CardOf(page, "Concentration").InnerTextAsync();
        text.ShouldContain(Math.Round(reference.Cr10, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture));
        text.ShouldContain(Math.Round(reference.Hhi, reference.Hhi < 100 ? 1 : 0, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture));

        var whale = CardOf(page, "Whale curve");
        await whale.GetByText("Table", new() { Exact = true }).ClickAsync();
        (await whale.Locator("table").InnerTextAsync()).ShouldContain(reference.WhalePeak.ToString("N2", CultureInfo.InvariantCulture));
    }

    private async Task CompareExportAsync(IPage page)
    {
        var response = await page.Context.APIRequest.GetAsync($"{Address}/export/tiering.csv");
        response.Status.ShouldBe(200);
        var lines = (await response.TextAsync()).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Cells(l.TrimEnd('\r'))).ToList();
        var (revenue, cm2) = (lines[0].IndexOf("Net revenue"), lines[0].IndexOf("CM2"));
        revenue.ShouldBeGreaterThan(0, string.Join('|', lines[0]));
        var exported = lines.Skip(1).ToDictionary(c => c[0], c => (Revenue: Cents(c[revenue]), Contribution: Cents(c[cm2])));

        var expected = File.ReadLines(_oracle).Skip(1).Select(Cells).ToDictionary(c => c[0], c => (Revenue: Cents(c[1]), Contribution: Cents(c[8])));
        exported.OrderBy(e => e.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(e => e.Key, StringComparer.Ordinal));
        exported.Values.Sum(v => v.Revenue).ShouldBe(reference.Revenue);
        exported.Values.Sum(v => v.Contribution).ShouldBe(reference.Contribution);
        exported.OrderByDescending(e => e.Value.Contribution).ThenBy(e => e.Key, StringComparer.Ordinal).Take(10).Select(e => e.Key).ShouldBe(reference.Top10);
        (await ScalarAsync<decimal>("select round(sum(cogs), 2) from financial_facts")).ShouldBe(reference.Cogs);
    }

    private static ILocator CardOf(IPage page, string heading) =>
        page.Locator(".card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = heading }) }).Last;

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private static decimal Cents(string text) => Math.Round(decimal.Parse(text, CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero);

    private static List<string> Cells(string line)
    {
        using var csv = Sylvan.Data.Csv.CsvDataReader.Create(new StringReader(line), new() { HasHeaders = false });
        csv.Read();
        return [.. Enumerable.Range(0, csv.RowFieldCount).Select(csv.GetString)];
    }
}

/// <summary>What an independent calculation says of a data set.</summary>
public sealed record Reference(decimal Revenue, decimal Cogs, decimal Contribution, decimal Cr10, decimal Hhi, decimal WhalePeak, string[] Top10);

public sealed class AdventureWorksJourney() : MainJobJourney("adventureworks", new(
    77034361.69m, 76585070.71m, -1896459.89m, 10.0006m, 46.1493m, 1718066.77m,
    ["AW00000496", "AW00000146", "AW00000175", "AW00000236", "AW00000697", "AW00000309", "AW00000506", "AW00000245", "AW00000650", "AW00000546"]));

public sealed class ClassicModelsJourney() : MainJobJourney("classicmodels", new(
    9604190.61m, 5778310.36m, 3825880.25m, 27.9200m, 200.8508m, 3825880.25m,
    ["141", "124", "151", "114", "119", "148", "187", "323", "131", "450"]));
