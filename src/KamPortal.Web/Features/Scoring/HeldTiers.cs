using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using Npgsql;

namespace KamPortal.Features.Scoring;

/// <summary>The tiers that accounts hold when a run begins, from the last run of each as-of period before.</summary>
internal static class HeldTiers
{
    /// <param name="asOf">First day of the run's as-of month; runs of this month play no part, so that running it again changes nothing.</param>
    /// <param name="accounts">Keys of the accounts, in whose order the answer is.</param>
    /// <returns>Null where the model has no stability or there was no earlier period.</returns>
    public static async Task<HeldTier[]?> ReadAsync(
        NpgsqlConnection connection, DateOnly asOf, StabilitySettings? stability, int[] accounts, CancellationToken ct)
    {
        if (stability is null || await RunsAsync(connection, asOf, Math.Max(1, stability.Periods - 1), ct) is not { Count: > 0 } runs) return null;
        var places = new Dictionary<int, int>(accounts.Length);
        for (var i = 0; i < accounts.Length; i++) places[accounts[i]] = i;
        var periods = new List<(Tier Computed, Tier Final)[]>();
        foreach (var run in runs) periods.Add(await ResultsAsync(connection, run, places, ct));
        var held = new HeldTier[accounts.Length];
        for (var i = 0; i < held.Length; i++) held[i] = HeldTier.From(periods.Select(p => p[i]).TakeWhile(r => r.Final != default));
        return held;
    }

    private static async Task<List<Guid>> RunsAsync(NpgsqlConnection connection, DateOnly asOf, int periods, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select id from (select distinct on (as_of) id, as_of from scoring_runs where as_of < $1 order by as_of desc, number desc) r
            order by as_of desc limit $2
            """, connection);
        command.Parameters.Add(new() { Value = asOf });
        command.Parameters.Add(new() { Value = periods });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var runs = new List<Guid>();
        while (await rows.ReadAsync(ct)) runs.Add(rows.GetGuid(0));
        return runs;
    }

    /// <summary>One run's results by place; nothing for accounts it did not score.</summary>
    private static async Task<(Tier Computed, Tier Final)[]> ResultsAsync(
        NpgsqlConnection connection, Guid run, Dictionary<int, int> places, CancellationToken ct)
    {
        var results = new (Tier, Tier)[places.Count];
        await using var rows = await connection.BeginBinaryExportAsync(
            $"copy (select account_id, computed_tier, tier from account_scores where run_id = '{run}') to stdout (format binary)", ct);
        rows.Timeout = Timeout.InfiniteTimeSpan;
        // Values are in the buffer already, as in reading the portfolio.
        while (rows.StartRow() >= 0)
        {
            var (account, computed, final) = (rows.Read<int>(), (Tier)rows.Read<short>(), (Tier)rows.Read<short>());
            if (places.TryGetValue(account, out var place)) results[place] = (computed, final);
        }

        return results;
    }
}
