using System.Diagnostics;
using Npgsql;

namespace KamPortal.Data.Backups;

/// <summary>PostgreSQL's own dump programs, as old as the server or newer, working on one database.</summary>
internal sealed class PostgresTools(string folder, string connectionString)
{
    public static PostgresTools For(string connectionString, string? configured, int serverMajor) =>
        new(PostgresBinaries.FindClient(configured, serverMajor)?.Folder
            ?? throw new BackupException($"A backup needs pg_dump and pg_restore of PostgreSQL {serverMajor} or newer and found none: run `{PostgresBinaries.InstallCommand(serverMajor)}`, or name their folder with KamPortal__PostgresBinaries."), connectionString);

    /// <summary>Dumps what the snapshot shows into the stream.</summary>
    public async Task DumpAsync(string snapshot, Stream to, CancellationToken ct)
    {
        using var process = Start("pg_dump", "--format=custom", "--no-owner", "--lock-wait-timeout=30s", $"--snapshot={snapshot}");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardOutput.BaseStream.CopyToAsync(to, ct);
        await EndAsync(process, errors, ct);
    }

    /// <summary>Restores the dump, all of it or nothing.</summary>
    public async Task RestoreAsync(string dump, string list, CancellationToken ct)
    {
        // Standing rights for future tables name the role that gave them, which may be another here; they are given anew.
        using (var contents = Start("pg_restore", "--list", dump))
        {
            contents.StandardInput.Close();
            var errors = contents.StandardError.ReadToEndAsync(CancellationToken.None);
            var lines = (await contents.StandardOutput.ReadToEndAsync(ct)).Split('\n').Where(l => !l.Contains(" DEFAULT ACL ", StringComparison.Ordinal));
            await EndAsync(contents, errors, ct);
            await File.WriteAllLinesAsync(list, lines, ct);
        }

        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        using var process = Start("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", $"--use-list={list}", $"--dbname={database}", dump);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await EndAsync(process, process.StandardError.ReadToEndAsync(CancellationToken.None), ct);
        await output;
    }

    private Process Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(Path.Combine(folder, program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        // By the environment, where other users of the machine cannot read the password as they can an argument.
        (info.Environment["PGHOST"], info.Environment["PGPORT"]) = (to.Host, to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (info.Environment["PGUSER"], info.Environment["PGPASSWORD"], info.Environment["PGDATABASE"]) = (to.Username, to.Password, to.Database);
        info.Environment["PGSSLMODE"] = to.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() };
        if (to.RootCertificate is { } root) info.Environment["PGSSLROOTCERT"] = root;
        info.Environment["PGOPTIONS"] = "-c statement_timeout=0 -c lock_timeout=30s";
        info.Environment["LC_ALL"] = "C";
        return Process.Start(info)!;
    }

    private static async Task EndAsync(Process process, Task<string> errors, CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new BackupException($"PostgreSQL's {Path.GetFileName(process.StartInfo.FileName)} failed: {(await errors).Trim()}");
    }
}
