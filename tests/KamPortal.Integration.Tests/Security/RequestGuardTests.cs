using System.Net;
using KamPortal.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KamPortal.Integration.Tests.Security;

public sealed class RequestGuardTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly Dictionary<string, string> Wanted = new()
    {
        ["X-Content-Type-Options"] = "nosniff", ["X-Frame-Options"] = "DENY", ["Referrer-Policy"] = "same-origin",
        ["Cross-Origin-Opener-Policy"] = "same-origin", ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=()", ["Content-Security-Policy"] = "object-src 'none'", ["Strict-Transport-Security"] = "max-age=31536000",
    };

    [Fact]
    public async Task Every_endpoint_sends_every_security_header_whoever_asks()
    {
        await portal.AddLoginAsync("headers@example.test", [Role.Admin]);
        var admin = portal.Browser("https://kam.example");
        (await TestPortal.SignInAsync(admin, "headers@example.test", TestPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var anonymous = portal.Browser("https://kam.example");
        var paths = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => System.Text.RegularExpressions.Regex.Replace("/" + e.RoutePattern.RawText?.TrimStart('/'), "{[^}]*}", "1"))
            // One of each kind of static file stands for all of them; they are served by one endpoint type.
            .Where(p => !p.StartsWith("/_content/", StringComparison.Ordinal) && !p.StartsWith("/lib/", StringComparison.Ordinal))
            .Distinct().Append("/nowhere").Append("/favicon.svg").ToList();
        paths.Count.ShouldBeGreaterThan(10);
        foreach (var (browser, path) in paths.SelectMany(p => new[] { (anonymous, p), (admin, p) }))
        {
            using var answer = await browser.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            foreach (var (header, value) in Wanted)
                answer.Headers.TryGetValues(header, out var values).ShouldBeTrue($"{header} at {path} ({answer.StatusCode})");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain(Wanted["Content-Security-Policy"]);
            answer.Headers.Contains("Server").ShouldBeFalse();
            answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
        }

        portal.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AddServerHeader.ShouldBeFalse();
    }

    [Fact]
    public async Task A_policy_names_a_new_nonce_each_time_and_no_foreign_source()
    {
        var browser = portal.Browser();
        var policies = new List<string>();
        for (var i = 0; i < 3; i++) policies.Add((await browser.GetAsync("/health/live")).Headers.GetValues("Content-Security-Policy").Single());
        policies.Distinct().Count().ShouldBe(3);
        policies[0].ShouldContain("script-src 'self' 'nonce-");
        policies[0].ShouldNotContain("unsafe-eval");
        policies[0].ShouldNotContain("http:");
        policies[0].ShouldContain("frame-ancestors 'none'");
    }

    [Theory]
    [InlineData("https://evil.example"), InlineData("http://localhost.evil.example"), InlineData("https://localhost"), InlineData("http://localhost:8080"), InlineData("null"), InlineData(null)]
    public async Task The_hub_refuses_every_origin_but_its_own(string? origin)
    {
        await portal.AddLoginAsync($"hub{origin?.Length}@example.test", [Role.Viewer]);
        var browser = await portal.SignedInAsync($"hub{origin?.Length}@example.test");
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1"), (HttpMethod.Get, "/_blazor?id=x"), (HttpMethod.Post, "/_blazor/disconnect"), (HttpMethod.Get, "/_blazor") })
        {
            using var request = new HttpRequestMessage(method, path);
            if (origin is not null) request.Headers.Add("Origin", origin);
            (await browser.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        using var own = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        own.Headers.Add("Origin", "http://localhost");
        (await browser.SendAsync(own)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example"), InlineData("Origin", "null"), InlineData("Sec-Fetch-Site", "cross-site"), InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Nothing_is_changed_for_a_foreign_page(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-out");
        request.Headers.Add(header, value);
        (await portal.Browser().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_hub_is_closed_to_strangers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "http://localhost");
        (await portal.Browser().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Too_many_set_up_attempts_are_told_when_to_come_back()
    {
        var browser = portal.Browser();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 11; i++) last = await browser.PostAsync("/setup", new FormUrlEncodedContent([]));
        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task A_forged_forwarding_header_is_not_believed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        var answer = await portal.Browser().SendAsync(request);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("evil.example");
    }

    [Fact]
    public async Task Health_is_told_to_anyone_and_tells_nothing_else()
    {
        var browser = portal.Browser();
        (await browser.GetStringAsync("/health/live")).ShouldBe("live");
        (await browser.GetStringAsync("/health/ready")).ShouldBe("ready");
    }

    [Fact]
    public async Task No_log_line_holds_a_name_an_address_a_password_or_a_query()
    {
        await portal.AddLoginAsync("private.person@example.test", [Role.Viewer]);
        await TestPortal.SignInAsync(portal.Browser(), "private.person@example.test", "a wrong secret word");
        var browser = await portal.SignedInAsync("private.person@example.test");
        await browser.GetAsync("/?q=planted-query");
        await browser.GetAsync("/audit?q=planted-query");
        foreach (var secret in new[] { "private.person", "a wrong secret word", TestPortal.Password, "planted-query" })
            portal.Log.ShouldAllBe(line => !line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        portal.Log.ShouldContain(line => line.Contains("/account/sign-in", StringComparison.Ordinal));
    }
}
