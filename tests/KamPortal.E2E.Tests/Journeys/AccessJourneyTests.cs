using System.Diagnostics;
using KamPortal.Features.Users;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests.Journeys;

public sealed class AccessJourneyTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 50 : 2;

    [Fact]
    public async Task A_passkey_is_registered_renamed_used_to_sign_in_and_removed()
    {
        var login = await portal.AddLoginAsync("Pat Passkey", [Role.Viewer]);
        var page = await portal.OpenAsync(login);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await page.GotoAsync("/account/security");
        await page.FillAsync("form[data-passkey=creation] [name=name]", "Office laptop");
        await page.ClickAsync("form[data-passkey=creation] button");
        await page.Locator("input[name=name][value='Office laptop']").WaitForAsync();
        await page.LookAsync("passkeys");
        await page.FillAsync("form[action='/account/passkeys/rename'] [name=name]", "Home laptop");
        await page.ClickAsync("form[action='/account/passkeys/rename'] button");
        await page.Locator("input[name=name][value='Home laptop']").WaitForAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/account/sign-in?returnUrl=%2Faccount%2Fsecurity");
        await page.ClickAsync("form[data-passkey=request] button");
        await page.WaitForURLAsync("**/account/security");
        await page.GetByText("with a passkey").WaitForAsync();

        await page.ClickAsync("form[action='/account/passkeys/remove'] button");
        await page.WaitForURLAsync("**/account/security");
        (await page.Locator("form[action='/account/passkeys/remove']").CountAsync()).ShouldBe(0);
        await page.GotoAsync("/account/sign-in");
        await page.ClickAsync("form[data-passkey=request] button");
        await page.WaitForURLAsync("**/account/sign-in?problem=PasskeyRefused");
    }

    [Fact]
    public async Task An_open_page_is_out_within_five_seconds_after_its_login_was_disabled()
    {
        await portal.AddLoginAsync("Ada Admin", [Role.Admin]);
        for (var round = 0; round < Rounds; round++)
        {
            var login = await portal.AddLoginAsync($"Leaver {round}", [Role.Viewer]);
            var page = await portal.OpenAsync(login);
            await page.VisitAsync("/accounts");
            await using (var scope = portal.Services.CreateAsyncScope())
            {
                var id = await portal.ScalarAsync<Guid>($"select id from users where email = '{login.Email}'");
                var watch = Stopwatch.StartNew();
                (await scope.ServiceProvider.GetRequiredService<UserAccounts>().DisableAsync(CurrentUser.System, id, "Left", default)).ShouldBeNull();
                await page.WaitForURLAsync("**/account/sign-in*", new() { Timeout = 5_000 });
                watch.Elapsed.TotalSeconds.ShouldBeLessThan(5);
            }

            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task An_admin_looks_as_somebody_else_and_comes_back()
    {
        var (ada, vic) = (await portal.AddLoginAsync("Ada Looker", [Role.Admin]), await portal.AddLoginAsync("Vic Viewer", [Role.Viewer]));
        var page = await portal.OpenAsync(ada);
        await page.VisitAsync("/settings/users?login=" + await portal.ScalarAsync<Guid>($"select id from users where email = '{vic.Email}'"));
        await page.FillAsync("[name=reason]", "A question about the list");
        await page.ClickAsync("#view-as");
        await page.Locator(".viewing").GetByText("Vic Viewer").WaitForAsync();
        await page.AliveAsync();
        await page.LookAsync("view-as");
        (await page.Locator(".rail a[href='/settings/users']").CountAsync()).ShouldBe(0);
        await page.ClickAsync(".viewing button");
        await page.WaitForURLAsync("**/settings/users");
        await page.Locator(".rail a[href='/settings/users']").WaitForAsync();
    }
}
