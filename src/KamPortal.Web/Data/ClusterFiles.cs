using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KamPortal.Data;

/// <summary>The files of one embedded cluster: who may read them, who holds the lock, and where the socket is.</summary>
internal sealed class ClusterFiles
{
    // A socket's path must fit into sockaddr_un: 104 bytes on macOS, 108 on Linux.
    private const int LongestSocketPath = 100;
    private const string SocketName = ".s.PGSQL.5432";

    private ClusterFiles(string root, string socket) => (Root, SocketFolder) = (root, socket);

    public string Root { get; }

    public string SocketFolder { get; }

    public string Settings => Path.Combine(Root, "kamportal.conf");

    public string LogFolder => Path.Combine(Root, "log");

    public string Log => Path.Combine(LogFolder, "server.log");

    private string LockFile => Path.Combine(Root, "lock");

    private string GuestsFile => Path.Combine(Root, "guests");

    private string OwnerFile => Path.Combine(Root, "owner");

    private string SecretFile => Path.Combine(Root, "password");

    public string Data(int major) => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"data-{major}"));

    /// <summary>The newest major version with finished data here, or null for a new cluster.</summary>
    public int? ExistingMajor() => Directory.GetDirectories(Root, "data-*")
        .Select(d => int.TryParse(Path.GetFileName(d).AsSpan("data-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : (int?)null)
        .Max();

    public static ClusterFiles Prepare(string? dataDirectory)
    {
        var portal = RootOf(dataDirectory);
        var root = Path.Combine(portal, "postgres");
        // Root's cluster runs as another user, who has to pass through; what is secret has a mode of its own.
        var mode = Environment.IsPrivilegedProcess ? Convert.ToInt32("755", 8) : Convert.ToInt32("700", 8);
        try
        {
            if (!Directory.Exists(portal)) Create(portal, mode);
            Create(root, mode);
            return new ClusterFiles(root, SocketFor(root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalClusterException($"The data folder {root} cannot be written ({e.Message}): choose another place with KamPortal__DataDirectory.", e);
        }
    }

    /// <summary>Folders that PostgreSQL itself writes to.</summary>
    public void PrepareFor(ServerAccount account)
    {
        Create(SocketFolder, Convert.ToInt32("700", 8));
        Create(LogFolder, Convert.ToInt32("700", 8));
        account.TakeOver(SocketFolder, LogFolder);
        if (new FileInfo(Log) is { Exists: true, Length: > 8_000_000 }) File.Delete(Log);
    }

    public static void Create(string folder, int mode)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)mode);
    }

    /// <summary>The lock dies with its holder, so kill -9 frees it.</summary>
    public FileStream? TryLock()
    {
        try
        {
            var held = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(OwnerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Held by a subcommand for as long as it uses a server that another one started.</summary>
    public FileStream? TryJoin() => Open(FileAccess.Read, FileShare.Read);

    /// <summary>Whether no subcommand uses the server any more; none can join while the answer is held.</summary>
    public FileStream? TryBeAlone() => Open(FileAccess.ReadWrite, FileShare.None);

    private FileStream? Open(FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(GuestsFile, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public string OwnerProcess() => File.Exists(OwnerFile) ? File.ReadAllText(OwnerFile).Trim() : "?";

    public string? ReadSecret() => File.Exists(SecretFile) && File.ReadAllText(SecretFile) is { Length: > 0 } secret ? secret : null;

    public string CreateSecret()
    {
        var secret = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(SecretFile, options);
        file.Write(Encoding.ASCII.GetBytes(secret));
        file.Flush(flushToDisk: true);
        return secret;
    }

    /// <summary>Removes what a dead server left: its number may meanwhile belong to a stranger, and PostgreSQL would then refuse to start.</summary>
    public void RemoveTraces(int major)
    {
        foreach (var (folder, name) in new[] { (Data(major), "postmaster.pid"), (SocketFolder, SocketName), (SocketFolder, SocketName + ".lock") })
        {
            // A removal that was killed half way has left the one folder without the other.
            if (Directory.Exists(folder)) File.Delete(Path.Combine(folder, name));
        }
    }

    public string LastWords() => File.Exists(Log) ? string.Join(' ', File.ReadLines(Log).TakeLast(4)) : "";

    public void DeleteAll()
    {
        DeleteTree(SocketFolder);
        DeleteTree(Root);
        if (Path.GetDirectoryName(Root) is { } portal && Directory.Exists(portal) && !Directory.EnumerateFileSystemEntries(portal).Any()) Directory.Delete(portal);
    }

    /// <summary>A server that is just ending, or another sweeper, may take files away under our hands.</summary>
    private static void DeleteTree(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, true);
            }
            catch (IOException) when (attempt < 10)
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>The portal's data folder: the one configured, else the user's own.</summary>
    public static string RootOf(string? configured) => Path.GetFullPath(string.IsNullOrWhiteSpace(configured) ? DefaultDirectory() : configured);

    private static string DefaultDirectory()
    {
        if (Environment.IsPrivilegedProcess) return "/var/lib/kamportal";
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return own.Length > 0 ? Path.Combine(own, "kamportal")
            : throw new LocalClusterException("This user has no home folder for the embedded database: choose a place with KamPortal__DataDirectory.");
    }

    private static string SocketFor(string root)
    {
        var folder = Path.Combine(root, "socket");
        if (Encoding.UTF8.GetByteCount(folder) + SocketName.Length + 1 <= LongestSocketPath) return folder;
        var shared = Environment.IsPrivilegedProcess && Directory.Exists("/run") ? "/run" : Path.GetTempPath();
        return Path.Combine(shared, "kamportal-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 8)));
    }
}
