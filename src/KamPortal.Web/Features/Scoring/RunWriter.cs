using KamPortal.Domain.Scoring;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Scoring;

/// <summary>Copies a run's results into a partition of their own, which is then switched in.</summary>
internal sealed class RunWriter(Guid runId, PortfolioColumns columns, ScoredPortfolio scored)
{
    private const int Chunk = 20_000;

    private readonly int _criteria = scored.Reference.Criteria.Count;
    private readonly int? _profit = DimensionAt(scored, DimensionKind.ProfitContribution);
    private readonly int? _growth = DimensionAt(scored, DimensionKind.GrowthPotential);
    private readonly int? _strategic = DimensionAt(scored, DimensionKind.StrategicImportance);

    public double ProfitScore(int account) => Score(account, _profit);

    public double GrowthScore(int account) => Score(account, _growth);

    public async Task WriteAsync(NpgsqlConnection connection, Func<long, Task> report, CancellationToken ct)
    {
        await using var open = new NpgsqlCommand("select open_score_partition($1)", connection) { Parameters = { new() { Value = runId } } };
        var table = (string)(await open.ExecuteScalarAsync(ct))!;
        await using (var rows = await connection.BeginBinaryImportAsync(
            $"""
            copy {table} (run_id, account_id, tier, computed_tier, held_tier, periods_below, composite, rank, profit_score, growth_score, strategic_score,
                          net_revenue, cm1, cm2, guards, raw, normalised) from stdin (format binary)
            """, ct))
        {
            rows.Timeout = TimeSpan.FromMinutes(30);
            for (var from = 0; from < scored.Count; from += Chunk)
            {
                WriteChunk(rows, from, Math.Min(from + Chunk, scored.Count));
                await report(from);
            }

            await rows.CompleteAsync(ct);
        }

        await using var close = new NpgsqlCommand("select close_score_partition($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = runId } } };
        await close.ExecuteNonQueryAsync(ct);
    }

    private void WriteChunk(NpgsqlBinaryImporter rows, int from, int to)
    {
        var (raw, normalised) = (new double[_criteria], new double[_criteria]);
        for (var i = from; i < to; i++)
        {
            rows.StartRow();
            rows.Write(runId, NpgsqlDbType.Uuid);
            rows.Write(columns.Ids[i], NpgsqlDbType.Integer);
            rows.Write((short)scored.TierOf(i), NpgsqlDbType.Smallint);
            rows.Write((short)scored.ComputedTier(i), NpgsqlDbType.Smallint);
            WriteHeld(rows, scored.HeldTierOf(i));
            rows.Write(scored.Composite(i), NpgsqlDbType.Numeric);
            rows.Write(scored.Rank(i), NpgsqlDbType.Integer);
            WriteScore(rows, ProfitScore(i));
            WriteScore(rows, GrowthScore(i));
            WriteScore(rows, Score(i, _strategic));
            rows.Write(columns.NetRevenues[i], NpgsqlDbType.Numeric);
            rows.Write(columns.GrossMargins[i], NpgsqlDbType.Numeric);
            rows.Write(columns.Profits[i], NpgsqlDbType.Numeric);
            rows.Write((short)scored.GuardsOf(i), NpgsqlDbType.Smallint);
            for (var c = 0; c < _criteria; c++) (raw[c], normalised[c]) = (scored.Raw(i, c), scored.NormalisedValue(i, c));
            rows.Write(raw, NpgsqlDbType.Array | NpgsqlDbType.Double);
            rows.Write(normalised, NpgsqlDbType.Array | NpgsqlDbType.Double);
        }
    }

    private static void WriteHeld(NpgsqlBinaryImporter rows, HeldTier held)
    {
        if (held == default) rows.WriteNull();
        else rows.Write((short)held.Tier, NpgsqlDbType.Smallint);
        rows.Write((short)held.PeriodsBelow, NpgsqlDbType.Smallint);
    }

    private static void WriteScore(NpgsqlBinaryImporter rows, double score)
    {
        if (double.IsNaN(score)) rows.WriteNull();
        else rows.Write(score, NpgsqlDbType.Double);
    }

    private double Score(int account, int? dimension) => dimension is { } d ? scored.DimensionScore(account, d) : double.NaN;

    private static int? DimensionAt(ScoredPortfolio scored, DimensionKind kind)
    {
        for (var d = 0; d < scored.Model.Dimensions.Count; d++)
        {
            if (scored.Model.Dimensions[d].Kind == kind) return d;
        }

        return null;
    }
}
