using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Serilog.Core;
using Serilog.Events;

namespace KamPortal.Integration.Tests.Security;

/// <summary>The whole portal in this process, on a database of its own, with a clock that can be moved and a log that can be read.</summary>
public sealed partial class TestPortal : IAsyncLifetime, IAsyncDisposable
{
    public const string Password = "seven tired herons";

    private TestDatabase? _database;
    private Host? _host;

    public MovableClock Clock { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public string ConnectionString => _database!.ConnectionString;

    public IReadOnlyList<string> Log => [.. _host!.Log.Lines];

    public static async Task<TestPortal> StartAsync()
    {
        var portal = new TestPortal();
        await portal.InitializeAsync();
        return portal;
    }

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        _host = new Host(_database.ConnectionString, Clock);
        _ = _host.Services;
    }

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>A browser of its own: cookies, no following of redirects, pages wanted.</summary>
    public HttpClient Browser(string address = "http://localhost")
    {
        var client = _host!.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri(address) });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    public async Task<HttpClient> SignedInAsync(string email, string password = Password)
    {
        var browser = Browser();
        var answer = await SignInAsync(browser, email, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, $"{email} could not sign in");
        return browser;
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password, string returnUrl = "") =>
        PostAsync(browser, "/account/sign-in" + returnUrl, "sign-in", new() { ["Email"] = email, ["Password"] = password });

    /// <summary>Opens the page and posts its form, as a browser would.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string handler, Dictionary<string, string> fields)
    {
        var html = await browser.GetStringAsync(page);
        fields["_handler"] = handler;
        fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        return await browser.PostAsync(page, new FormUrlEncodedContent(fields));
    }

    public async Task<Guid> AddLoginAsync(string email, string[] roles, int? personId = null, int[]? regions = null, int[]? units = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<KamDbContext>();
        db.Actor = CurrentUser.System;
        var login = KamUser.Create(email.Split('@')[0], email, Clock.GetUtcNow());
        login.PasswordHash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<KamUser>>().HashPassword(login, Password);
        login.PersonId = personId;
        db.Users.Add(login);
        db.UserRoles.AddRange(roles.Select(r => new IdentityUserRole<Guid> { UserId = login.Id, RoleId = Role.All[r] }));
        db.UserRegions.AddRange((regions ?? []).Select(r => new UserRegion(login.Id, r)));
        db.UserBusinessUnits.AddRange((units ?? []).Select(u => new UserBusinessUnit(login.Id, u)));
        await db.SaveChangesAsync();
        return login.Id;
    }

    /// <summary>A session of the login as a cookie would name it, without a browser.</summary>
    public async Task<ClaimsPrincipal> PrincipalAsync(Guid id)
    {
        var session = UserSession.Start(id, SignInMethod.Password, Clock.GetUtcNow(), null, null);
        var stamp = await QueryAsync(async db =>
        {
            db.UserSessions.Add(session);
            await db.SaveChangesAsync();
            return await db.Users.Where(u => u.Id == id).Select(u => u.SecurityStamp!).SingleAsync();
        });
        return new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, id.ToString()), new(LoginFeature.StampClaim, stamp), new(SessionRules.SessionId, session.Id.ToString()), SessionRules.SignedIn(Clock.GetUtcNow())],
            IdentityConstants.ApplicationScheme));
    }

    public async Task<CurrentUser> UserAsync(Guid id) => (await WithAsync<Users, CurrentUser?>(u => u.FindAsync(id, default))).ShouldNotBeNull();

    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> ask) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<T> QueryAsync<T>(Func<KamDbContext, Task<T>> ask)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<KamDbContext>>().CreateDbContextAsync();
        db.Actor = CurrentUser.System;
        return await ask(db);
    }

    /// <summary>Plain SQL as the database's owner, or as the portal's own role.</summary>
    public async Task<object?> SqlAsync(string sql, bool asApp = false)
    {
        await using var connection = new NpgsqlConnection(asApp ? KamDatabase.ForApp(ConnectionString) : ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private sealed class Host(string connectionString, MovableClock clock) : WebApplicationFactory<Program>
    {
        public LogReader Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:KamPortal", connectionString);
            builder.UseSetting("Limits:SignInPerMinute", "100000");
            builder.UseSetting("Limits:ExportPerMinute", "100000");
            builder.UseStaticWebAssets();
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock).AddSingleton<ILogEventSink>(Log));
        }
    }
}

/// <summary>The system's clock, moved by as much as a test says.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}

internal sealed class LogReader : ILogEventSink
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public void Emit(LogEvent logEvent) =>
        _lines.Enqueue(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture) + string.Concat(logEvent.Properties.Select(p => $" {p.Key}={p.Value}")) + logEvent.Exception);
}
