namespace KamPortal.Data;

/// <summary>Decides where the database is, and brings it to the state this version needs.</summary>
public sealed class DatabaseConnection : IAsyncDisposable
{
    private readonly LocalCluster? _cluster;

    private DatabaseConnection(PortalDatabase database, LocalCluster? cluster) => (Database, _cluster) = (database, cluster);

    public PortalDatabase Database { get; }

    /// <summary>The server named by <c>ConnectionStrings:KamPortal</c>, or the private cluster the portal keeps for itself.</summary>
    public static async Task<DatabaseConnection> OpenAsync(IConfiguration configuration, ClusterUse use, CancellationToken ct)
    {
        if (configuration.GetConnectionString("KamPortal") is { Length: > 0 } given)
        {
            var owner = configuration.GetConnectionString("KamPortalOwner") is { Length: > 0 } other ? other : given;
            return new(new PortalDatabase(owner, KamDatabase.ForApp(given)), null);
        }

        var cluster = await LocalCluster.StartAsync(LocalClusterOptions.From(configuration, use), ct);
        var connection = cluster.ConnectionString();
        return new(new PortalDatabase(connection, KamDatabase.ForApp(connection)), cluster);
    }

    /// <summary>Migrates, unless <c>Database:MigrateOnStart</c> leaves that to the migrate command; then only checks.</summary>
    public Task PrepareAsync(IConfiguration configuration, CancellationToken ct) =>
        configuration.GetValue("Database:MigrateOnStart", true)
            ? KamDatabase.MigrateAsync(Database.Owner, ct)
            : KamDatabase.CheckSchemaAsync(Database.Owner, ct);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
