using System.Diagnostics;
using System.Net;
using KamPortal.Features.SignIn;
using KamPortal.Features.Users;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

public sealed class SignInTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Ten_wrong_passwords_close_the_door_for_fifteen_minutes_and_only_from_that_address()
    {
        await portal.AddLoginAsync("locked@example.test", [Role.Viewer]);
        async Task<SignInAnswer> Try(string password, string address) =>
            await portal.WithAsync<SignInService, SignInAnswer>(s => s.SignInAsync("locked@example.test", password, address, default));

        for (var i = 0; i < SignInThrottle.Attempts; i++) (await Try("wrong", "10.0.0.1")).ShouldBe(SignInAnswer.Refused);
        (await Try(TestPortal.Password, "10.0.0.1")).ShouldBe(SignInAnswer.TooManyAttempts);
        var elsewhere = await portal.SignedInAsync("locked@example.test");
        (await elsewhere.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);

        portal.Clock.Advance(SignInThrottle.Window);
        var browser = portal.Browser();
        (await TestPortal.SignInAsync(browser, "locked@example.test", TestPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Unknown_disabled_and_wrong_are_answered_alike()
    {
        await portal.AddLoginAsync("known@example.test", [Role.Viewer]);
        var disabled = await portal.AddLoginAsync("off@example.test", [Role.Viewer]);
        await portal.QueryAsync(db => db.Users.Where(u => u.Id == disabled).ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, portal.Clock.GetUtcNow())));

        var pages = new List<string>();
        foreach (var (email, password) in new[] { ("known@example.test", "wrong"), ("nobody@example.test", "wrong"), ("off@example.test", TestPortal.Password) })
        {
            var answer = await TestPortal.SignInAsync(portal.Browser(), email, password);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            pages.Add(Alert(await answer.Content.ReadAsStringAsync()));
        }

        pages.Distinct().Count().ShouldBe(1);
        pages[0].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_unknown_login_costs_a_password_check_too()
    {
        await portal.AddLoginAsync("timed@example.test", [Role.Viewer]);
        async Task<double> OneAsync(string email, int i)
        {
            var watch = Stopwatch.StartNew();
            await portal.WithAsync<SignInService, SignInAnswer>(s => s.SignInAsync(email, "wrong password", $"10.1.{i}.{email.Length}", default));
            return watch.Elapsed.TotalMilliseconds;
        }

        // In turn, so that a busy machine slows both alike; without the dummy hash an unknown login answers in a tenth of the time.
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 25; i++)
        {
            known.Add(await OneAsync("timed@example.test", i));
            unknown.Add(await OneAsync("timid@example.test", i));
        }

        var ratio = unknown.Order().ElementAt(12) / known.Order().ElementAt(12);
        ratio.ShouldBeInRange(0.4, 2.5);
    }

    [Fact]
    public async Task A_hundred_wrong_passwords_from_everywhere_close_a_login_for_a_while()
    {
        var id = await portal.AddLoginAsync("besieged@example.test", [Role.Viewer]);
        for (var i = 0; i < 100; i++)
            await portal.WithAsync<SignInService, SignInAnswer>(s => s.SignInAsync("besieged@example.test", "wrong", $"10.2.0.{i}", default));
        async Task<SignInAnswer> FromHome() => (await TestPortal.SignInAsync(portal.Browser(), "besieged@example.test", TestPortal.Password)).StatusCode == HttpStatusCode.Redirect ? SignInAnswer.Welcome : SignInAnswer.Refused;
        (await FromHome()).ShouldBe(SignInAnswer.Refused);
        portal.Clock.Advance(SignInThrottle.Window + TimeSpan.FromSeconds(1));
        (await FromHome()).ShouldBe(SignInAnswer.Welcome);
        (await portal.QueryAsync(db => db.Users.Where(u => u.Id == id).Select(u => u.AccessFailedCount).SingleAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_disabled_login_is_out_with_the_next_request()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("boss@example.test", [Role.Admin]));
        var id = await portal.AddLoginAsync("leaver@example.test", [Role.Viewer]);
        var browser = await portal.SignedInAsync("leaver@example.test");
        (await browser.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(admin, id, "Left the company", default))).ShouldBeNull();

        (await browser.GetAsync("/")).Headers.Location?.OriginalString.ShouldContain("/account/sign-in");
        (await portal.WithAsync<KamPortal.Data.Users, CurrentUser?>(u => u.FindAsync(id, default))).ShouldBeNull();
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_with_the_next_request_and_the_session_stays()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("chief@example.test", [Role.Admin]));
        var id = await portal.AddLoginAsync("demoted@example.test", [Role.Admin]);
        var browser = await portal.SignedInAsync("demoted@example.test");
        (await browser.GetAsync("/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, id, default)))!;
        (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(admin, id, view.Form with { Roles = [Role.Viewer] }, view.Version, default))).ShouldBeNull();

        (await browser.GetAsync("/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_initial_password_opens_only_the_page_that_changes_it()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("giver@example.test", [Role.Admin]));
        var made = await portal.WithAsync<UserAccounts, NewLogin>(u => u.AddAsync(
            admin, new NewLoginForm { DisplayName = "New Colleague", Email = "new@example.test", Roles = [Role.Admin] }, default));
        made.Problem.ShouldBeNull();
        var browser = await portal.SignedInAsync("new@example.test", made.InitialPassword);

        (await browser.GetAsync("/audit")).Headers.Location?.OriginalString.ShouldBe("/account/password");
        (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ChangeAsync(browser, made.InitialPassword, "short")).ShouldContain("at least 12");
        (await ChangeAsync(browser, made.InitialPassword, made.InitialPassword)).ShouldContain("differs from the current one");
        (await ChangeAsync(browser, made.InitialPassword, "a fresh start today")).ShouldContain("Your password is changed");
        (await browser.GetAsync("/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_initial_password_that_nobody_used_ends()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("giver2@example.test", [Role.Admin]));
        var made = await portal.WithAsync<UserAccounts, NewLogin>(u => u.AddAsync(
            admin, new NewLoginForm { DisplayName = "Late", Email = "late@example.test", Roles = [Role.Viewer] }, default));
        portal.Clock.Advance(UserAccounts.InitialPasswordLifetime + TimeSpan.FromMinutes(1));
        (await TestPortal.SignInAsync(portal.Browser(), "late@example.test", made.InitialPassword)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_a_copied_cookie_too()
    {
        await portal.AddLoginAsync("copied@example.test", [Role.Viewer]);
        var browser = portal.Browser();
        var answer = await TestPortal.SignInAsync(browser, "copied@example.test", TestPortal.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("KamPortal=", StringComparison.Ordinal));
        var thief = portal.Browser();
        thief.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await thief.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var home = await browser.GetStringAsync("/account/password");
        var token = System.Text.RegularExpressions.Regex.Match(home, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        (await browser.PostAsync("/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await thief.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_session_ends_when_idle_and_absolutely()
    {
        await portal.AddLoginAsync("busy@example.test", [Role.Viewer]);
        var busy = await portal.SignedInAsync("busy@example.test");
        for (var hours = 0; hours < 18; hours += 6)
        {
            portal.Clock.Advance(TimeSpan.FromHours(6));
            (await busy.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK, $"busy at {hours} h");
        }

        portal.Clock.Advance(TimeSpan.FromHours(6));
        (await busy.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var idle = await portal.SignedInAsync("busy@example.test");
        portal.Clock.Advance(TimeSpan.FromHours(9));
        (await idle.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_session_cookie_is_bound_to_the_host_over_https_and_hidden_from_scripts()
    {
        await portal.AddLoginAsync("cookie@example.test", [Role.Viewer]);
        var secure = await TestPortal.SignInAsync(portal.Browser("https://kam.example"), "cookie@example.test", TestPortal.Password);
        var cookie = secure.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-KamPortal=", StringComparison.Ordinal));
        foreach (var attribute in new[] { "secure", "httponly", "samesite=lax", "path=/" }) cookie.ShouldContain(attribute, Case.Insensitive);
        cookie.ShouldNotContain("domain=", Case.Insensitive);
    }

    [SkippableFact]
    public async Task No_return_address_leads_out_of_the_portal()
    {
        var payloads = await File.ReadAllLinesAsync(SharedData.PathOf("corpora", "payloads", "patt", "open-redirect.txt"));
        await portal.AddLoginAsync("returning@example.test", [Role.Viewer]);
        var here = new Uri("http://localhost/");
        foreach (var payload in payloads.Where(p => p.Length > 0).Concat(["/\t/evil.example", "/\\evil.example", "\\\\evil.example", "/\n/evil.example", "//evil.example"]))
        {
            var target = LocalUrl.OrHome(payload);
            new Uri(here, AsBrowserReads(target)).Host.ShouldBe("localhost", payload);
        }

        foreach (var payload in new[] { "//evil.example", "https://evil.example", "/\\evil.example", payloads[0] })
        {
            var answer = await TestPortal.SignInAsync(portal.Browser(), "returning@example.test", TestPortal.Password, "?returnUrl=" + Uri.EscapeDataString(payload));
            new Uri(here, answer.Headers.Location!).Host.ShouldBe("localhost", payload);
        }
    }

    [Theory]
    [InlineData("/account/sign-in"), InlineData("/setup"), InlineData("/account/password"), InlineData("/account/sign-out")]
    public async Task A_form_without_its_token_is_refused(string page)
    {
        await portal.AddLoginAsync($"csrf{page[^3..]}@example.test", [Role.Viewer]);
        var browser = await portal.SignedInAsync($"csrf{page[^3..]}@example.test");
        var fields = new Dictionary<string, string> { ["_handler"] = page.Split('/')[^1], ["Email"] = "x@example.test", ["Password"] = "x" };
        (await browser.PostAsync(page, new FormUrlEncodedContent(fields))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    // Browsers drop tabs and line ends and take a backslash for a slash.
    private static string AsBrowserReads(string url) => string.Concat(url.Where(c => c is not ('\t' or '\n' or '\r'))).Replace('\\', '/');

    private static string Alert(string html) => System.Text.RegularExpressions.Regex.Match(html, "role=\"alert\">([^<]*)").Groups[1].Value;

    private static async Task<string> ChangeAsync(HttpClient browser, string current, string chosen)
    {
        var answer = await TestPortal.PostAsync(browser, "/account/password", "password", new() { ["Current"] = current, ["Chosen"] = chosen, ["Again"] = chosen });
        return await answer.Content.ReadAsStringAsync();
    }
}
