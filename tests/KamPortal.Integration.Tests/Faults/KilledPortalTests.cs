using System.Globalization;
using System.Text;
using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Features.Imports;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit.Abstractions;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>kill -9 at a random moment: nothing half-written, and after a restart the job ends by itself.</summary>
public sealed class KilledPortalTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Accounts = 400, Months = 24, Lines = 4;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);
    private static readonly int Kills = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 20 : 3;
    private static CurrentUser Admin => CurrentUser.System;

    private readonly Random _moments = new(20_26);
    private TestDatabase _database = null!;
    private IHost _console = null!;
    private AsyncServiceScope _scope;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddPortal(new PortalDatabase(_database.ConnectionString, KamDatabase.ForApp(_database.ConnectionString)));
        builder.Services.AddLocalization();
        _console = builder.Build();
        _scope = _console.Services.CreateAsyncScope();
        (await ImportNowAsync(AccountsFile(), "accounts")).Outcome!.Created.ShouldBe(Accounts);
    }

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        _console.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_import_killed_at_any_moment_is_whole_or_absent_and_ends_after_a_restart()
    {
        var before = 0m;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var checkedFile = await ImportNowAsync(FactsFile(kill), "facts", dryRun: true);
            var detail = (await Get<ImportService>().FindAsync(Admin, checkedFile.Number, CancellationToken.None))!;
            (await Get<ImportService>().ImportAsync(Admin, checkedFile.Number, false, detail.Version, CancellationToken.None)).IsAccepted.ShouldBeTrue();
            var after = Accounts * Months * Lines * (100m + kill);

            await KillAtRandomAsync();
            var total = await ScalarAsync<decimal?>("select sum(gross_revenue) from financial_facts") ?? 0;
            total.ShouldBeOneOf(before, after);
            (await ScalarAsync<decimal?>("select sum(gross_revenue) from account_months") ?? 0).ShouldBe(total, "the roll-up belongs to the same commit");

            await UntilAllJobsEndedAsync();
            (await ScalarAsync<decimal>("select sum(gross_revenue) from financial_facts")).ShouldBe(after);
            (await ScalarAsync<long>("select count(*) from financial_facts")).ShouldBe(Accounts * Months * Lines);
            (await ScalarAsync<string>($"select state from import_batches where number = {checkedFile.Number}")).ShouldBe("Imported");
            before = after;
        }
    }

    [Fact]
    public async Task A_scoring_run_killed_at_any_moment_leaves_the_earlier_results_or_its_own()
    {
        await ImportNowAsync(FactsFile(1), "facts");
        await Get<ScoringService>().ScoreNowAsync(Admin, null, null, CancellationToken.None);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var runs = await ScalarAsync<long>("select count(*) from scoring_runs");
            await Get<ScoringService>().StartAsync(Admin, new ScoringRunRequest(null, null), CancellationToken.None);

            await KillAtRandomAsync();
            (await CurrentScoresAsync()).ShouldBe(Accounts, "one whole run is in force");
            (await ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBeOneOf(runs, runs + 1);

            await UntilAllJobsEndedAsync();
            (await ScalarAsync<long>("select count(*) from scoring_runs")).ShouldBe(runs + 1, "the run ended once");
            (await CurrentScoresAsync()).ShouldBe(Accounts);
            (await ScalarAsync<long>("select count(*) from scoring_runs where is_current")).ShouldBe(1);
            (await ScalarAsync<long>("select count(distinct run_id) from account_scores")).ShouldBe(runs + 1, "no results without a run");
        }
    }

    private async Task KillAtRandomAsync()
    {
        using var portal = await PortalProcess.StartAsync(_database.ConnectionString);
        await Task.Delay(_moments.Next(0, 2500));
        await portal.KillAsync();
        var done = await ScalarAsync<long>("select count(*) from jobs where state not in ('Queued', 'Running')");
        var all = await ScalarAsync<long>("select count(*) from jobs");
        output.WriteLine($"killed with {all - done} job(s) under way");
        // The server notices the dead client within its check interval; then nothing of the transaction is left.
        await UntilAsync("select count(*) = 0 from pg_stat_activity where datname = current_database() and application_name = 'KamPortal' and xact_start is not null");
    }

    private async Task UntilAllJobsEndedAsync()
    {
        using var portal = await PortalProcess.StartAsync(_database.ConnectionString);
        await UntilAsync("select count(*) = 0 from jobs where state in ('Queued', 'Running')");
        (await ScalarAsync<long>("select count(*) from jobs where state <> 'Succeeded'")).ShouldBe(0);
    }

    private async Task UntilAsync(string sql)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await ScalarAsync<bool>(sql))
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(EndsWithin, sql);
            await Task.Delay(200);
        }
    }

    private Task<long> CurrentScoresAsync() =>
        ScalarAsync<long>("select count(*) from account_scores s join scoring_runs r on r.id = s.run_id where r.is_current");

    private T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    private async Task<FileImportReport> ImportNowAsync(string text, string kind, bool dryRun = false)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kam-kill-{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, text);
        try
        {
            var report = await Get<ImportService>().ImportFileAsync(Admin, kind, path, new FileImportOptions { DryRun = dryRun }, CancellationToken.None);
            report.Refusal.ShouldBeNull();
            return report;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    private static string AccountsFile()
    {
        var text = new StringBuilder("code,name\n");
        for (var a = 0; a < Accounts; a++) text.Append(CultureInfo.InvariantCulture, $"K{a:0000},Customer {a}\n");
        return text.ToString();
    }

    private static string FactsFile(int version)
    {
        var text = new StringBuilder("account_id,period,product_line,currency,revenue,cogs\n");
        for (var a = 0; a < Accounts; a++)
            for (var m = 0; m < Months; m++)
                for (var l = 0; l < Lines; l++)
                    text.Append(CultureInfo.InvariantCulture, $"K{a:0000},{2024 + m / 12}-{m % 12 + 1:00},Line {l},USD,{100 + version},{60 + a % 30}\n");
        return text.ToString();
    }
}
