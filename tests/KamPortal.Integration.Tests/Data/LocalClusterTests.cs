using System.Diagnostics;
using System.Globalization;
using KamPortal.Data;
using Npgsql;

namespace KamPortal.Integration.Tests.Data;

public sealed class LocalClusterTests(LocalClusterTests.Finished finished) : IClassFixture<LocalClusterTests.Finished>, IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kamportal-it-" + Guid.CreateVersion7().ToString("N")[^10..]);

    private LocalClusterOptions Options => new() { DataDirectory = _folder };

    private string DataFolder => Directory.GetDirectories(Path.Combine(_folder, "postgres"), "data-*").Single();

    private string PidFile => Path.Combine(DataFolder, "postmaster.pid");

    private int Postmaster => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, true);
    }

    /// <summary>A cluster that was started and stopped; a copy of it spares most tests the seconds that creating one takes.</summary>
    public sealed class Finished : IAsyncLifetime
    {
        private readonly string _original = Path.Combine(Path.GetTempPath(), "kamportal-it-" + Guid.CreateVersion7().ToString("N")[^10..]);

        public async Task InitializeAsync() => await (await LocalCluster.StartAsync(new LocalClusterOptions { DataDirectory = _original })).DisposeAsync();

        public async Task CopyToAsync(string folder)
        {
            using var copy = Process.Start("cp", ["-a", _original, folder]);
            await copy.WaitForExitAsync();
            copy.ExitCode.ShouldBe(0);
        }

        public Task DisposeAsync()
        {
            Directory.Delete(_original, true);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_stop_and_a_start()
    {
        await finished.CopyToAsync(_folder);
        await using (var first = await LocalCluster.StartAsync(Options))
        {
            first.IsOwner.ShouldBeTrue();
            await AskAsync(first, "create table kept as select 42 as answer");
        }

        File.Exists(PidFile).ShouldBeFalse();
        await using var second = await LocalCluster.StartAsync(Options);
        (await AskAsync(second, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task The_server_has_no_network_a_secret_and_letters_beyond_ASCII()
    {
        await using var cluster = await LocalCluster.StartAsync(Options with { Disposable = true });
        (await AskAsync(cluster, "show listen_addresses")).ShouldBe("");
        (await AskAsync(cluster, "show client_connection_check_interval")).ShouldBe("2s");
        (await AskAsync(cluster, "select pg_encoding_to_char(encoding) || datcollate from pg_database where datname = current_database()")).ShouldBe("UTF8C");
        await AskAsync(cluster, "create extension pg_trgm");
        (await AskAsync(cluster, "select similarity('华为技术有限公司', '华为技术')")).ShouldBeOfType<float>().ShouldBeGreaterThan(0.3f);

        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { Password = "guess", Pooling = false };
        await using var stranger = new NpgsqlConnection(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => stranger.OpenAsync())).SqlState.ShouldBe("28P01");
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Path.Combine(_folder, "postgres", "password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.Combine(_folder, "postgres", "socket")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_command_joins_a_running_portal_and_leaves_it_running()
    {
        await finished.CopyToAsync(_folder);
        await using var portal = await LocalCluster.StartAsync(Options with { Disposable = true });
        await using (var command = await LocalCluster.StartAsync(Options with { Use = ClusterUse.Command }))
        {
            command.IsOwner.ShouldBeFalse();
            await AskAsync(command, "select 1");
        }

        (await AskAsync(portal, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_command_that_started_the_server_waits_for_those_that_joined_it()
    {
        await finished.CopyToAsync(_folder);
        var command = Options with { Use = ClusterUse.Command };
        var first = await LocalCluster.StartAsync(command);
        var second = await LocalCluster.StartAsync(command);
        second.IsOwner.ShouldBeFalse();
        var leaving = first.DisposeAsync().AsTask();
        await Task.WhenAny(leaving, Task.Delay(500));
        leaving.IsCompleted.ShouldBeFalse();
        (await AskAsync(second, "select 42")).ShouldBe(42);
        await second.DisposeAsync();
        await leaving;
        File.Exists(PidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_web_host_is_refused_with_a_sentence()
    {
        await finished.CopyToAsync(_folder);
        await using var portal = await LocalCluster.StartAsync(Options with { Disposable = true });
        var refusal = await Should.ThrowAsync<LocalClusterException>(() => LocalCluster.StartAsync(Options with { Patience = TimeSpan.Zero }));
        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
        refusal.Message.ShouldContain("ConnectionStrings__KamPortal");
    }

    [Fact]
    public async Task Killing_the_portal_stops_the_server_and_the_next_start_works()
    {
        await finished.CopyToAsync(_folder);
        var (holder, answer) = await ClusterHolder.StartAsync(_folder);
        using var _ = holder;
        answer.ShouldBe("ready");
        var orphan = Postmaster;
        await holder.KillAsync();
        await using var cluster = await LocalCluster.StartAsync(Options);
        Postmaster.ShouldNotBe(orphan);
        (await AskAsync(cluster, "select 1")).ShouldBe(1);
        await Task.Delay(300); // The dead portal's guard must not stop its successor's server.
        (await AskAsync(cluster, "select 1")).ShouldBe(1);
    }

    [SkippableFact]
    public async Task After_a_power_cut_everything_committed_is_there()
    {
        Skip.IfNot(Directory.Exists("/proc/self"), "Finds the server's processes in /proc.");
        await finished.CopyToAsync(_folder);
        var (holder, answer) = await ClusterHolder.StartAsync(_folder);
        using var _ = holder;
        answer.ShouldBe("ready");
        await using (var guest = await LocalCluster.StartAsync(Options with { Use = ClusterUse.Command })) await AskAsync(guest, "create table kept as select 42 as answer");
        foreach (var process in ProcessesNaming(DataFolder)) Kill(process);
        await holder.KillAsync();
        await using var cluster = await LocalCluster.StartAsync(Options);
        (await AskAsync(cluster, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_a_living_stranger_does_not_hinder_the_start()
    {
        await finished.CopyToAsync(_folder);

        using var stranger = Process.Start("sleep", "60");
        var lines = $"{stranger.Id}\n{DataFolder}\n1\n5432\n{_folder}/postgres/socket\n\n";
        await File.WriteAllTextAsync(PidFile, lines);
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "socket", ".s.PGSQL.5432.lock"), lines);
        await using (var cluster = await LocalCluster.StartAsync(Options)) (await AskAsync(cluster, "select 1")).ShouldBe(1);
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task An_interrupted_creation_is_begun_again()
    {
        await finished.CopyToAsync(_folder);

        var unfinished = DataFolder + ".new";
        Directory.Move(DataFolder, unfinished);
        Directory.Delete(Path.Combine(unfinished, "global"), true);
        await using var cluster = await LocalCluster.StartAsync(Options);
        (await AskAsync(cluster, "select 1")).ShouldBe(1);
        Directory.Exists(unfinished).ShouldBeFalse();
    }

    [Fact]
    public async Task A_removal_that_was_interrupted_is_finished()
    {
        await using (await LocalCluster.StartAsync(Options))
        {
        }

        Directory.Delete(Path.Combine(_folder, "postgres", "socket"), true);
        foreach (var file in Directory.GetFiles(DataFolder)) File.Delete(file);
        await LocalCluster.SweepAsync(_folder);
        Directory.Exists(_folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_path_to_the_data_still_gets_a_socket()
    {
        var deep = Path.Combine(_folder, new string('d', 120));
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { DataDirectory = deep, Disposable = true });
        (await AskAsync(cluster, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_programs_one_sentence_names_the_command()
    {
        var refusal = await Should.ThrowAsync<LocalClusterException>(() => LocalCluster.StartAsync(Options with { Binaries = "/nowhere" }));
        refusal.Message.ShouldContain(PostgresBinaries.InstallCommand());
        refusal.Message.ShouldNotContain("\n");
    }

    [SkippableFact]
    public async Task An_ordinary_user_has_a_cluster_of_its_own()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root can become another user; the other tests ran as an ordinary one.");
        using (var look = Process.Start(new ProcessStartInfo("test", ["-r", ClusterHolder.Program]) { UserName = "nobody", WorkingDirectory = "/tmp" })!)
        {
            await look.WaitForExitAsync();
            Skip.If(look.ExitCode != 0, "The user nobody may not read the built program here.");
        }

        Directory.CreateDirectory(_folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("777", 8));
        var (holder, answer) = await ClusterHolder.StartAsync(_folder, "nobody");
        using var _ = holder;
        answer.ShouldBe("ready");
        await holder.EndAsync();
        File.Exists(PidFile).ShouldBeFalse();
    }

    private static async Task<object?> AskAsync(LocalCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static List<int> ProcessesNaming(string folder) =>
        [.. Directory.GetDirectories("/proc").Select(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && CommandLine(pid).Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // Gone since it was listed.
        }
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
