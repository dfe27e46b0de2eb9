using Npgsql;

namespace KamPortal.Data;

/// <summary>
/// Keeps <c>account_months</c> in step with facts, activity volumes and rates, and notes that facts changed so that pages built on an
/// older run can say so. Called inside the transaction that made the change.
/// </summary>
public static class Rollup
{
    /// <summary>Recomputes the months that a batch of facts or volumes touched.</summary>
    public static Task RefreshBatchAsync(NpgsqlConnection connection, Guid batchId, CancellationToken ct) =>
        RefreshAsync(connection,
            """
            select account_id, period from financial_facts where batch_id = $1
            union
            select account_id, period from activity_volumes where batch_id = $1
            """, batchId, ct);

    /// <summary>Recomputes the months named in the temporary table <c>undoing</c> after their facts or volumes were taken back; what has none left goes.</summary>
    public static async Task RefreshUndoneAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await RefreshAsync(connection, "select distinct account_id, period from undoing", null, ct);
        await using var empty = new NpgsqlCommand(
            """
            delete from account_months m using (select distinct account_id, period from undoing) u
            where m.account_id = u.account_id and m.period = u.period
              and not exists (select from financial_facts f where f.account_id = u.account_id and f.period = u.period)
              and not exists (select from activity_volumes v where v.account_id = u.account_id and v.period = u.period)
            """, connection) { CommandTimeout = 0 };
        await empty.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes the months of these accounts anew, from the facts and volumes they have now.</summary>
    public static async Task RefreshAccountsAsync(NpgsqlConnection connection, int[] accounts, CancellationToken ct)
    {
        await using var old = new NpgsqlCommand("delete from account_months where account_id = any($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = accounts } } };
        await old.ExecuteNonQueryAsync(ct);
        await RefreshAsync(connection,
            """
            select account_id, period from financial_facts where account_id = any($1)
            union
            select account_id, period from activity_volumes where account_id = any($1)
            """, accounts, ct);
    }

    /// <summary>Recomputes every month of the portfolio.</summary>
    public static Task RefreshAllAsync(NpgsqlConnection connection, CancellationToken ct) =>
        RefreshAsync(connection,
            "select account_id, period from financial_facts union select account_id, period from activity_volumes", null, ct);

    /// <summary>Recomputes what one activity costs after one of its rates changed.</summary>
    public static Task RefreshActivityAsync(NpgsqlConnection connection, int activityId, CancellationToken ct) =>
        RefreshAsync(connection, "select account_id, period from activity_volumes where activity_id = $1", activityId, ct);

    /// <param name="touched">A query of the account months to recompute.</param>
    private static async Task RefreshAsync(NpgsqlConnection connection, string touched, object? parameter, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText =
            $"""
            with touched as materialized ({touched}),
            fact as (
              select f.account_id, f.period, sum(f.gross_revenue) gross, sum(f.net_revenue) net, sum(f.cogs) cogs,
                     sum(f.direct_service_cost) direct, max(f.order_count) orders
              from financial_facts f join touched using (account_id, period)
              group by f.account_id, f.period),
            activity as (
              select v.account_id, v.period, sum({ActivityCost}) cost
              from activity_volumes v join touched using (account_id, period) join activities a on a.id = v.activity_id
              left join lateral (select rate from activity_rates r where r.activity_id = v.activity_id and r."from" <= v.period
                                 order by r."from" desc limit 1) r on true
              group by v.account_id, v.period)
            insert into account_months (account_id, period, gross_revenue, net_revenue, cogs, direct_service_cost, activity_cost,
                                        cogs_recorded, service_cost_recorded, order_count)
            select t.account_id, t.period, coalesce(f.gross, 0), coalesce(f.net, 0), coalesce(f.cogs, 0), coalesce(f.direct, 0),
                   coalesce(a.cost, 0), f.cogs is not null, f.direct is not null or a.cost is not null, f.orders
            from touched t left join fact f using (account_id, period) left join activity a using (account_id, period)
            on conflict (account_id, period) do update set
              gross_revenue = excluded.gross_revenue, net_revenue = excluded.net_revenue, cogs = excluded.cogs,
              direct_service_cost = excluded.direct_service_cost, activity_cost = excluded.activity_cost,
              cogs_recorded = excluded.cogs_recorded, service_cost_recorded = excluded.service_cost_recorded,
              order_count = excluded.order_count
            """;
        if (parameter is not null) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(ct);

        await using var stamp = new NpgsqlCommand("update portfolio_settings set facts_changed_at = clock_timestamp()", connection);
        await stamp.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The cost of one month's volume, rounded to money: financing counts a twelfth of the yearly rate.</summary>
    public const string ActivityCost = "round(v.volume * coalesce(r.rate, 0) / case when a.kind = 'Financing' then 12 else 1 end, 4)";
}
