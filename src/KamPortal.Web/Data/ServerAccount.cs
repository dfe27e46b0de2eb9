using System.ComponentModel;
using System.Diagnostics;

namespace KamPortal.Data;

/// <summary>
/// The system user that PostgreSQL's programs run as: ourselves, but another when we are root, because PostgreSQL refuses root.
/// </summary>
internal sealed class ServerAccount(string home)
{
    private readonly string? _name = Environment.IsPrivilegedProcess ? OtherUser() : null;

    /// <summary>A shell for <paramref name="script"/>; the arguments are $1, $2, ... so nothing needs quoting.</summary>
    public Process Start(string script, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        foreach (var argument in (string[])["-c", script, "kamportal", .. arguments]) info.ArgumentList.Add(argument);

        // PG* and LC_* of the caller must not reach the server's programs.
        info.Environment.Clear();
        info.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        info.Environment["HOME"] = home;
        info.Environment["LC_ALL"] = "C";
        if (_name is not null) info.UserName = _name;
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            var who = _name ?? Environment.UserName;
            throw new LocalClusterException($"PostgreSQL runs as the user {who}, who cannot work in {home} ({e.Message}): choose another place with KamPortal__DataDirectory.", e);
        }
    }

    public async Task<(int ExitCode, string Output)> RunAsync(string script, string input, CancellationToken ct, params IEnumerable<string> arguments)
    {
        using var process = Start(script, arguments);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and words tell why.
        }

        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await errors + await output);
    }

    /// <summary>Hands folders over to that user; nothing to do when it is us.</summary>
    public void TakeOver(params string[] folders)
    {
        if (_name is null) return;
        using var process = Process.Start("chown", [_name + ":", .. folders]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new LocalClusterException($"The folders {string.Join(", ", folders)} could not be given to the user {_name}.");
    }

    private static string OtherUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return ((string[])["postgres", "nobody"]).FirstOrDefault(users.Contains)
            ?? throw new LocalClusterException("PostgreSQL refuses to run as root and this machine has neither a user postgres nor nobody: start KamPortal as an ordinary user.");
    }
}
