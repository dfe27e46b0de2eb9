using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Domain.Scoring;
using KamPortal.Features.Scoring;
using KamPortal.Features.Tiering;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KamPortal.Integration.Tests.Scoring;

/// <summary>The portal's services on a database of one's own, without its web server.</summary>
public sealed class ScoringPortal : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IHost _host;

    private ScoringPortal(TestDatabase database, IHost host) => (_database, _host) = (database, host);

    public string Owner => _database.ConnectionString;

    public static async Task<ScoringPortal> StartAsync()
    {
        var database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.AddDatabase(new PortalDatabase(database.ConnectionString, KamDatabase.ForApp(database.ConnectionString)));
        builder.Services.AddLocalization();
        builder.Services.AddScoring().AddTiering();
        return new(database, builder.Build());
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Publishes the default model with another window (null for all facts) and runs it.</summary>
    public async Task<RunRow> RunAsync(ScoringWindow? window = null) =>
        await AskAsync((ScoringService s) => s.ScoreNowAsync(CurrentUser.System, null, window, default));

    public async Task<TieringView> DashboardAsync(CurrentUser? user = null, int? run = null) =>
        (await AskAsync((TieringService s) => s.DashboardAsync(user ?? CurrentUser.System, run, default))).View.ShouldNotBeNull();

    public async Task<KamDbContext> OpenAsync() =>
        await _host.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<IDbContextFactory<KamDbContext>>().CreateDbContextAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A director of one region, or an account manager.</summary>
public static class Someone
{
    public static CurrentUser Director(params int[] regions) =>
        new(Guid.CreateVersion7(), "Director", new HashSet<string> { Role.SalesDirector }, null, regions, []);

    public static CurrentUser Manager(int person) =>
        new(Guid.CreateVersion7(), "Manager", new HashSet<string> { Role.AccountManager }, person, [], []);
}
