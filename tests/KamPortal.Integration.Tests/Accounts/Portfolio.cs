using KamPortal.Data;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace KamPortal.Integration.Tests.Accounts;

/// <summary>A small portfolio of one test class, and the portal's services on it.</summary>
public sealed class Portfolio : IAsyncLifetime
{
    private TestDatabase? _database;
    private IHost? _host;
    private AsyncServiceScope _scope;

    /// <summary>A1 and A2 in the north, B1 in the south, each sold LINE1 (unit U1) and LINE2 (no unit); activity VISIT costs 10, then 12 from March.</summary>
    private const string Seed =
        """
        insert into regions (code, name, parent_id) values ('WORLD', 'World', null);
        insert into regions (code, name, parent_id) select c, n, id from regions, (values ('NORTH', 'North'), ('SOUTH', 'South')) r(c, n) where code = 'WORLD';
        insert into regions (code, name, parent_id) select 'FARNORTH', 'Far north', id from regions where code = 'NORTH';
        insert into segments (code, name) values ('OEM', 'Makers'), ('DEALER', 'Dealers');
        insert into business_units (code, name) values ('U1', 'Forms'), ('U2', 'Systems');
        insert into product_lines (code, name, business_unit_id) select 'LINE1', 'Line one', id from business_units where code = 'U1';
        insert into product_lines (code, name) values ('LINE2', 'Line two');
        insert into people (code, name) values ('ANNA', 'Anna Holm'), ('BO', 'Bo Li');
        insert into accounts (code, name, local_name, region_id, lead_id, kind, status, country)
          select a, n, l, (select id from regions where code = r), (select id from people where code = p), 'Customer', 'Active', c
          from (values ('A1', 'Alder Works', null, 'FARNORTH', 'ANNA', 'Norway'), ('A2', 'Huadong Electric', '华东电气', 'NORTH', 'BO', 'China'),
                       ('B1', 'Birch Foods', null, 'SOUTH', 'BO', 'Chile')) v(a, n, l, r, p, c);
        insert into activities (code, name, local_name, kind) values ('VISIT', 'Visit', '拜访', 'PerUnit'), ('CREDIT', 'Credit', null, 'Financing');
        insert into activity_rates (activity_id, "from", rate) select id, d::date, r from activities, (values ('VISIT', '2025-01-01', 10.0), ('VISIT', '2026-03-01', 12.0), ('CREDIT', '2025-01-01', 0.10)) v(c, d, r) where code = c;
        insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, currency, rate, order_count)
          select a.id, m::date, l.id, g, d, k, s, 'USD', 1, 3 from (values
            ('A1', '2026-02-01', 'LINE1', 1000.00, 100.00, 600.00, 10.00), ('A1', '2026-02-01', 'LINE2', 300.00, 0.00, 200.00, 0.00),
            ('A1', '2026-03-01', 'LINE1', 500.00, 0.00, 450.00, 5.00), ('A1', '2025-01-01', 'LINE1', 80.00, 0.00, 20.00, 0.00),
            ('A2', '2026-03-01', 'LINE2', 100.00, 0.00, 90.00, 0.00), ('B1', '2026-03-01', 'LINE1', 900.00, 0.00, 100.00, 0.00)) v(c, m, p, g, d, k, s)
          join accounts a on a.code = c join product_lines l on l.code = p;
        insert into activity_volumes (account_id, period, activity_id, volume)
          select a.id, m::date, t.id, v from (values ('A1', '2026-02-01', 'VISIT', 7.0), ('A1', '2026-03-01', 'VISIT', 2.0), ('A1', '2025-12-01', 'VISIT', 1.0),
            ('A1', '2026-02-01', 'CREDIT', 1200.0), ('A2', '2026-03-01', 'VISIT', 5.0)) w(c, m, y, v)
          join accounts a on a.code = c join activities t on t.code = y;
        """;

    public CurrentUser Admin { get; } = Someone([Role.Admin]);

    public CurrentUser Viewer { get; } = Someone([Role.Viewer]);

    /// <summary>Leads A1 only.</summary>
    public CurrentUser Anna { get; private set; } = null!;

    /// <summary>Directs the north: A1 and A2.</summary>
    public CurrentUser Director { get; private set; } = null!;

    public string ConnectionString => _database!.ConnectionString;

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.AddPortal(new PortalDatabase(_database.ConnectionString, KamDatabase.ForApp(_database.ConnectionString)));
        _host = builder.Build();
        _scope = _host.Services.CreateAsyncScope();
        await RunAsync(Seed);
        await RollUpAsync();
        Anna = Someone([Role.AccountManager]) with { PersonId = (int)(await ValueAsync("select id from people where code = 'ANNA'"))! };
        Director = Someone([Role.SalesDirector]) with
        {
            RegionIds = [(int)(await ValueAsync("select id from regions where code = 'NORTH'"))!, (int)(await ValueAsync("select id from regions where code = 'FARNORTH'"))!],
        };
    }

    public async Task RollUpAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await Rollup.RefreshAllAsync(connection, default);
    }

    /// <summary>A current run with these results: tier, score, net revenue, CM2.</summary>
    public async Task ScoreAsync(params (string Code, Tier Tier, decimal Score, decimal Net, decimal Cm2)[] results)
    {
        var run = Guid.CreateVersion7();
        var rows = string.Join(',', results.Select((r, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"('{r.Code}', {(int)r.Tier}, {r.Score}, {i + 1}, {r.Net}, {r.Cm2})")));
        await RunAsync(
            $"""
            insert into scoring_models (number, state, definition, created_at) values (1, 'Published', '[]', now());
            insert into scoring_runs (id, number, model_number, as_of, window_months, trigger, started_at, finished_at, scored_count, not_scored_count, is_current, reference, dashboard)
              values ('{run}', 1, 1, '2026-03-01', 12, 'Manual', now(), now(), {results.Length}, 0, true, '[]', '[]');
            select open_score_partition('{run}');
            insert into account_scores_{run:N} (run_id, account_id, tier, computed_tier, composite, rank, net_revenue, cm1, cm2, guards, raw, normalised)
              select '{run}', a.id, t, t, s, r, n, n, c, 0, array[]::float8[], array[]::float8[] from (values {rows}) v(code, t, s, r, n, c) join accounts a using (code);
            select close_score_partition('{run}');
            """);
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ValueAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<KamDbContext> OpenAsync() => await Get<IDbContextFactory<KamDbContext>>().CreateDbContextAsync();

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        _host?.Dispose();
        if (_database is not null) await _database.DisposeAsync();
    }

    private static CurrentUser Someone(string[] roles) => new(Guid.CreateVersion7(), roles[0], roles.ToHashSet(), null, [], []);
}
