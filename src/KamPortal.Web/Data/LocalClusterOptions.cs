namespace KamPortal.Data;

/// <summary>Who starts the embedded cluster: only one web host may run on it, while a subcommand joins a running one.</summary>
public enum ClusterUse
{
    Host,
    Command,
}

/// <summary>Where the embedded PostgreSQL lives and how it is used.</summary>
public sealed record LocalClusterOptions
{
    public const string DefaultDatabase = "kamportal";

    /// <summary>The portal's data folder; the cluster is in <c>postgres</c> below it. Null: the user's own data folder.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The folder with <c>initdb</c> and <c>pg_ctl</c>. Null: search the usual places.</summary>
    public string? Binaries { get; init; }

    public ClusterUse Use { get; init; } = ClusterUse.Host;

    /// <summary>For tests: nothing is forced to disk, and everything is deleted at the end.</summary>
    public bool Disposable { get; init; }

    public string Database { get; init; } = DefaultDatabase;

    /// <summary>How long to wait for another owner to leave. Null: 5 s for a host (a restart), 2 min for a command (which can join).</summary>
    public TimeSpan? Patience { get; init; }

    public static LocalClusterOptions From(IConfiguration configuration, ClusterUse use) => new()
    {
        DataDirectory = configuration["KamPortal:DataDirectory"],
        Binaries = configuration["KamPortal:PostgresBinaries"],
        Use = use,
    };
}

/// <summary>The embedded database cannot be used; the message is a sentence for the person at the console.</summary>
public sealed class LocalClusterException(string message, Exception? inner = null) : Exception(message, inner);
