using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KamPortal.Data;

/// <summary>One PostgreSQL server over one data folder: makes the folder, starts, survives leftovers, stops.</summary>
internal sealed class ClusterServer(ClusterFiles files, PostgresBinaries binaries, LocalClusterOptions options)
{
    // The dead man's switch: when the portal goes, however it goes, its end of the pipe closes and the server is stopped.
    // It stops only the server it started: a successor may already have started another one on the same folder.
    private const string Guard = """
        trap '' INT TERM HUP PIPE
        "$1" start -D "$2" -l "$3" -s -w -t 600 || exit 1
        read -r mine < "$2/postmaster.pid"
        echo ready
        while read -r _; do :; done
        read -r now < "$2/postmaster.pid" && [ "$now" = "$mine" ] && "$1" stop -D "$2" -s -m fast -w -t 60
        [ "$4" = keep ] || rm -rf "$2"/*
        """;

    private const string Initialise = """
        set -eu; umask 077
        initdb=$1 data=$2 secret=$3 include=$4; shift 4
        trap 'rm -f "$secret"' EXIT
        cat > "$secret"
        "$initdb" -D "$data" --pwfile "$secret" "$@"
        printf '\n%s\n' "$include" >> "$data/postgresql.conf"
        """;

    private readonly ServerAccount _account = new(files.Root);
    private readonly string _data = files.Data(binaries.Major);
    private Process? _guard;

    /// <summary>Makes the data folder under another name first: one that was interrupted is never taken for a finished one.</summary>
    public async Task InitialiseAsync(string secret, CancellationToken ct)
    {
        files.PrepareFor(_account);
        if (Directory.Exists(_data)) return;
        var answer = "";
        // Never the C ctype, which knows no letters beyond ASCII: searching Chinese would find nothing.
        foreach (var ctype in (string[])["C.UTF-8", "en_US.UTF-8"])
        {
            var unfinished = _data + ".new";
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, true);
            ClusterFiles.Create(unfinished, Convert.ToInt32("700", 8));
            _account.TakeOver(unfinished);
            string[] initdb =
            [
                "--encoding=UTF8", "--locale=C", "--lc-collate=C", $"--lc-ctype={ctype}", "--text-search-config=simple", $"--username={LocalCluster.Owner}",
                "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", .. options.Disposable ? ["--no-sync"] : Array.Empty<string>(),
            ];
            (var exit, answer) = await _account.RunAsync(Initialise, secret, ct,
                [binaries.Initdb, unfinished, Path.Combine(files.SocketFolder, "secret"), $"include '../{Path.GetFileName(files.Settings)}'", .. initdb]);
            if (exit == 0)
            {
                Directory.Move(unfinished, _data);
                return;
            }

            if (!answer.Contains("locale", StringComparison.Ordinal)) break;
        }

        throw new LocalClusterException($"The embedded database could not be created in {_data}: {OneLine(answer)}");
    }

    public async Task StartAsync(CancellationToken ct)
    {
        File.WriteAllText(files.Settings, ClusterSettings.Text(files.SocketFolder, options.Disposable));
        var answer = "";
        // A killed server's last children may hold its shared memory for a moment.
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await RemoveOrphanAsync(ct);
            var guard = _account.Start(Guard, binaries.PgCtl, _data, files.Log, options.Disposable ? "delete" : "keep");
            try
            {
                if (await guard.StandardOutput.ReadLineAsync(ct) == "ready")
                {
                    _guard = guard;
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                guard.Dispose(); // Closes the pipe: whatever comes up is stopped again.
                throw;
            }

            answer = await guard.StandardError.ReadToEndAsync(ct);
            guard.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(300 * attempt), ct);
        }

        throw new LocalClusterException($"The embedded database in {_data} did not start: {OneLine(answer)} {OneLine(files.LastWords())}");
    }

    public async Task StopAsync()
    {
        if (_guard is null) return;
        _guard.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(70));
        try
        {
            await _guard.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The guard hangs; the next line stops the server without it.
        }

        _guard.Dispose();
        _guard = null;
        await RemoveOrphanAsync(CancellationToken.None);
    }

    /// <summary>Called only by the holder of the lock, so a server that still runs here has lost its portal.</summary>
    public async Task RemoveOrphanAsync(CancellationToken ct)
    {
        if (IsRunning()) await _account.RunAsync("\"$1\" stop -D \"$2\" -s -m fast -w -t 60 || \"$1\" stop -D \"$2\" -s -m immediate -w -t 20", "", ct, binaries.PgCtl, _data);
        if (IsRunning()) throw new LocalClusterException($"A PostgreSQL server left behind in {_data} does not stop: stop it by hand (its process id is the first line of postmaster.pid there).");
        files.RemoveTraces(binaries.Major);
    }

    /// <summary>Whether the process that postmaster.pid names is this folder's server, and neither a zombie nor a stranger with a reused number.</summary>
    private bool IsRunning()
    {
        var file = Path.Combine(_data, "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return false;
        return CommandLine(pid).Contains(_data, StringComparison.Ordinal);
    }

    private static string CommandLine(int pid)
    {
        try
        {
            if (Directory.Exists("/proc/self")) return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline"));
            using var ps = Process.Start(new ProcessStartInfo("ps", ["-ww", "-o", "command=", "-p", pid.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            return ps.StandardOutput.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // Gone, or another user's: not our server.
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
