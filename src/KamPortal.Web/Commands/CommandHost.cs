using KamPortal.Data;

namespace KamPortal.Commands;

/// <summary>The portal's services without its web server, on the database that the portal uses.</summary>
internal sealed class CommandHost : IAsyncDisposable
{
    private readonly DatabaseConnection _database;
    private readonly IHost _host;
    private readonly AsyncServiceScope _scope;

    private CommandHost(DatabaseConnection database, IHost host) =>
        (_database, _host, _scope) = (database, host, host.Services.CreateAsyncScope());

    public static async Task<CommandHost> StartAsync(CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var database = await DatabaseConnection.OpenAsync(builder.Configuration, ClusterUse.Command, ct);
        try
        {
            await database.PrepareAsync(builder.Configuration, ct);
            builder.AddPortal(database.Database);
            builder.Services.AddLocalization();
            return new CommandHost(database, builder.Build());
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        _host.Dispose();
        await _database.DisposeAsync();
    }
}
