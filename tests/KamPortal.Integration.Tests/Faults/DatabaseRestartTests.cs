using System.Diagnostics;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Features.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>The database is thrown down and started again under people at work: what they were told is saved is there.</summary>
public sealed class DatabaseRestartTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 20, Rows = 20;
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(15);
    private static readonly int Restarts = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 20 : 3;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"kam-restart-{Guid.CreateVersion7().ToString("N")[^8..]}");
    private LocalCluster _cluster = null!;
    private IHost _portal = null!;

    // A server of its own: other tests use the shared one meanwhile.
    public async Task InitializeAsync()
    {
        _cluster = await LocalCluster.StartAsync(new() { DataDirectory = _folder });
        var owner = _cluster.ConnectionString();
        await TestSchema.MigrateAsync(owner);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddPortal(new PortalDatabase(owner, KamDatabase.ForApp(owner)));
        builder.Services.AddLocalization();
        _portal = builder.Build();
    }

    public async Task DisposeAsync()
    {
        _portal.Dispose();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_change_that_was_acknowledged_is_there_after_the_database_crashed_under_the_writers()
    {
        string[] codes = [.. Enumerable.Range(0, Rows).Select(r => $"CRASH-{r:00}")];
        await using (var db = await _portal.Services.GetRequiredService<IDbContextFactory<KamDbContext>>().CreateDbContextAsync())
        {
            db.Actor = CurrentUser.System;
            db.Accounts.AddRange(codes.Select(c => new Account(c, $"Customer {c}")));
            await db.SaveChangesAsync();
        }

        var before = new Dictionary<string, AccountForm>();
        foreach (var code in codes) before[code] = (await OpenAsync(code)).Form;
        var writers = new AccountWriters(codes, SaveAsync, OpenAsync);
        using var stop = new CancellationTokenSource();
        var writing = writers.WriteAsync(Writers, int.MaxValue, seed: 20, stop.Token);
        for (var restart = 0; restart < Restarts; restart++)
        {
            var saved = writers.Saves;
            await Task.Delay(300);
            await CrashAsync();
            var watch = Stopwatch.StartNew();
            while (writers.Saves <= saved + Writers)
            {
                watch.Elapsed.ShouldBeLessThan(BackWithin, "work goes on by itself");
                await Task.Delay(50);
            }
        }

        await stop.CancelAsync();
        await writing;
        output.WriteLine($"{Restarts} crashes: {writers.Saves} saves acknowledged, {writers.Failures} ended in an error, {writers.Conflicts} conflicts");
        writers.Failures.ShouldBeGreaterThan(0, "else the crashes hit nobody");
        (await writers.FaultsAsync(before)).ShouldBeEmpty();
    }

    private async Task CrashAsync()
    {
        var binaries = PostgresBinaries.Find(null, null);
        var data = Directory.GetDirectories(Path.Combine(_folder, "postgres")).Single(d => File.Exists(Path.Combine(d, "PG_VERSION")));
        var (exit, said) = await new ServerAccount(Path.Combine(_folder, "postgres")).RunAsync("\"$1\" restart -D \"$2\" -l \"$2/restarts.log\" -s -m immediate -w -t 60", "", default, binaries.PgCtl, data);
        exit.ShouldBe(0, said);
    }

    private async Task<SaveResult<AccountForm>> SaveAsync(Func<AccountEditor, Task<SaveResult<AccountForm>>> save)
    {
        await using var scope = _portal.Services.CreateAsyncScope();
        return await save(scope.ServiceProvider.GetRequiredService<AccountEditor>());
    }

    private async Task<(AccountForm Form, uint Version)> OpenAsync(string code)
    {
        await using var scope = _portal.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountEditor>().OpenAsync(CurrentUser.System, code, default)).ShouldNotBeNull();
    }
}
