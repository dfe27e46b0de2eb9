using KamPortal.Features.Api;
using KamPortal.Security;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

public sealed class ApiJourney(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task An_admin_makes_a_key_and_reads_the_document_under_the_portals_own_policy()
    {
        var admin = await portal.AddLoginAsync("Kay", [Role.Admin]);
        var page = await portal.OpenAsync(admin);
        await page.VisitAsync("/settings/api-keys");
        await page.ClickAsync("[data-new-key]");
        await page.FillAsync("[data-field=Name]", "Nightly import");
        await page.FillAsync("[data-field=Login]", admin.Email);
        foreach (var permission in ApiKeyForm.Offered.Take(2)) await page.CheckAsync($"input[value={permission}]");
        await page.ClickAsync("button[form=api-key-form]");
        var key = await page.Locator("#api-key").InnerTextAsync();
        await page.LookAsync("api-key");
        using var http = new HttpClient { BaseAddress = new Uri(portal.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        (await http.GetAsync("/api/v1/accounts")).EnsureSuccessStatusCode();

        await page.AddInitScriptAsync("window.refused = []; document.addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective + ' ' + e.blockedURI))");
        await page.GotoAsync("/api/docs");
        await page.GetByRole(AriaRole.Heading, new() { Name = "KamPortal" }).First.WaitForAsync();
        await page.GetByText("/api/v1/").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        (await page.EvaluateAsync<string[]>("window.refused")).ShouldBeEmpty();
    }
}
