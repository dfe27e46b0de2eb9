using System.Net;
using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Features.SignIn;
using KamPortal.Features.Users;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

public sealed partial class SecondFactorTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task After_the_password_a_code_is_asked_for_and_works_once()
    {
        var (_, secret, _) = await SetUpAsync("coded@example.test", Role.Viewer);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var browser = await AfterPasswordAsync("coded@example.test");
        (await browser.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect); // The password alone opened nothing.
        (await EnterAsync(browser, "000000")).ShouldContain("not right");
        var code = Code(secret);
        (await EnterAsync(browser, code)).ShouldBe("/");
        (await browser.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var second = await AfterPasswordAsync("coded@example.test");
        (await EnterAsync(second, code)).ShouldContain("not right");
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_wrong_codes_close_the_door()
    {
        var (_, secret, codes) = await SetUpAsync("recovered@example.test", Role.Viewer);
        codes.Count.ShouldBe(SecondFactors.RecoveryCodes);
        (await EnterAsync(await AfterPasswordAsync("recovered@example.test"), codes[3])).ShouldBe("/");
        (await EnterAsync(await AfterPasswordAsync("recovered@example.test"), codes[3])).ShouldContain("not right");

        var browser = await AfterPasswordAsync("recovered@example.test");
        for (var i = 0; i < SignInThrottle.Attempts; i++) await EnterAsync(browser, "000000");
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await EnterAsync(browser, Code(secret))).ShouldContain("Too many attempts");
    }

    [Fact]
    public async Task A_role_that_demands_a_second_factor_opens_nothing_without_it()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("demanding@example.test", [Role.Admin]));
        await portal.AddLoginAsync("finance@example.test", [Role.Finance]);
        var view = await portal.WithAsync<SignInRulesService, SignInRulesView>(s => s.ViewAsync(admin, default));
        (await portal.WithAsync<SignInRulesService, LoginProblem?>(s => s.SaveAsync(admin, [Role.Finance], view.Version, default))).ShouldBeNull();
        (await portal.WithAsync<SignInRulesService, LoginProblem?>(s => s.SaveAsync(admin, [], view.Version, default))).ShouldBe(LoginProblem.Changed);

        var browser = await portal.SignedInAsync("finance@example.test");
        (await browser.GetAsync("/accounts")).Headers.Location?.OriginalString.ShouldBe("/account/authenticator");
        (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await ConfirmAsync(browser);
        (await browser.GetAsync("/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_for_a_forgotten_password_does_not_skip_the_second_factor()
    {
        var (id, _, _) = await SetUpAsync("reset2fa@example.test", Role.Viewer);
        var token = "";
        await portal.QueryAsync(async db =>
        {
            await portal.WithAsync<LoginLinks, int>(async l =>
            {
                await l.PostAsync(db, await db.Users.SingleAsync(u => u.Id == id), LoginTokenPurpose.Reset, default);
                return 0;
            });
            await db.SaveChangesAsync();
            token = Token().Match((await db.OutboxMessages.SingleAsync(m => m.Recipient == "reset2fa@example.test")).Content).Groups[1].Value;
            return 0;
        });
        (await portal.WithAsync<LoginLinks, string?>(l => l.UseAsync(token, "eleven quiet otters", default))).ShouldBeNull();
        var browser = portal.Browser();
        (await TestPortal.SignInAsync(browser, "reset2fa@example.test", "eleven quiet otters")).Headers.Location?.OriginalString.ShouldContain("/account/second-step");
        (await browser.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_session_that_is_not_fresh_changes_no_factor()
    {
        await portal.AddLoginAsync("stale@example.test", [Role.Viewer]);
        var browser = await portal.SignedInAsync("stale@example.test");
        (await browser.GetStringAsync("/account/authenticator")).ShouldContain("id=\"secret\"");
        portal.Clock.Advance(SessionRules.Recent);
        (await browser.GetStringAsync("/account/authenticator")).ShouldNotContain("id=\"secret\"");
        (await browser.GetStringAsync("/account/security")).ShouldNotContain("data-passkey=\"creation\"");
    }

    [Fact]
    public async Task The_secret_is_not_in_the_database_in_the_clear_and_the_log_says_what_happened()
    {
        var (id, secret, codes) = await SetUpAsync("hidden@example.test", Role.Viewer);
        var stored = await portal.QueryAsync(db => db.Authenticators.Where(a => a.UserId == id).Select(a => a.Secret).SingleAsync());
        Convert.ToHexString(stored).ShouldNotContain(Convert.ToHexString(secret));
        (await portal.QueryAsync(db => db.AuditEvents.AnyAsync(a => a.Action == "SecondFactorAdded" && a.UserId == id))).ShouldBeTrue();
        (await portal.QueryAsync(db => db.AuditEvents.Where(a => a.UserId == id && a.After != null).ToListAsync()))
            .ShouldAllBe(a => !a.After!.RootElement.GetRawText().Contains(codes[0], StringComparison.Ordinal));
    }

    private async Task<(Guid Id, byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(string email, string role)
    {
        var id = await portal.AddLoginAsync(email, [role]);
        var (secret, codes) = await ConfirmAsync(await portal.SignedInAsync(email));
        return (id, secret, codes);
    }

    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> ConfirmAsync(HttpClient browser)
    {
        var page = await browser.GetStringAsync("/account/authenticator");
        page.ShouldContain("<svg class=\"qr\"");
        var secret = FromBase32(Secret().Match(page).Groups[1].Value);
        var answer = await TestPortal.PostAsync(browser, "/account/authenticator", "confirm", new() { ["Code"] = Code(secret) });
        var codes = RecoveryCodes().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value).ToList();
        codes.Count.ShouldBe(SecondFactors.RecoveryCodes);
        return (secret, codes);
    }

    private string Code(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(portal.Clock.GetUtcNow()));

    private async Task<HttpClient> AfterPasswordAsync(string email)
    {
        var browser = portal.Browser();
        (await TestPortal.SignInAsync(browser, email, TestPortal.Password)).Headers.Location?.OriginalString.ShouldContain("/account/second-step");
        return browser;
    }

    private static async Task<string> EnterAsync(HttpClient browser, string code)
    {
        var answer = await TestPortal.PostAsync(browser, "/account/second-step", "second-step", new() { ["Code"] = code });
        return answer.Headers.Location?.OriginalString.Replace("http://localhost", "", StringComparison.Ordinal) ?? await answer.Content.ReadAsStringAsync();
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("id=\"secret\">([A-Z2-7]+)<")]
    private static partial Regex Secret();

    [GeneratedRegex("<li><code class=\"ref\">([^<]+)</code></li>")]
    private static partial Regex RecoveryCodes();

    [GeneratedRegex(@"token=([\w-]{43})")]
    private static partial Regex Token();
}
