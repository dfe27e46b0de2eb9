using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Features.Users;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

/// <summary>Links by mail that let somebody choose a password, and what they must never do.</summary>
public sealed partial class LoginLinkTests(TestPortal portal) : IClassFixture<TestPortal>, IAsyncLifetime
{
    // A letter's text is forgotten as soon as it is sent, which may be before a test reads it: the test keeps copies.
    public Task InitializeAsync() => portal.SqlAsync(
        """
        create table if not exists letters_kept (recipient text, content text, at timestamptz default clock_timestamp());
        grant select on letters_kept to kamportal_app;
        create or replace function keep_letter() returns trigger language plpgsql security definer as $$
        begin
          insert into public.letters_kept (recipient, content) values (new.recipient, new.content);
          return new;
        end $$;
        create or replace trigger keep_letter after insert on outbox_messages for each row execute function keep_letter();
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    private const string Chosen = "eleven quiet otters";

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_link_that_works_once()
    {
        await portal.AddLoginAsync("forgetful@example.test", [Role.Viewer]);
        var before = await portal.SignedInAsync("forgetful@example.test");
        var token = await AskAsync("Forgetful@Example.test ");
        (await UseAsync(token, "short")).ShouldContain("at least 12");
        (await UseAsync(token, Chosen)).ShouldContain("Your password is set");
        (await UseAsync(token, "another long one here")).ShouldContain("wrong, too old or already used");

        (await before.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect); // Every session has ended.
        (await TestPortal.SignInAsync(portal.Browser(), "forgetful@example.test", TestPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await portal.SignedInAsync("forgetful@example.test", Chosen);
    }

    [Theory]
    [InlineData("late"), InlineData("new address"), InlineData("new password"), InlineData("disabled"), InlineData("a newer link")]
    public async Task A_link_dies_with(string what)
    {
        var email = $"dies.{what.Replace(' ', '.')}@example.test";
        var id = await portal.AddLoginAsync(email, [Role.Viewer]);
        var token = await AskAsync(email);
        var change = what switch
        {
            "new address" => $"update users set email = 'x', normalized_email = 'MOVED.{id}' where id = '{id}'",
            "new password" => $"update users set password_hash = 'another' where id = '{id}'",
            "disabled" => $"update users set disabled_at = now() where id = '{id}'",
            _ => "select 1",
        };
        await portal.SqlAsync(change);
        if (what == "late") portal.Clock.Advance(LoginLinks.ResetLifetime);
        if (what == "a newer link") (await AskAsync(email)).ShouldNotBe(token);
        (await UseAsync(token, Chosen)).ShouldContain("wrong, too old or already used");
    }

    [Fact]
    public async Task Of_twenty_who_use_a_link_at_once_one_sets_the_password()
    {
        await portal.AddLoginAsync("raced@example.test", [Role.Viewer]);
        var token = await AskAsync("raced@example.test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => portal.WithAsync<LoginLinks, string?>(l => l.UseAsync(token, $"racer number {i} wins", default))));
        answers.Count(a => a is null).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_learns_by_words_or_time_whether_a_login_exists()
    {
        await portal.AddLoginAsync("exists@example.test", [Role.Viewer]);
        var (browser, known, unknown, pages) = (portal.Browser(), new List<double>(), new List<double>(), new HashSet<string>());
        for (var i = 0; i < 25; i++)
        {
            foreach (var (email, times) in new[] { ("exists@example.test", known), ("exited@example.test", unknown) })
            {
                var watch = Stopwatch.StartNew();
                var answer = await TestPortal.PostAsync(browser, "/account/forgotten", "forgotten", new() { ["Email"] = email });
                times.Add(watch.Elapsed.TotalMilliseconds);
                pages.Add(Said().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value);
            }
        }

        pages.ShouldHaveSingleItem().ShouldContain("If a login has this address");
        (unknown.Order().ElementAt(12) / known.Order().ElementAt(12)).ShouldBeInRange(0.5, 2);
        (await LettersAsync("exists@example.test")).Count.ShouldBeLessThanOrEqualTo(5); // However often somebody asks.
        (await LettersAsync("exited@example.test")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_link_leads_where_the_configuration_says_whatever_the_request_claims()
    {
        await portal.AddLoginAsync("hosted@example.test", [Role.Viewer]);
        var evil = portal.Browser("http://localhost");
        evil.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        await TestPortal.PostAsync(evil, "/account/forgotten", "forgotten", new() { ["Email"] = "hosted@example.test" });
        (await LetterAsync("hosted@example.test")).ShouldNotContain("evil.example");
    }

    [Fact]
    public async Task An_invitation_opens_a_login_that_has_no_password_until_its_owner_chooses_one()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("inviter@example.test", [Role.Admin]));
        var made = await portal.WithAsync<UserAccounts, NewLogin>(u => u.InviteAsync(
            admin, new NewLoginForm { DisplayName = "Ina Invited", Email = "ina@example.test", Roles = [Role.Viewer] }, default));
        (made.Problem, made.InitialPassword).ShouldBe((null, ""));
        (await TestPortal.SignInAsync(portal.Browser(), "ina@example.test", "")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = Token().Match(await LetterAsync("ina@example.test")).Groups[1].Value;
        portal.Clock.Advance(TimeSpan.FromDays(6));
        (await UseAsync(token, Chosen, "/account/invitation")).ShouldContain("Your password is set");
        await portal.SignedInAsync("ina@example.test", Chosen);
    }

    [Fact]
    public async Task No_log_line_and_no_row_holds_a_token()
    {
        await portal.AddLoginAsync("logged@example.test", [Role.Viewer]);
        var token = await AskAsync("logged@example.test");
        await UseAsync(token, "short");
        portal.Log.ShouldAllBe(line => !line.Contains(token, StringComparison.Ordinal));
        ((string)(await portal.SqlAsync("select coalesce(string_agg(encode(hash, 'escape'), ' '), '') from login_tokens"))!).ShouldNotContain(token);
        (await portal.QueryAsync(db => db.AuditEvents.AnyAsync(a => a.Reason != null && a.Reason.Contains(token)))).ShouldBeFalse();
    }

    private async Task<string> AskAsync(string email)
    {
        var before = (await LettersAsync(email.Trim())).Count;
        await TestPortal.PostAsync(portal.Browser(), "/account/forgotten", "forgotten", new() { ["Email"] = email });
        return Token().Match(await LetterAsync(email.Trim(), before)).Groups[1].Value;
    }

    private async Task<string> UseAsync(string token, string password, string page = "/account/reset")
    {
        var browser = portal.Browser();
        var html = await browser.GetStringAsync($"{page}?token={token}");
        if (!html.Contains("name=\"Chosen\"", StringComparison.Ordinal)) return html;
        var answer = await TestPortal.PostAsync(browser, $"{page}?token={token}", "reset", new() { ["Chosen"] = password, ["Again"] = password });
        return await answer.Content.ReadAsStringAsync();
    }

    // Written after the page has answered.
    private async Task<string> LetterAsync(string email, int after = 0)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (await LettersAsync(email) is { } letters && letters.Count > after) return letters[^1];
            await Task.Delay(20);
        }

        throw new TimeoutException($"No letter for {email}.");
    }

    private Task<List<string>> LettersAsync(string email) =>
        portal.QueryAsync(db => db.Database.SqlQuery<string>($"""select content as "Value" from letters_kept where recipient ilike {email} order by at""").ToListAsync());

    [GeneratedRegex(@"token=([\w-]{43})")]
    private static partial Regex Token();

    [GeneratedRegex("<h1>(.*?)</div>", RegexOptions.Singleline)]
    private static partial Regex Said();
}
