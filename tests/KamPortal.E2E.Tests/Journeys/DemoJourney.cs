using System.Text.RegularExpressions;
using KamPortal.Security;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

/// <summary>The first five minutes: the demo comes, its people sign in, and it goes again.</summary>
public sealed class DemoJourney : Portal
{
    [Fact]
    public async Task The_demo_is_loaded_shown_to_its_people_and_removed_in_one_click()
    {
        var admin = await AddLoginAsync("Admin", [Role.Admin]);
        var page = await OpenAsync(admin);
        await page.VisitAsync("/");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Load: The manufacturer with ten customers" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "The demo portfolio is ready" }).WaitForAsync(new() { Timeout = 120_000 });
        (await page.AxeViolationsAsync()).ShouldBeEmpty();

        var passwords = await page.Locator("table tbody tr .ref").AllInnerTextsAsync();
        passwords.Count.ShouldBe(8);
        foreach (var (email, password) in passwords.Chunk(2).Select(p => (p[0], p[1])))
        {
            var theirs = await OpenAsync(new Login(email, password));
            await theirs.VisitAsync("/");
            await Assertions.Expect(theirs.GetByRole(AriaRole.Button, new() { Name = "Remove demo" })).ToHaveCountAsync(0);
        }

        // A full page of real rows comes alive: what prerendering read must not travel through the browser.
        await page.VisitAsync("/accounts?size=100");
        await Assertions.Expect(page.Locator("[data-list] tbody tr")).ToHaveCountAsync(100);

        await page.VisitAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove demo" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Load: The manufacturer with ten customers" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        var gone = await OpenAsync(new Login(passwords[0], passwords[1]));
        await gone.GotoAsync("/");
        await Assertions.Expect(gone).ToHaveURLAsync(new Regex("sign-in"));
    }
}
