namespace KamPortal.Data.Imports;

/// <summary>In which currency amounts come and by what rate they are converted; no rate is ever assumed.</summary>
public static class Conversion
{
    /// <summary>SQL of the currency of a row of <c>staged s</c>.</summary>
    public const string OfRow = "coalesce(s.currency, (select reporting from conversion))";

    /// <summary>Whether nothing is reported yet, so that the reporting currency may still be chosen.</summary>
    private const string Free =
        """
        select not exists (select from financial_facts) and not exists (select from exchange_rates) and not exists (select from sales_transactions)
          and not exists (select from opportunities) and not exists (select from contracts) and not exists (select from wallet_estimates) and not exists (select from quotas)
        """;

    /// <summary>
    /// Fills <c>rates</c> (currency, period, rate) and marks the rows whose currency has none. What has happened is converted by the rate of
    /// its own month; what is planned by the latest one known by then.
    /// </summary>
    /// <param name="month">SQL of the first day of a row's month.</param>
    /// <param name="planned">Whether the latest rate before the month will do.</param>
    public static async Task CheckAsync(ImportWork work, string month, bool planned, CancellationToken ct)
    {
        var present = await work.ScalarAsync<string>("select reporting_currency::text from portfolio_settings", ct);
        var currencies = work.Has("currency") ? await work.ListAsync("select distinct currency from staged where currency is not null limit 3", r => r.GetString(0), ct) : [];
        var unnamed = work.Settings.Currency;
        if (currencies.Count == 0 && unnamed is not null) currencies.Add(unnamed);
        var offer = currencies.Count == 1 && currencies[0] != present && await work.ScalarAsync<bool>(Free, ct) ? currencies[0] : null;
        work.Outcome = work.Outcome with { CurrencyOffer = offer };
        var reporting = work.Settings.ReportingCurrency is { } chosen && chosen == offer ? chosen : present;

        if (unnamed is not null) await work.ExecuteAsync("update staged set currency = $1 where currency is null", ct, unnamed);
        await work.ExecuteAsync("create temp table conversion on commit drop as select $1::text as reporting", ct, reporting);
        await work.ExecuteAsync(
            $"""
            create temp table rates on commit drop as
            select c.currency, c.period, case when c.currency = $1 then 1 else {(planned
                ? "(select x.rate from exchange_rates x where x.currency = c.currency and x.period <= c.period order by x.period desc limit 1)"
                : "(select x.rate from exchange_rates x where x.currency = c.currency and x.period = c.period)")} end::numeric(19,8) as rate
            from (select distinct coalesce(s.currency, $1) as currency, {month} as period from staged s where {month} is not null) c
            """, ct, reporting);
        await work.ExecuteAsync("analyze rates", ct);
        if (!await work.ScalarAsync<bool>("select exists (select from rates where rate is null)", ct)) return;
        await work.FaultAsync("missing_rate", "currency",
            $"staged s join rates c on c.currency = {OfRow} and c.period = {month} where c.rate is null", ct,
            "c.currency", "c.currency || ' ' || to_char(c.period, 'YYYY-MM')");
    }

    /// <summary>Takes the file's currency for the portfolio's, when that was chosen and nothing is reported yet.</summary>
    public static async Task ReportInAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Settings.ReportingCurrency is { } chosen && chosen == work.Outcome.CurrencyOffer)
            await work.ExecuteAsync("update portfolio_settings set reporting_currency = $1", ct, chosen);
    }
}
