using System.Diagnostics;
using Npgsql;

namespace KamPortal.Data;

/// <summary>
/// The embedded default database: a private PostgreSQL in the user's data folder, reachable through a socket only that user can enter.
/// The first process owns it and stops it; a subcommand that finds it running joins, and an owning subcommand waits for those who joined; a second web host is refused.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>The role that owns the schema and migrates it.</summary>
    public const string Owner = "kamportal_owner";

    private readonly ClusterFiles _files;
    private readonly string _secret;
    private readonly string _database;
    private readonly bool _disposable, _waitsForGuests;
    private ClusterServer? _server;
    private FileStream? _lock;

    private LocalCluster(ClusterFiles files, LocalClusterOptions options, string secret, ClusterServer? server = null, FileStream? held = null)
    {
        (_files, _secret, _server, _lock) = (files, secret, server, held);
        (_database, _disposable, _waitsForGuests) = (options.Database, options.Disposable, options.Use == ClusterUse.Command);
        IsOwner = server is not null;
    }

    /// <summary>Whether this process started the server and will stop it; false when it joined a running one.</summary>
    public bool IsOwner { get; }

    public string Folder => _files.Root;

    public string ConnectionString(string? database = null) => new NpgsqlConnectionStringBuilder
    {
        Host = _files.SocketFolder,
        Port = 5432,
        Username = Owner,
        Password = _secret,
        Database = database ?? _database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options, CancellationToken ct = default)
    {
        if (OperatingSystem.IsWindows()) throw new LocalClusterException("The embedded database runs on Linux and macOS only: run `docker compose up`, or set ConnectionStrings__KamPortal to a server you have.");
        var files = ClusterFiles.Prepare(options.DataDirectory);
        var waiting = Stopwatch.StartNew();
        var patience = options.Patience ?? TimeSpan.FromSeconds(options.Use == ClusterUse.Host ? 5 : 120);
        while (true)
        {
            if (files.TryLock() is { } held) return await OwnAsync(files, options, held, ct);
            if (options.Use == ClusterUse.Command && await JoinAsync(files, options, ct) is { } joined) return joined;
            if (waiting.Elapsed > patience)
                throw new LocalClusterException($"Another KamPortal (process {files.OwnerProcess()}) runs on the embedded database in {files.Root}: stop it, or give both the same server with ConnectionStrings__KamPortal.");
            await Task.Delay(TimeSpan.FromMilliseconds(150), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is not { } server)
        {
            _lock?.Dispose();
            return;
        }

        FileStream? alone;
        while ((alone = _files.TryBeAlone()) is null && _waitsForGuests) await Task.Delay(TimeSpan.FromMilliseconds(200));
        await server.StopAsync();
        alone?.Dispose();
        if (_disposable) _files.DeleteAll();
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>Ends and deletes a disposable cluster whose process was killed; false when its owner lives.</summary>
    public static async Task<bool> SweepAsync(string dataDirectory)
    {
        if (!Directory.Exists(dataDirectory)) return false;
        var files = ClusterFiles.Prepare(dataDirectory);
        using var held = files.TryLock();
        if (held is null) return false;
        if (files.ExistingMajor() is { } major) await new ClusterServer(files, PostgresBinaries.Find(null, major), new()).RemoveOrphanAsync(CancellationToken.None);
        files.DeleteAll();
        return true;
    }

    private static async Task<LocalCluster> OwnAsync(ClusterFiles files, LocalClusterOptions options, FileStream held, CancellationToken ct)
    {
        ClusterServer? server = null;
        try
        {
            var existing = files.ExistingMajor();
            var binaries = PostgresBinaries.Find(options.Binaries, existing);
            var secret = files.ReadSecret() ?? (existing is null ? files.CreateSecret() : throw new LocalClusterException($"The file `password` is missing in {files.Root}: put it back from a backup, for the data cannot be opened without it."));
            server = new ClusterServer(files, binaries, options);
            await server.InitialiseAsync(secret, ct);
            await server.StartAsync(ct);
            var cluster = new LocalCluster(files, options, secret, server, held);
            await cluster.EnsureDatabaseAsync(ct);
            return cluster;
        }
        catch
        {
            if (server is not null) await server.StopAsync();
            await held.DisposeAsync();
            throw;
        }
    }

    private static async Task<LocalCluster?> JoinAsync(ClusterFiles files, LocalClusterOptions options, CancellationToken ct)
    {
        if (files.ReadSecret() is not { } secret || files.TryJoin() is not { } place) return null;
        var cluster = new LocalCluster(files, options, secret, held: place);
        try
        {
            await using var connection = new NpgsqlConnection(cluster.ConnectionString() + ";Pooling=false;Timeout=3");
            await connection.OpenAsync(ct);
            return cluster;
        }
        catch (NpgsqlException)
        {
            await place.DisposeAsync();
            return null; // Its owner is still starting it, or already stopping.
        }
    }

    private async Task EnsureDatabaseAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var probe = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = _database } } };
        if (await probe.ExecuteScalarAsync(ct) is not null) return;
        await using var create = new NpgsqlCommand($"create database {new NpgsqlCommandBuilder().QuoteIdentifier(_database)}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }
}
