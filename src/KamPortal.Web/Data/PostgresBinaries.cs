using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KamPortal.Data;

/// <summary>A folder that holds PostgreSQL's server programs, and their major version.</summary>
public sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    private static readonly string[] ClientPrograms = ["pg_dump", "pg_restore"];

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>The configured folder alone, else PATH, else the places where systems install it, newest first.</summary>
    /// <param name="configured">A folder the user named, or null.</param>
    /// <param name="required">The major version that existing data demands, or null for any.</param>
    public static PostgresBinaries Find(string? configured, int? required = null)
    {
        var found = (configured is null ? Candidates() : [configured])
            .Distinct().Select(Read).OfType<PostgresBinaries>()
            .Where(b => b.Major >= OldestMajor && (required is null || b.Major == required))
            .ToList();
        return found.FirstOrDefault() ?? throw new LocalClusterException(Missing(configured, required));
    }

    /// <summary>A folder with the dump programs of the server's version, else of the oldest newer one; null when there is none.</summary>
    public static PostgresBinaries? FindClient(string? configured, int serverMajor) =>
        (configured is null ? Candidates().Concat(ClientsOnPath()) : [configured]).Distinct()
            .Where(folder => ClientPrograms.All(program => File.Exists(Path.Combine(folder, program))))
            .Select(folder => MajorOf(Path.Combine(folder, "pg_dump")) is { } major ? new PostgresBinaries(folder, major) : null)
            .OfType<PostgresBinaries>().Where(b => b.Major >= serverMajor).MinBy(b => b.Major);

    private static string[] ClientsOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Candidates()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var program = new FileInfo(Path.Combine(folder, "pg_ctl"));
            if (program.Exists) yield return Path.GetDirectoryName(program.ResolveLinkTarget(true)?.FullName ?? program.FullName)!;
        }

        (string Parent, string Pattern)[] places =
        [
            ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*"),
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql*"), ("/Applications/Postgres.app/Contents/Versions", "*"), ("/usr/lib64", "pgsql"), ("/usr/lib", "postgresql*"),
        ];
        foreach (var (parent, pattern) in places.Where(p => Directory.Exists(p.Parent)))
        {
            foreach (var folder in Directory.GetDirectories(parent, pattern).OrderByDescending(NumberIn)) yield return Path.Combine(folder, "bin");
        }
    }

    private static int NumberIn(string folder) =>
        int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static PostgresBinaries? Read(string folder)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(folder, program)))) return null;
        return MajorOf(Path.Combine(folder, "postgres")) is { } major ? new(folder, major) : null;
    }

    private static int? MajorOf(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "-V") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var major = NumberIn(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return major > 0 ? major : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // Another architecture's program, or one we may not run.
        }
    }

    private static string Missing(string? configured, int? required)
    {
        var what = required is { } major ? $"PostgreSQL {major}, which wrote the existing data," : $"PostgreSQL {OldestMajor} or newer";
        var where = configured is null ? "on this machine" : $"in {configured} (KamPortal:PostgresBinaries)";
        return $"KamPortal's embedded database needs the server programs of {what} and found none {where}: run `{InstallCommand(required)}`, or set ConnectionStrings__KamPortal to a server you have.";
    }

    /// <summary>What to type on this system to get PostgreSQL's programs.</summary>
    public static string InstallCommand(int? required = null)
    {
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo ";
        if (OperatingSystem.IsMacOS()) return $"brew install postgresql@{required ?? 17}";
        if (File.Exists("/etc/debian_version")) return $"{sudo}apt-get update && {sudo}apt-get install -y postgresql{(required is null ? "" : $"-{required}")}";
        if (File.Exists("/etc/redhat-release")) return $"{sudo}dnf install -y postgresql-server postgresql-contrib";
        if (File.Exists("/etc/SUSE-brand") || File.Exists("/usr/bin/zypper")) return $"{sudo}zypper install -y postgresql-server postgresql-contrib";
        if (File.Exists("/etc/arch-release")) return $"{sudo}pacman -S --noconfirm postgresql";
        if (File.Exists("/etc/alpine-release")) return $"{sudo}apk add postgresql postgresql-contrib";
        return "docker compose up";
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
