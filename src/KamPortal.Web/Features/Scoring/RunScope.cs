using KamPortal.Data.Jobs;
using KamPortal.Domain;
using KamPortal.Domain.Scoring;
using Npgsql;

namespace KamPortal.Features.Scoring;

/// <summary>Which months a run reads, and what is known of the whole portfolio in them.</summary>
/// <param name="Accounts">Accounts that are not archived, scored or not.</param>
/// <param name="FactsAt">When facts last changed, as this run sees them.</param>
internal sealed record RunScope(
    ScoringWindow Asked, PeriodRange Window, PeriodRange? Prior, WindowBasis Basis, int LinesOffered, int Accounts, string Currency, DateTimeOffset? FactsAt)
{
    // The first and last month that hold a fact, walking the index of months instead of reading every fact.
    private const string Ends =
        """
        select (select period from account_months m where exists (select from financial_facts f where f.account_id = m.account_id and f.period = m.period)
                order by period limit 1),
               (select period from account_months m where exists (select from financial_facts f where f.account_id = m.account_id and f.period = m.period)
                order by period desc limit 1),
               reporting_currency, facts_changed_at, (select count(*)::int from product_lines),
               (select count(*)::int from accounts where archived_at is null)
        from portfolio_settings
        """;

    // Each question stops at the first month that answers it.
    private const string Recorded =
        """
        select exists (select from account_months where period between $1 and $2 and cogs_recorded),
               exists (select from account_months where period between $1 and $2 and service_cost_recorded),
               exists (select from account_months m where period between $3 and $4
                       and exists (select from financial_facts f where f.account_id = m.account_id and f.period = m.period))
        """;

    /// <exception cref="JobRefusedException">There are no facts, or none up to the month asked for.</exception>
    public static async Task<RunScope> ReadAsync(NpgsqlConnection connection, ScoringWindow asked, DateOnly? asOf, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Ends, connection);
        DateOnly first, last;
        string currency;
        DateTimeOffset? factsAt;
        int lines, accounts;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct) || await row.IsDBNullAsync(0, ct)) throw new JobRefusedException("Refused.NoFacts");
            (first, last, currency) = (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<DateOnly>(1), row.GetString(2));
            factsAt = await row.IsDBNullAsync(3, ct) ? null : row.GetFieldValue<DateTimeOffset>(3);
            (lines, accounts) = (row.GetInt32(4), row.GetInt32(5));
        }

        var end = Period.FromDate(asOf ?? last);
        var window = asked.Covers(end, Period.FromDate(first));
        if (end < Period.FromDate(first)) throw new JobRefusedException("Refused.NoFacts");
        var prior = asked.PriorTo(end);
        return new(asked, window, prior, await BasisAsync(connection, window, prior, ct), lines, accounts, currency, factsAt);
    }

    private static async Task<WindowBasis> BasisAsync(NpgsqlConnection connection, PeriodRange window, PeriodRange? prior, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Recorded, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = window.First.FirstDay });
        command.Parameters.Add(new() { Value = window.Last.FirstDay });
        // Without a prior window an empty range is asked for.
        command.Parameters.Add(new() { Value = prior?.First.FirstDay ?? DateOnly.MaxValue });
        command.Parameters.Add(new() { Value = prior?.Last.FirstDay ?? DateOnly.MinValue });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(window.Months, row.GetBoolean(2), row.GetBoolean(0), row.GetBoolean(1));
    }
}
