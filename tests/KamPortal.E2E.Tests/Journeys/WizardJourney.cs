using System.Text;
using System.Text.RegularExpressions;
using KamPortal.Security;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

/// <summary>The first steps of the wizard: which sheet, which order of dates, months that stand side by side; names that attack the page.</summary>
public sealed class WizardJourney : Portal
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("KAMPORTAL_SCREENSHOTS");

    [Fact]
    public async Task An_open_order_of_dates_is_asked_once_for_the_file_in_both_languages_and_on_a_phone()
    {
        var admin = await AddLoginAsync("Date Admin", [Role.Admin]);
        foreach (var look in new[] { new Look(), new Look(390, true, "zh-CN") })
        {
            var page = await OpenAsync(admin, look);
            await UploadAsync(page, "dates.csv", Encoding.UTF8.GetBytes("currency,date,rate\nEUR,03/04/2025,1.1\nEUR,05/06/2025,1.2\n"));
            await page.Locator("select[name=dates].invalid").WaitForAsync();
            (await page.Locator("[role=status].bad").CountAsync()).ShouldBe(1);
            (await page.OverflowAsync()).ShouldBe(0);
            await ShootAsync(page, $"dates-{look.Culture}");
            await page.Locator("select[name=dates]").SelectOptionAsync("DayFirst");
            await page.Locator("select[name=dates]:not(.invalid)").WaitForAsync();
            await page.Locator(".import-acts .btn.p").ClickAsync();
            await page.Locator("[data-count=Created]").WaitForAsync(new() { Timeout = 60_000 });
            (await page.Locator("[data-count=Created]").InnerTextAsync()).ShouldBe("2");
        }
    }

    [SkippableFact]
    public async Task Naughty_names_are_imported_listed_and_opened_without_running_anything()
    {
        var names = NaughtyNames.All();
        var page = await OpenAsync(await AddLoginAsync("Naughty Admin", [Role.Admin]));
        var ran = new List<string>();
        page.Dialog += async (_, dialog) => { ran.Add($"dialog {dialog.Message}"); await dialog.DismissAsync(); };
        page.Console += (_, line) => { if (line.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) ran.Add(line.Text); };
        page.Popup += (_, other) => ran.Add($"window {other.Url}");
        // What the strings of the list would call if any of them ran.
        await page.ExposeFunctionAsync("alert", (string what) => ran.Add($"alert {what}"));
        await UploadAsync(page, "naughty.csv", new UTF8Encoding(true).GetBytes(NaughtyNames.Csv(names)));
        await CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Import (" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Import again" }).WaitForAsync(new() { Timeout = 60_000 });
        (await ScalarAsync<long>("select count(*) from accounts")).ShouldBe(names.Count);

        var shown = new List<string>();
        for (var number = 1; shown.Count < names.Count && number <= 1 + names.Count / 25; number++)
        {
            await page.VisitAsync($"/accounts?sort=code&page={number}");
            await page.Locator("tbody tr a[href^='/accounts/N-']").First.WaitForAsync();
            shown.AddRange(await page.EvaluateAsync<string[]>("() => [...new Set([...document.querySelectorAll(\"tbody tr a[href^='/accounts/N-']\")].map(a => a.getAttribute('href')))]"));
        }

        shown.Distinct().Count().ShouldBe(names.Count);
        foreach (var index in Enumerable.Range(0, names.Count).Where(i => names[i].Contains('<', StringComparison.Ordinal) || names[i].Contains("javascript", StringComparison.OrdinalIgnoreCase)).Take(40))
        {
            await page.VisitAsync($"/accounts/{NaughtyNames.Code(index)}");
            (await page.Locator("h1").TextContentAsync())!.Trim().ShouldBe(names[index]);
        }

        ran.ShouldBeEmpty();
    }

    private static async Task UploadAsync(IPage page, string name, byte[] file)
    {
        await page.VisitAsync("/imports/new");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = file });
        await page.WaitForURLAsync(new Regex(@"/imports/\d+$"), new() { Timeout = 60_000 });
        await page.Locator("select[name=kind]").WaitForAsync(new() { Timeout = 30_000 });
        await page.AliveAsync();
    }

    private static async Task CheckAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Check without writing" }).ClickAsync(new() { Timeout = 30_000 });
        await page.Locator("[data-count]:not(dialog)").First.WaitForAsync(new() { Timeout = 60_000 });
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Pictures is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"import-{name}.png"), FullPage = true });
    }
}
