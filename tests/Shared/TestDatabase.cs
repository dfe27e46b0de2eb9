using Npgsql;

namespace KamPortal.Testing;

/// <summary>A database of one test class: migrated, empty of business data, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestCluster _cluster;

    private TestDatabase(TestCluster cluster, string connectionString) => (_cluster, ConnectionString) = (cluster, connectionString);

    public string ConnectionString { get; }

    /// <summary>A clone of the migrated template.</summary>
    public static async Task<TestDatabase> CloneAsync()
    {
        var cluster = await TestCluster.SharedAsync();
        return new(cluster, await cluster.CloneAsync());
    }

    /// <summary>A database without tables, for tests of the migrations themselves.</summary>
    public static async Task<TestDatabase> EmptyAsync()
    {
        var cluster = await TestCluster.SharedAsync();
        return new(cluster, await cluster.EmptyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pool);
        await _cluster.DropAsync(ConnectionString);
    }
}
