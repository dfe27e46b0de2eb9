using System.Diagnostics;
using System.Net;
using System.Security.Claims;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Features.Accounts;
using KamPortal.Features.Users;
using KamPortal.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KamPortal.Integration.Tests.Security;

/// <summary>A right that is taken away is gone: from the next command at once, from an open page within seconds, from the cookie with the next request.</summary>
public sealed class RevocationTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(5);
    private static readonly int Rounds = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 50 : 5;

    [Fact]
    public async Task A_disabled_login_writes_nothing_more_and_its_open_page_and_cookie_are_out()
    {
        var admin = await AdminAsync("disabler");
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var (id, browser, page, watch) = await OpenPageAsync($"disabled{round}");
            await using var _ = page;
            (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(admin, id, "Left the company", default))).ShouldBeNull();
            watch.Restart();

            await Should.ThrowAsync<SignedOutException>(() => page.ServiceProvider.GetRequiredService<Me>().GetAsync());
            (await browser.GetAsync("/accounts")).Headers.Location?.OriginalString.ShouldContain("/account/sign-in");
            slowest = Max(slowest, await UntilAsync(page, watch, principal => Task.FromResult(principal.Identity?.IsAuthenticated != true)));
        }

        slowest.ShouldBeLessThan(PageLimit);
    }

    [Fact]
    public async Task A_role_taken_away_bites_with_the_next_write_and_on_the_open_page()
    {
        var admin = await AdminAsync("demoter");
        await portal.QueryAsync(async db =>
        {
            db.Accounts.Add(new Account("REVOKED", "Before"));
            await db.SaveChangesAsync();
            return 0;
        });
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var (id, browser, page, watch) = await OpenPageAsync($"demoted{round}");
            await using var _ = page;
            (await MayEditAsync(page, await PrincipalAsync(page))).ShouldBeTrue();
            var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, id, default)))!;
            (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(admin, id, view.Form with { Roles = [Role.Viewer] }, view.Version, default))).ShouldBeNull();
            watch.Restart();

            var me = await page.ServiceProvider.GetRequiredService<Me>().GetAsync();
            await Should.ThrowAsync<NotPermittedException>(() => page.ServiceProvider.GetRequiredService<AccountEditor>().ArchiveAsync(me, "REVOKED", default));
            slowest = Max(slowest, await UntilAsync(page, watch, async principal => !await MayEditAsync(page, principal)));
            (await browser.GetAsync("/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK); // Only a right went, not the session.
        }

        slowest.ShouldBeLessThan(PageLimit);
        (await portal.QueryAsync(db => db.Accounts.Where(a => a.Code == "REVOKED").Select(a => a.ArchivedAt).SingleAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_that_its_owner_ends_is_out_and_the_others_stay()
    {
        var id = await portal.AddLoginAsync("two.places@example.test", [Role.Viewer]);
        var (here, there) = (await portal.SignedInAsync("two.places@example.test"), await portal.SignedInAsync("two.places@example.test"));
        var sessions = await portal.WithAsync<Sessions, IReadOnlyList<UserSession>>(s => s.OfAsync(id, default));
        sessions.Count.ShouldBe(2);
        await portal.WithAsync<Sessions, int>(async s =>
        {
            await s.EndAsync(id, sessions[0].Id, default);
            return 0;
        });
        (await there.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Word_of_a_change_still_comes_after_the_line_to_the_database_was_cut()
    {
        var (id, _, page, watch) = await OpenPageAsync("cut");
        await using var __ = page;
        await portal.SqlAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and (query ilike 'listen login_changed%' or query = 'select 1')");
        await portal.SqlAsync($"update users set disabled_at = now() where id = '{id}'");
        watch.Restart();
        (await UntilAsync(page, watch, principal => Task.FromResult(principal.Identity?.IsAuthenticated != true))).ShouldBeLessThan(PageLimit);
    }

    private async Task<(Guid Id, HttpClient Browser, AsyncServiceScope Page, Stopwatch Watch)> OpenPageAsync(string name)
    {
        var id = await portal.AddLoginAsync($"{name}@revoked.test", [Role.SalesDirector]);
        var browser = await portal.SignedInAsync($"{name}@revoked.test");
        var page = portal.Services.CreateAsyncScope();
        var session = (CircuitSession)page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        session.SetAuthenticationState(Task.FromResult(new AuthenticationState(await portal.PrincipalAsync(id))));
        session.Open(); // As CircuitOpening does when the browser's circuit has come.
        return (id, browser, page, new Stopwatch());
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(AsyncServiceScope page) =>
        (await page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User;

    private static async Task<bool> MayEditAsync(AsyncServiceScope page, ClaimsPrincipal principal) =>
        (await page.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(principal, nameof(Permission.EditAccounts))).Succeeded;

    private static async Task<TimeSpan> UntilAsync(AsyncServiceScope page, Stopwatch watch, Func<ClaimsPrincipal, Task<bool>> done)
    {
        while (!await done(await PrincipalAsync(page)))
        {
            watch.Elapsed.ShouldBeLessThan(PageLimit, "the open page never noticed");
            await Task.Delay(10);
        }

        return watch.Elapsed;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task<CurrentUser> AdminAsync(string name) => await portal.UserAsync(await portal.AddLoginAsync($"{name}@example.test", [Role.Admin]));
}
