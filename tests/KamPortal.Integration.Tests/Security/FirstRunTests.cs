using System.Net;
using KamPortal.Features.SignIn;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

public sealed class FirstRunTests
{
    [Fact]
    public async Task The_first_admin_is_made_once_by_a_fresh_token_and_nobody_else_after()
    {
        await using var portal = await TestPortal.StartAsync();
        var browser = portal.Browser();
        foreach (var page in new[] { "/", "/accounts", "/settings/users", "/account/sign-in", "/nowhere" })
        {
            var led = await browser.GetAsync(page);
            if (page != "/nowhere") led.Headers.Location?.OriginalString.ShouldBe("/setup", page);
        }

        (await SetUpAsync(portal, browser, "guessed")).ShouldContain("wrong, too old or already used");

        var late = await IssueAsync(portal);
        portal.Clock.Advance(FirstRun.Lifetime);
        (await SetUpAsync(portal, browser, late)).ShouldContain("wrong, too old or already used");

        var replaced = await IssueAsync(portal);
        var good = await IssueAsync(portal);
        (await SetUpAsync(portal, browser, replaced)).ShouldContain("wrong, too old or already used");
        (await SetUpAsync(portal, browser, good, password: "password1234")).ShouldContain("first that are guessed");
        (await CountAsync(portal)).ShouldBe(0);

        (await SetUpAsync(portal, browser, good)).ShouldBe("/setup/next");
        (await browser.GetAsync("/setup/next")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/settings/users")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var second = portal.Browser();
        (await second.GetStringAsync("/setup")).ShouldNotContain("name=\"Token\"");
        foreach (var token in new[] { good, await IssueAsync(portal) })
            (await portal.WithAsync<FirstRun, FirstRunAnswer>(f => f.CreateAdminAsync(token, "Second", "second@example.test", TestPortal.Password, default)))
                .ShouldBe(FirstRunAnswer.AlreadySetUp);
        (await CountAsync(portal)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_twenty_who_use_the_token_at_once_one_becomes_admin()
    {
        await using var portal = await TestPortal.StartAsync();
        var token = await IssueAsync(portal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => portal.WithAsync<FirstRun, FirstRunAnswer>(
            f => f.CreateAdminAsync(token, "Racer", $"racer{i}@example.test", TestPortal.Password, default))));
        answers.Count(a => a == FirstRunAnswer.Created).ShouldBe(1);
        (await CountAsync(portal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_token_is_long_and_stored_only_as_a_hash()
    {
        await using var portal = await TestPortal.StartAsync();
        var token = await IssueAsync(portal);
        token.Length.ShouldBeGreaterThanOrEqualTo(43); // 256 bits.
        ((string)(await portal.SqlAsync("select encode(hash, 'escape') from setup_tokens"))!).ShouldNotContain(token);
        portal.Log.ShouldAllBe(line => !line.Contains(token, StringComparison.Ordinal));
    }

    private static Task<string> IssueAsync(TestPortal portal) => portal.WithAsync<FirstRun, string>(f => f.IssueAsync(default));

    private static Task<int> CountAsync(TestPortal portal) => portal.QueryAsync(db => db.Users.CountAsync());

    // Where it leads, or the page that says why not.
    private static async Task<string> SetUpAsync(TestPortal portal, HttpClient browser, string token, string password = TestPortal.Password)
    {
        var answer = await TestPortal.PostAsync(browser, "/setup", "setup", new()
        {
            ["Token"] = token, ["DisplayName"] = "Ada Admin", ["Email"] = "ada@example.test", ["Password"] = password,
        });
        return answer.Headers.Location?.OriginalString.Replace("http://localhost", "", StringComparison.Ordinal) ?? await answer.Content.ReadAsStringAsync();
    }
}
