using KamPortal.Data.Seeding;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
namespace KamPortal.E2E.Tests.Journeys;
public sealed class Shots : Portal
{
    [Fact]
    public async Task Take()
    {
        var dir = Environment.GetEnvironmentVariable("SHOTS")!; Directory.CreateDirectory(dir);
        var admin = await AddLoginAsync("Admin", [Role.Admin]);
        async Task Shoot(Login who, string name, Look look) { var p = await OpenAsync(who, look); await p.VisitAsync("/"); await Task.Delay(500); await p.ScreenshotAsync(new() { Path = $"{dir}/{name}.png", FullPage = true }); Console.WriteLine($"{name} overflow {await p.OverflowAsync()} axe {string.Join(";", await p.AxeViolationsAsync())}"); await p.Context.CloseAsync(); }
        await Shoot(admin, "admin-empty", new()); await Shoot(admin, "admin-empty-zh-390", new(390, true, "zh-CN"));
        await using var scope = Services.CreateAsyncScope();
        var logins = await scope.ServiceProvider.GetRequiredService<DemoPortfolio>().LoadAsync(CurrentUser.System, default);
        if (Environment.GetEnvironmentVariable("FAKERUN") == "1") { await using var s = Npgsql.NpgsqlDataSource.Create(ConnectionString); await using var c = s.CreateCommand(File.ReadAllText("/tmp/demo/fakerun.sql")); await c.ExecuteNonQueryAsync(); }
        await Shoot(admin, "admin-demo", new()); await Shoot(admin, "admin-demo-dark-zh", new(1366, true, "zh-CN"));
        var d = new Login(logins[0].Email, logins[0].Password); var k = new Login(logins[1].Email, logins[1].Password); var v = new Login(logins[3].Email, logins[3].Password);
        await Shoot(d, "director", new()); await Shoot(d, "director-390-dark-zh", new(390, true, "zh-CN")); await Shoot(k, "kam", new()); await Shoot(k, "kam-390", new(390)); await Shoot(v, "viewer-zh", new(1366, false, "zh-CN"));
    }
}
