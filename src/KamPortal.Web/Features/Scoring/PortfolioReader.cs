using System.Globalization;
using KamPortal.Domain.Scoring;
using Npgsql;

namespace KamPortal.Features.Scoring;

/// <summary>What a run read: the columns the rules work on and, in the same order, what is stored beside the scores.</summary>
internal sealed record PortfolioColumns(PortfolioFacts Facts, int[] Ids, decimal[] NetRevenues, decimal[] GrossMargins, decimal[] Profits);

/// <summary>Streams one aggregated row per scored account out of the database, straight into columns.</summary>
internal sealed class PortfolioReader(RunScope scope)
{
    private const int Chunk = 20_000;

    private readonly PortfolioFactsBuilder _facts = new(scope.Basis);
    private readonly List<int> _ids = [];
    private readonly List<decimal> _revenues = [];
    private readonly List<decimal> _margins = [];
    private readonly List<decimal> _profits = [];

    public async Task<PortfolioColumns> ReadAsync(NpgsqlConnection connection, Func<long, Task> report, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryExportAsync(Sql(scope), ct);
        rows.Timeout = Timeout.InfiniteTimeSpan;
        while (ReadChunk(rows)) await report(_ids.Count);
        return new(_facts.Build(), [.. _ids], [.. _revenues], [.. _margins], [.. _profits]);
    }

    /// <summary>
    /// Population: active customers, not archived, with a fact in the window. A month counts as one with orders when its orders were
    /// counted or, where nobody counts orders, when it has revenue. A line is bought when it has revenue in the window. The wallet is the
    /// latest estimate up to the as-of month, that of everything together before the sum of lines, over as many months as the window has.
    /// The market is the one nearest to the account: its region and segment, its segment, its region, everywhere; several are weighed by size.
    /// </summary>
    internal static string Sql(RunScope scope)
    {
        string Day(Domain.Period period) => string.Create(CultureInfo.InvariantCulture, $"date '{period.FirstDay:yyyy-MM-dd}'");
        var (first, last, from) = (Day(scope.Window.First), Day(scope.Window.Last), Day((scope.Prior ?? scope.Window).First));
        return
            $"""
            copy (
              with market as (
                select region_id, segment_id, coalesce(sum(size * growth_percent) / nullif(sum(size), 0), avg(growth_percent)) growth
                from markets where growth_percent is not null group by region_id, segment_id)
              select a.id, a.code,
                     coalesce(m.net, 0), coalesce(m.cogs, 0), coalesce(m.serve, 0), coalesce(m.prior_net, 0), coalesce(m.prior_cm2, 0),
                     coalesce(m.months, 0), f.lines, w.amount * {scope.Window.Months} / 12,
                     (coalesce(exact.growth, segment.growth, region.growth, everywhere.growth) / 100)::float8, r.criteria, r.ratings
              from (select account_id, count(*) filter (where bought)::int lines
                    from (select account_id, product_line_id, bool_or(net_revenue > 0) bought
                          from financial_facts where period between {first} and {last} group by account_id, product_line_id) l
                    group by account_id) f
              join accounts a on a.id = f.account_id and a.kind = 'Customer' and a.status = 'Active' and a.archived_at is null
              left join (
                select account_id,
                       sum(net_revenue) filter (where period >= {first}) net,
                       sum(cogs) filter (where period >= {first}) cogs,
                       sum(direct_service_cost + activity_cost) filter (where period >= {first}) serve,
                       sum(net_revenue) filter (where period < {first}) prior_net,
                       sum(net_revenue - cogs - direct_service_cost - activity_cost) filter (where period < {first}) prior_cm2,
                       (count(*) filter (where period >= {first} and (order_count > 0 or order_count is null and net_revenue > 0)))::int months
                from account_months where period between {from} and {last} group by account_id) m on m.account_id = a.id
              left join (
                select account_id, array_agg(criterion) criteria, array_agg(value) ratings
                from account_ratings where expires_on is null or expires_on >= {Day(scope.Window.Last)} group by account_id) r on r.account_id = a.id
              left join (
                select account_id, coalesce(max(amount) filter (where product_line_id is null), sum(amount)) amount
                from (select distinct on (account_id, product_line_id) account_id, product_line_id, amount
                      from wallet_estimates where as_of <= {last} order by account_id, product_line_id, as_of desc) e
                group by account_id) w on w.account_id = a.id
              left join market exact on exact.region_id = a.region_id and exact.segment_id = a.segment_id
              left join market segment on segment.segment_id = a.segment_id and segment.region_id is null
              left join market region on region.region_id = a.region_id and region.segment_id is null
              left join market everywhere on everywhere.region_id is null and everywhere.segment_id is null
            ) to stdout (format binary)
            """;
    }

    // Values are read synchronously: they are in the buffer already, and a task for each of ten million would cost more than the read.
    private bool ReadChunk(NpgsqlBinaryExporter rows)
    {
        for (var i = 0; i < Chunk; i++)
        {
            if (rows.StartRow() < 0) return false;
            _ids.Add(rows.Read<int>());
            Add(rows.Read<string>(), rows.Read<decimal>(), rows.Read<decimal>(), rows.Read<decimal>(), rows);
        }

        return true;
    }

    private void Add(string code, decimal revenue, decimal cogs, decimal serve, NpgsqlBinaryExporter rows)
    {
        var account = new AccountWindow
        {
            NetRevenue = revenue,
            GrossMargin = revenue - cogs,
            CostToServe = serve,
            CustomerContribution = revenue - cogs - serve,
            PriorNetRevenue = rows.Read<decimal>(),
            PriorCustomerContribution = rows.Read<decimal>(),
            MonthsWithOrders = rows.Read<int>(),
            LinesBought = rows.Read<int>(),
            LinesOffered = scope.LinesOffered,
            Wallet = Read<decimal>(rows),
            MarketGrowth = Read<double>(rows),
            Ratings = Ratings(rows),
        };
        _facts.Add(code, account);
        _revenues.Add(revenue);
        _margins.Add(account.GrossMargin);
        _profits.Add(MetricValues.Profit(account, scope.Basis));
    }

    private static T? Read<T>(NpgsqlBinaryExporter rows)
        where T : struct
    {
        if (!rows.IsNull) return rows.Read<T>();
        rows.Skip();
        return null;
    }

    /// <summary>The ratings in force at the end of the window; null for an account without any.</summary>
    private static Dictionary<string, double>? Ratings(NpgsqlBinaryExporter rows)
    {
        if (rows.IsNull)
        {
            rows.Skip();
            rows.Skip();
            return null;
        }

        var (criteria, ratings) = (rows.Read<string[]>(), rows.Read<int[]>());
        return criteria.Zip(ratings).ToDictionary(r => r.First, r => (double)r.Second);
    }
}
