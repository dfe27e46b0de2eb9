using KamPortal.Data;
using KamPortal.Features.Scoring;
using KamPortal.Features.Tiering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KamPortal.Benchmarks;

/// <summary>A portfolio of the size asked for in a database of its own, with the portal's services on it.</summary>
internal sealed class LargePortfolio : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IHost _host;

    private LargePortfolio(TestDatabase database, IHost host) => (_database, _host) = (database, host);

    public string Owner => _database.ConnectionString;

    public IServiceProvider Services => _host.Services;

    /// <summary>Accounts with two facts in the window and two in the one before.</summary>
    public static async Task<LargePortfolio> CreateAsync(int accounts)
    {
        var database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.AddPortal(new PortalDatabase(database.ConnectionString, KamDatabase.ForApp(database.ConnectionString)));
        var portfolio = new LargePortfolio(database, builder.Build());
        // References are right by construction; checking eight million of them would take most of the time.
        await portfolio.ExecuteAsync(
            $"""
            set session_replication_role = replica;
            insert into product_lines (code, name) select 'L' || n, 'Line ' || n from generate_series(1, 8) n;
            insert into accounts (code, name, kind, status) select 'A' || lpad(n::text, 8, '0'), 'Customer ' || n, 'Customer', 'Active' from generate_series(1, {accounts}) n;
            insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, order_count, currency, rate)
            select n, m.period, 1 + (n + m.k * (n % 3)) % 8, round((r.size * (80 + (n * 7 + m.k * 13) % 40))::numeric, 2), 0,
                   round((r.size * (50 + n % 37))::numeric, 2), round((r.size * (5 + n % 23))::numeric, 2), 1 + n % 3, 'USD', 1
            from generate_series(1, {accounts}) n
            cross join lateral (select power(1 - (n * 2654435761 % 1000003) / 1000003.0::float8, -0.8) as size) r
            cross join (values (date '2025-03-01', 1), ('2025-09-01', 2), ('2026-03-01', 3), ('2026-09-01', 4)) m(period, k);
            insert into account_months (account_id, period, gross_revenue, net_revenue, cogs, direct_service_cost, activity_cost, cogs_recorded, service_cost_recorded, order_count)
            select account_id, period, gross_revenue, net_revenue, cogs, direct_service_cost, 0, true, true, order_count from financial_facts;
            update portfolio_settings set facts_changed_at = clock_timestamp();
            """);
        await portfolio.ExecuteAsync("vacuum analyze");
        return portfolio;
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
