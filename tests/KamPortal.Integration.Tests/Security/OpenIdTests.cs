using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KamPortal.Features.SignIn;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KamPortal.Integration.Tests.Security;

/// <summary>The company's own sign-in, played by a provider in this process.</summary>
public sealed class OpenIdTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Without_configuration_there_is_no_button_and_no_way()
    {
        await portal.AddLoginAsync("plain@example.test", [Role.Viewer]);
        (await portal.Browser().GetStringAsync("/account/sign-in")).ShouldNotContain("/account/openid");
        var browser = await portal.SignedInAsync("plain@example.test"); // Strangers are led to the door from whatever is absent.
        foreach (var path in new[] { "/account/openid", "/account/openid/done" }) (await browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Theory]
    [InlineData("Admin"), InlineData("Owner")]
    public void A_default_role_that_would_make_admins_or_is_unknown_stops_the_start(string role) =>
        Should.Throw<InvalidOperationException>(() => OpenIdRules.From(new ConfigurationBuilder().AddInMemoryCollection([new("OpenId:DefaultRole", role)]).Build()));

    [Fact]
    public async Task A_login_is_matched_by_a_verified_address_and_nobody_gets_a_role_by_it()
    {
        await portal.AddLoginAsync("oidc@example.test", [Role.Viewer]);
        await portal.AddLoginAsync("unverified@example.test", [Role.Admin]);
        var gone = await portal.AddLoginAsync("gone@example.test", [Role.Viewer]);
        await portal.SqlAsync($"update users set disabled_at = now() where id = '{gone}'");
        await using var host = new Company(portal, null);

        (await host.SignInAsync("s-1", "OIDC@example.test", true, "/accounts")).ShouldBe("/accounts");
        (await host.SignInAsync("s-1", "moved@example.test", true)).ShouldBe("/"); // Known by the provider's subject from then on.
        (await host.SignInAsync("s-2", "unverified@example.test", false)).ShouldBe("/account/sign-in?problem=OpenIdRefused");
        (await host.SignInAsync("s-3", "gone@example.test", true)).ShouldBe("/account/sign-in?problem=OpenIdRefused");
        (await host.SignInAsync("s-4", "stranger@example.test", true)).ShouldBe("/account/sign-in?problem=OpenIdRefused");
        (await host.SignInAsync("s-1", "x@example.test", true, "https://evil.example/")).ShouldBe("/");
        (await portal.SqlAsync("select count(*) from users where email like '%stranger%' or email like 'moved%'")).ShouldBe(0L);
        (await portal.SqlAsync("select count(*) from user_sessions where method = 'OpenId'")).ShouldBe(3L);
    }

    [Fact]
    public async Task A_newcomer_gets_the_configured_role_and_no_other()
    {
        await using var host = new Company(portal, Role.Viewer);
        (await host.SignInAsync("s-9", "newcomer@example.test", true)).ShouldBe("/");
        (await portal.SqlAsync("select string_agg(r.name, ',') from users u join user_roles g on g.user_id = u.id join roles r on r.id = g.role_id where u.email = 'newcomer@example.test'"))
            .ShouldBe(Role.Viewer);
    }

    private sealed class Company(TestPortal portal, string? defaultRole) : WebApplicationFactory<Program>
    {
        private const string Authority = "https://company.test";

        private readonly Provider _provider = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:KamPortal", portal.ConnectionString);
            builder.UseSetting("OpenId:Authority", Authority);
            builder.UseSetting("OpenId:ClientId", "kamportal");
            builder.UseSetting("OpenId:ClientSecret", "not a real one");
            builder.UseSetting("OpenId:AskUserInfo", "false");
            if (defaultRole is not null) builder.UseSetting("OpenId:DefaultRole", defaultRole);
            builder.UseStaticWebAssets();
            builder.ConfigureTestServices(services => services.PostConfigure<OpenIdConnectOptions>(OpenIdRules.Scheme, o =>
            {
                o.BackchannelHttpHandler = _provider;
                o.Backchannel = new HttpClient(_provider, disposeHandler: false);
                o.ConfigurationManager = new Microsoft.IdentityModel.Protocols.ConfigurationManager<Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfiguration>(
                    Authority + "/.well-known/openid-configuration", new Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfigurationRetriever(), o.Backchannel);
            }));
        }

        /// <summary>The whole way there and back, as a browser goes it; where it ends.</summary>
        public async Task<string> SignInAsync(string subject, string email, bool verified, string? returnUrl = null)
        {
            var browser = CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri("https://localhost") });
            browser.DefaultRequestHeaders.Add("Accept", "text/html");
            (await browser.GetStringAsync("/account/sign-in")).ShouldContain("/account/openid");
            var there = (await browser.GetAsync("/account/openid" + (returnUrl is null ? "" : "?returnUrl=" + Uri.EscapeDataString(returnUrl)))).Headers.Location.ShouldNotBeNull();
            there.Host.ShouldBe("company.test");
            var asked = QueryHelpers.ParseQuery(there.Query);
            asked.ShouldContainKey("code_challenge");
            _provider.Token = new() { ["sub"] = subject, ["email"] = email, ["email_verified"] = verified, ["nonce"] = asked["nonce"].ToString() };
            var back = await browser.GetAsync($"/account/openid/callback?code=abc&state={Uri.EscapeDataString(asked["state"].ToString())}");
            var done = await browser.GetAsync(back.Headers.Location.ShouldNotBeNull().OriginalString);
            return done.Headers.Location.ShouldNotBeNull().OriginalString.Replace("https://localhost", "", StringComparison.Ordinal);
        }
    }

    private sealed class Provider : HttpMessageHandler
    {
        private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k1" };

        public Dictionary<string, object> Token { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            object answer = request.RequestUri!.AbsolutePath switch
            {
                "/.well-known/openid-configuration" => new
                {
                    issuer = "https://company.test", authorization_endpoint = "https://company.test/authorize", token_endpoint = "https://company.test/token", jwks_uri = "https://company.test/keys",
                },
                "/keys" => new { keys = new[] { Key() } },
                _ => new { id_token = Signed(), access_token = "opaque", token_type = "Bearer", expires_in = 300 },
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(answer), Encoding.UTF8, "application/json") });
        }

        private object Key()
        {
            var parameters = _key.Rsa.ExportParameters(false);
            return new { kty = "RSA", kid = "k1", use = "sig", alg = "RS256", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
        }

        private string Signed() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://company.test", Audience = "kamportal", Claims = Token, Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }
}
