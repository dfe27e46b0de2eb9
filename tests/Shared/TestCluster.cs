using System.ComponentModel;
using System.Diagnostics;
using KamPortal.Data;
using Npgsql;
using Testcontainers.PostgreSql;

namespace KamPortal.Testing;

/// <summary>
/// The one PostgreSQL server of a test run: the one named by KAMPORTAL_TEST_DB, else a container when a Docker engine answers,
/// else a private cluster that is deleted at the end. Started once per process, on first use.
/// </summary>
public sealed class TestCluster
{
    private const string Prefix = "kamportal_test_";
    private static readonly Lazy<Task<TestCluster>> Shared = new(StartAsync);

    private readonly string _server;
#pragma warning disable IDE0052 // Held open: its lock says that this run lives.
    private readonly NpgsqlConnection _mark;
#pragma warning restore IDE0052
    private readonly Lazy<Task<string>> _template;
    private int _databases;

    private TestCluster(string server, string run, NpgsqlConnection mark)
    {
        (_server, Run, _mark) = (server, run, mark);
        _template = new(MakeTemplateAsync);
    }

    private string Run { get; }

    public static Task<TestCluster> SharedAsync() => Shared.Value;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database }.ConnectionString;

    /// <summary>A new migrated database, copied from the template in a fraction of a second.</summary>
    public async Task<string> CloneAsync() => await CreateAsync($"template {await _template.Value}");

    /// <summary>A new empty database.</summary>
    public Task<string> EmptyAsync() => CreateAsync(Collation);

    public async Task DropAsync(string connectionString) =>
        await ExecuteAsync(_server, $"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");

    // The same order and letters on every kind of server.
    private const string Collation = "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'";

    private async Task<string> CreateAsync(string how)
    {
        var name = $"{Prefix}{Run}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(_server, $"create database {name} {how}");
        return ConnectionString(name);
    }

    private async Task<string> MakeTemplateAsync()
    {
        var database = await EmptyAsync();
        await TestSchema.MigrateAsync(database + ";Pooling=false");
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        // Nobody may be connected to a template while it is copied.
        await ExecuteAsync(_server, $"alter database {name} with allow_connections false");
        await ExecuteAsync(_server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        return name;
    }

    private static async Task<TestCluster> StartAsync()
    {
        var server = Environment.GetEnvironmentVariable("KAMPORTAL_TEST_DB") is { Length: > 0 } given ? given
            : await DockerAnswersAsync() ? await StartContainerAsync()
            : await StartPrivateAsync();
        server = new NpgsqlConnectionStringBuilder(server) { IncludeErrorDetail = true, MaxPoolSize = 30 }.ConnectionString;
        var run = Guid.CreateVersion7().ToString("N")[^12..];

        // A run holds this lock as long as it lives, so what has no holder is a dead run's leftover.
        var mark = new NpgsqlConnection(server + ";Pooling=false;Application Name=kamportal-tests;Keepalive=30");
        await mark.OpenAsync();
        await using (var take = new NpgsqlCommand($"select pg_advisory_lock(hashtextextended('{Prefix}{run}', 0))", mark)) await take.ExecuteNonQueryAsync();
        await SweepAsync(mark, server);
        return new TestCluster(server, run, mark);
    }

    private static async Task<string> StartPrivateAsync()
    {
        var all = Path.Combine(Path.GetTempPath(), $"kamportal-tests-{Environment.UserName}");
        Directory.CreateDirectory(all);
        // A young folder may belong to a run that has not taken its lock yet.
        var before = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        foreach (var old in Directory.GetDirectories(all).Where(d => Directory.GetCreationTimeUtc(d) < before)) await LocalCluster.SweepAsync(old);
        var folder = Path.Combine(all, Guid.CreateVersion7().ToString("N")[^12..]);
        var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { DataDirectory = folder, Disposable = true });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
        return cluster.ConnectionString();
    }

    private static async Task<string> StartContainerAsync()
    {
        // Removed by Testcontainers' own reaper when this process ends.
        var container = new PostgreSqlBuilder("postgres:17").WithUsername(LocalCluster.Owner).WithDatabase(LocalClusterOptions.DefaultDatabase).Build();
        await container.StartAsync();
        return container.GetConnectionString();
    }

    private static async Task<bool> DockerAnswersAsync()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            try
            {
                await docker.WaitForExitAsync(limit.Token);
                return docker.ExitCode == 0;
            }
            catch (OperationCanceledException)
            {
                docker.Kill();
                return false;
            }
        }
        catch (Win32Exception)
        {
            return false; // No docker command.
        }
    }

    private static async Task SweepAsync(NpgsqlConnection mark, string server)
    {
        var leftovers = new List<string>();
        await using (var find = new NpgsqlCommand(
            $"""
            select datname from pg_database
            where datname like '{Prefix.Replace("_", "\\_", StringComparison.Ordinal)}%'
              and pg_try_advisory_xact_lock(hashtextextended(regexp_replace(datname, '_[0-9]+$', ''), 0))
            """, mark))
        await using (var rows = await find.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) leftovers.Add(rows.GetString(0));
        }

        foreach (var name in leftovers) await ExecuteAsync(server, $"drop database if exists {name} with (force)");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
