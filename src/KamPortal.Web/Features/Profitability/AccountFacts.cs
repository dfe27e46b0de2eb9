using KamPortal.Data;
using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Profitability;

/// <summary>The stored facts and activity volumes of one account over some months, and the statement they make.</summary>
internal sealed record AccountFacts(IReadOnlyList<SaleInput> Sales, IReadOnlyDictionary<string, int> LineIds, IReadOnlyList<WorkInput> Work, AccountStatement Statement)
{
    public static async Task<AccountFacts> ReadAsync(KamDbContext db, int accountId, PeriodRange range, CancellationToken ct)
    {
        var (first, last) = (range.First.FirstDay, range.Last.FirstDay);
        var sales = await (
            from f in db.FinancialFacts
            where f.AccountId == accountId && f.Period >= first && f.Period <= last
            join l in db.ProductLines on f.ProductLineId equals l.Id
            from u in db.BusinessUnits.Where(u => u.Id == l.BusinessUnitId).DefaultIfEmpty()
            from b in db.ImportBatches.Where(b => b.Id == f.BatchId).DefaultIfEmpty()
            orderby f.Period descending, l.Code
            select new { f, l.Code, l.Name, Unit = (string?)u.Code, UnitName = (string?)u.Name, Batch = (int?)b.Number }).AsNoTracking().ToListAsync(ct);
        var work = await ReadWorkAsync(db, accountId, first, last, ct);
        var activitiesRecorded = work.Count > 0 || await db.ActivityVolumes.AnyAsync(v => v.Period >= first && v.Period <= last, ct);
        var statement = AccountStatement.Of(
            sales.Select(s => new StatementSale(Period.FromDate(s.f.Period), s.f.ProductLineId, s.f.GrossRevenue, s.f.Discounts, s.f.Cogs, s.f.DirectServiceCost)),
            work.Select(w => new StatementActivity(w.Period, w.ActivityId, w.Kind, w.Cost)), activitiesRecorded);
        return new(
            [.. sales.Select(s => new SaleInput(Period.FromDate(s.f.Period), s.Code, s.Name, s.Unit, s.UnitName, s.f.GrossRevenue, s.f.Discounts,
                s.f.Cogs, s.f.DirectServiceCost, s.f.Currency, s.f.Rate, s.Batch))],
            sales.DistinctBy(s => s.Code).ToDictionary(s => s.Code, s => s.f.ProductLineId), work, statement);
    }

    private static async Task<List<WorkInput>> ReadWorkAsync(KamDbContext db, int accountId, DateOnly first, DateOnly last, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            select v.period, a.id, a.code, a.name, a.local_name, a.kind, v.volume, r.rate, {Rollup.ActivityCost}, b.number
            from activity_volumes v join activities a on a.id = v.activity_id
            left join lateral (select rate from activity_rates r where r.activity_id = v.activity_id and r."from" <= v.period
                               order by r."from" desc limit 1) r on true
            left join import_batches b on b.id = v.batch_id
            where v.account_id = $1 and v.period between $2 and $3
            order by v.period desc, a.code
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = accountId }, new() { Value = first }, new() { Value = last } });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var work = new List<WorkInput>();
        while (await rows.ReadAsync(ct))
        {
            work.Add(new(Period.FromDate(rows.GetFieldValue<DateOnly>(0)), rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetString(4),
                Enum.Parse<ActivityKind>(rows.GetString(5)), rows.GetDecimal(6), rows.IsDBNull(7) ? null : rows.GetDecimal(7), rows.GetDecimal(8),
                rows.IsDBNull(9) ? null : rows.GetInt32(9)));
        }

        return work;
    }
}
