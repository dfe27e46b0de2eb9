using System.Globalization;

namespace KamPortal.Data;

/// <summary>The embedded server's settings: rewritten at each start, while the user's own ALTER SYSTEM wins over them.</summary>
internal static class ClusterSettings
{
    private const long Megabyte = 1 << 20;

    public static string Text(string socketFolder, bool disposable)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte;
        var buffers = disposable ? 64 : Math.Clamp(memory / 8, 64, 1024);
        List<(string Name, string Value)> settings =
        [
            ("listen_addresses", ""), // No network at all: only those who may enter the socket's folder can connect.
            ("unix_socket_directories", socketFolder.Replace(",", "\\,", StringComparison.Ordinal)),
            ("unix_socket_permissions", "0700"),
            ("port", "5432"),
            ("password_encryption", "scram-sha-256"),
            ("client_connection_check_interval", "2s"), // A killed client's statement and locks end within seconds.
            ("max_connections", disposable ? "300" : "120"),
            ("shared_buffers", Mb(buffers)),
            ("effective_cache_size", Mb(Math.Max(memory / 2, 256))),
            ("work_mem", "16MB"),
            ("maintenance_work_mem", Mb(Math.Clamp(memory / 16, 64, 512))),
            ("max_wal_size", "2GB"),
            ("wal_level", "minimal"), // One server, backed up by pg_dump: COPY into a new table need not be logged.
            ("max_wal_senders", "0"),
            ("random_page_cost", "1.1"),
            ("jit", "off"), // Costs more than it saves on queries of this size.
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("log_error_verbosity", "terse"), // DETAIL would put customers' data into the log.
            ("log_min_error_statement", "panic"),
            ("dynamic_shared_memory_type", SharedMemoryIsSmall() ? "mmap" : "posix"),
        ];
        if (disposable) settings.AddRange([("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")]);
        return string.Concat(settings.Select(s => $"{s.Name} = {Quote(s.Value)}\n"));
    }

    private static string Quote(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Mb(long megabytes) => string.Create(CultureInfo.InvariantCulture, $"{megabytes}MB");

    // Containers often have 64 MB of /dev/shm, too little for one parallel hash join.
    private static bool SharedMemoryIsSmall() =>
        OperatingSystem.IsLinux() && Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").TotalSize < 256 * Megabyte;
}
