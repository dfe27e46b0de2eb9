using KamPortal.Features.SignIn;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

public sealed class LoginJourneyTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task From_an_empty_portal_to_a_colleague_at_work_and_out_again()
    {
        var admin = await portal.OpenAsync();
        await admin.GotoAsync("/accounts");
        admin.Url.ShouldEndWith("/setup");
        await admin.LookAsync("setup");
        await using (var scope = portal.Services.CreateAsyncScope())
            await admin.GotoAsync("/setup?token=" + await scope.ServiceProvider.GetRequiredService<FirstRun>().IssueAsync(default));
        await admin.FillAsync("[name=DisplayName]", "Ada Admin");
        await admin.FillAsync("[name=Email]", "ada@example.test");
        await admin.FillAsync("[name=Password]", "seven tired herons");
        await admin.ClickAsync("form[action='/setup'] button[type=submit]");
        await admin.WaitForURLAsync("**/setup/next");
        await admin.LookAsync("next");

        await admin.VisitAsync("/settings/users?login=new");
        await admin.FillAsync("#login-form [name=name]", "Vera Viewer");
        await admin.FillAsync("#login-form [name=email]", "vera@example.test");
        await admin.CheckAsync("#login-form [value=Viewer]");
        await admin.LookAsync("users-new");
        await admin.ClickAsync("button[form=login-form]");
        var password = await admin.Locator("#initial-password").InnerTextAsync();
        await admin.LookAsync("users-once");

        var vera = await portal.OpenAsync(look: new Look(Width: 390));
        await SignInAsync(vera, "vera@example.test", password);
        await vera.WaitForURLAsync("**/account/password");
        await vera.LookAsync("password");
        await vera.FillAsync("[name=Current]", password);
        await vera.FillAsync("[name=Chosen]", "nine green kettles");
        await vera.FillAsync("[name=Again]", "nine green kettles");
        await vera.ClickAsync("button.p[type=submit]");
        await vera.Locator("[role=status]").WaitForAsync();
        await vera.VisitAsync("/");

        await admin.VisitAsync("/settings/users");
        await admin.LookAsync("users");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Vera Viewer" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await admin.Locator("textarea").FillAsync("Left the company");
        await admin.Locator(".mud-dialog button.p").ClickAsync();
        await admin.Locator(".panel").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await vera.WaitForURLAsync("**/account/sign-in*", new() { Timeout = 40_000 }); // Her open page notices by itself.

        await admin.VisitAsync("/audit?q=Left the company");
        await admin.Locator("a.rowlink").First.ClickAsync();
        await admin.Locator(".panel").GetByText("Left the company").WaitForAsync();
        await admin.LookAsync("audit");
        await admin.VisitAsync("/audit");
        await admin.LookAsync("audit-list");
    }

    private static async Task SignInAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name=Email]", email);
        await page.FillAsync("[name=Password]", password);
        await page.ClickAsync("button.p[type=submit]");
    }
}

public sealed class LoginLooksTests(Portal portal) : IClassFixture<Portal>
{
    [Theory]
    [MemberData(nameof(Look.Each), MemberType = typeof(Look))]
    public async Task The_pages_of_logins_and_audit_suit_every_eye(int width, bool dark, string culture)
    {
        var login = await portal.AddLoginAsync($"Eyes {width} {dark} {culture}", [Role.Admin]);
        var page = await portal.OpenAsync(login, new Look(width, dark, culture));
        foreach (var path in new[] { "/settings/users", "/settings/users?login=new", "/audit", "/audit?line=2", "/account/password", "/setup/next", "/account/security", "/account/authenticator", "/account/forgotten", "/account/sign-in", "/settings/sign-in", "/cover" })
        {
            await page.VisitAsync(path);
            await page.LookAsync($"{path.Replace('/', '-').Replace('?', '-')}-{width}-{(dark ? "dark" : "light")}-{culture}");
        }
    }
}

internal static class Looks
{
    public static async Task LookAsync(this IPage page, string name)
    {
        if (page.Url.EndsWith("login=new", StringComparison.Ordinal)) await page.Locator("#login-form, #initial-password").First.WaitForAsync();
        (await page.AxeViolationsAsync()).ShouldBeEmpty($"axe at {page.Url} ({name})");
        (await page.OverflowAsync()).ShouldBe(0, $"wider than its window: {page.Url} ({name})");
    }
}
