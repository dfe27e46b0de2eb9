using System.Globalization;
using KamPortal.Data;
using Npgsql;
using NpgsqlTypes;
using Sylvan.Data.Csv;

namespace KamPortal.Integration.Tests.Scoring;

/// <summary>One of the real data sets with its independently computed results.</summary>
public sealed class RealPortfolio
{
    private readonly string _name;

    public RealPortfolio(string name)
    {
        _name = name;
        Oracle = Read(SharedData.PathOf("oracles", $"{name}_accounts.csv"), row => new OracleAccount(
            row["account_id"], Money(row["revenue"])!.Value, Money(row["cogs"])!.Value, Money(row["cost_to_serve"])!.Value, Money(row["contribution"])!.Value));
    }

    public sealed record OracleAccount(string Code, decimal Revenue, decimal Cogs, decimal CostToServe, decimal Contribution);

    /// <summary>Accounts with at least one fact, and what they bring.</summary>
    public IReadOnlyList<OracleAccount> Oracle { get; }

    /// <summary>Copies accounts, regions by territory and facts into the tables, as an import would leave them.</summary>
    public async Task LoadAsync(ScoringPortal portal)
    {
        await using var connection = await portal.ConnectAsync();
        var accounts = Read(SharedData.PathOf("data", _name, "accounts.csv"), r => (Code: r["account_id"], Name: r["name"], Territory: r["territory"]));
        await RunAsync(connection, "create temp table a(code text, name text, territory text); create temp table f(code text, period date, line text, gross numeric, discount numeric, cogs numeric, serve numeric, orders int)");
        await using (var copy = await connection.BeginBinaryImportAsync("copy a from stdin (format binary)"))
        {
            foreach (var (code, name, territory) in accounts)
            {
                await copy.WriteRowAsync(default, code, name, territory);
            }

            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy f from stdin (format binary)"))
        {
            foreach (var row in Read(SharedData.PathOf("data", _name, "account_financials.csv"), Fact))
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Code);
                await copy.WriteAsync(row.Period, NpgsqlDbType.Date);
                await copy.WriteAsync(row.Line);
                await copy.WriteAsync(row.Gross, NpgsqlDbType.Numeric);
                await copy.WriteAsync(row.Discount, NpgsqlDbType.Numeric);
                await WriteAsync(copy, row.Cogs);
                await WriteAsync(copy, row.Serve);
                await copy.WriteAsync(row.Orders, NpgsqlDbType.Integer);
            }

            await copy.CompleteAsync();
        }

        await RunAsync(connection,
            """
            insert into regions (code, name) select distinct territory, territory from a;
            insert into accounts (code, name, kind, status, region_id) select a.code, a.name, 'Customer', 'Active', r.id from a join regions r on r.code = a.territory;
            insert into product_lines (code, name) select distinct line, line from f;
            insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, order_count, currency, rate)
            select a.id, f.period, l.id, f.gross, f.discount, f.cogs, f.serve, f.orders, 'USD', 1
            from f join accounts a on a.code = f.code join product_lines l on l.code = f.line
            """);
        await Rollup.RefreshAllAsync(connection, default);
    }

    private sealed record FactRow(string Code, DateOnly Period, string Line, decimal Gross, decimal Discount, decimal? Cogs, decimal? Serve, int Orders);

    private static FactRow Fact(IReadOnlyDictionary<string, string> row) => new(
        row["account_id"], DateOnly.ParseExact(row["period"] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture), row["product_line"],
        Gross(row), Gross(row) - Money(row["revenue"])!.Value,
        Money(row["cogs"]), Money(row["cost_to_serve"]), int.Parse(row["order_count"], CultureInfo.InvariantCulture));

    // Gross and discount are rounded each for itself; revenue is what was charged.
    private static decimal Gross(IReadOnlyDictionary<string, string> row) => Money(row.GetValueOrDefault("gross_revenue")) ?? Money(row["revenue"])!.Value;

    private static decimal? Money(string? text) => string.IsNullOrEmpty(text) ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static List<T> Read<T>(string path, Func<IReadOnlyDictionary<string, string>, T> make)
    {
        using var csv = CsvDataReader.Create(path);
        var heads = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToArray();
        var rows = new List<T>();
        while (csv.Read()) rows.Add(make(heads.Select((head, i) => (head, Value: csv.GetString(i))).ToDictionary(p => p.head, p => p.Value)));
        return rows;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, decimal? value)
    {
        if (value is { } amount) await copy.WriteAsync(amount, NpgsqlDbType.Numeric);
        else await copy.WriteNullAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
