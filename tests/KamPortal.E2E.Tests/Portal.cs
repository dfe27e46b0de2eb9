using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests;

/// <summary>A running portal on a database of its own, and people who use it in a browser.</summary>
public class Portal : IAsyncLifetime
{
    private readonly Dictionary<string, string> _signedIn = [];
    private TestDatabase? _database;
    private PortalHost? _host;

    /// <summary>By name, not by number: passkeys and secure-context rules differ for an IP address.</summary>
    public string Address { get; private set; } = "";

    public IServiceProvider Services => _host!.Services;

    public string ConnectionString => _database!.ConnectionString;

    public virtual async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        _host = new PortalHost(_database.ConnectionString);
        _host.UseKestrel(0);
        _host.StartServer();
        Address = _host.ClientOptions.BaseAddress.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    /// <summary>One figure straight from the database, to compare with what the screen says.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A login with the roles named and a password of its own.</summary>
    public async Task<Login> AddLoginAsync(string name, string[] roles, int? personId = null, int[]? regions = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<KamDbContext>();
        db.Actor = CurrentUser.System;
        var users = scope.ServiceProvider.GetRequiredService<UserManager<KamUser>>();
        var email = $"{name.Replace(' ', '.')}@example.test";
        var password = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12)) + "aA!";
        var user = new KamUser { Id = Guid.CreateVersion7(), DisplayName = name, UserName = email, Email = email, PersonId = personId };
        (await users.CreateAsync(user, password)).Succeeded.ShouldBeTrue();
        foreach (var role in roles) db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = Role.All[role] });
        foreach (var region in regions ?? []) db.UserRegions.Add(new UserRegion(user.Id, region));
        await db.SaveChangesAsync();
        return new Login(email, password);
    }

    /// <summary>A page of a person who has signed in; each call is a window of its own.</summary>
    public async Task<IPage> OpenAsync(Login? login = null, Look? look = null)
    {
        look ??= new();
        var browser = await Browser.SharedAsync();
        var options = new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new() { Width = look.Width, Height = look.Width < 600 ? 844 : 860 },
            ReducedMotion = ReducedMotion.Reduce,
        };
        if (login is not null && _signedIn.TryGetValue(login.Email, out var state)) options.StorageState = state;
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        await context.AddCookiesAsync(
        [
            new() { Name = ".AspNetCore.Culture", Value = $"c%3D{look.Culture}%7Cuic%3D{look.Culture}", Url = Address },
            new() { Name = "kp-theme", Value = look.Dark ? "dark" : "light", Url = Address },
        ]);
        var page = await context.NewPageAsync();
        if (login is not null && options.StorageState is null) await SignInAsync(page, login);
        return page;
    }

    private async Task SignInAsync(IPage page, Login login)
    {
        await page.GotoAsync("/account/sign-in");
        await page.Locator("input[type=email]").FillAsync(login.Email);
        await page.Locator("input[type=password]").FillAsync(login.Password);
        await page.Locator("form button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
        _signedIn[login.Email] = await page.Context.StorageStateAsync();
    }

    private sealed class PortalHost(string connectionString) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:KamPortal", connectionString);
            builder.UseSetting("Jobs:CheckInSeconds", "2");
            builder.UseStaticWebAssets();
        }
    }
}

public sealed record Login(string Email, string Password);

/// <summary>How a person looks at the portal.</summary>
public sealed record Look(int Width = 1366, bool Dark = false, string Culture = "en")
{
    /// <summary>Width, light and language in which every page is looked at: two that differ in all three, with <c>--full</c> each width in each light.</summary>
    public static TheoryData<int, bool, string> Each { get; } = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1"
        ? new() { { 1366, false, "en" }, { 390, false, "en" }, { 1366, true, "zh-CN" }, { 390, true, "zh-CN" }, { 1366, true, "en" }, { 1366, false, "zh-CN" } }
        : new() { { 1366, false, "en" }, { 390, true, "zh-CN" } };
}
