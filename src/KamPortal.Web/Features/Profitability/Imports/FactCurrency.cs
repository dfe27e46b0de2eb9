using KamPortal.Data.Imports;

namespace KamPortal.Features.Profitability.Imports;

/// <summary>In which currency facts come and by what rate they are converted; no rate is ever assumed.</summary>
internal static class FactCurrency
{
    /// <summary>SQL of the currency of a row of <c>staged s</c>.</summary>
    public const string OfRow = "coalesce(s.currency, (select max(reporting) from fact_rates))";

    /// <summary>Fills <c>fact_rates</c> (currency, period, rate, reporting) and marks the rows whose currency has no rate for their month.</summary>
    public static async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        var present = await work.ScalarAsync<string>("select reporting_currency::text from portfolio_settings", ct);
        var currencies = await work.ListAsync("select distinct currency from staged where currency is not null limit 3", r => r.GetString(0), ct);
        var free = await work.ScalarAsync<bool>("select not exists (select from financial_facts) and not exists (select from exchange_rates)", ct);
        var unnamed = work.Settings.Currency;
        if (currencies.Count == 0 && unnamed is not null) currencies.Add(unnamed);
        var offer = free && currencies.Count == 1 && currencies[0] != present ? currencies[0] : null;
        work.Outcome = work.Outcome with { CurrencyOffer = offer };
        var reporting = work.Settings.ReportingCurrency is { } chosen && chosen == offer ? chosen : present;

        if (unnamed is not null) await work.ExecuteAsync("update staged set currency = $1 where currency is null", ct, unnamed);
        await work.ExecuteAsync(
            """
            create temp table fact_rates on commit drop as
            select c.currency, c.period, case when c.currency = $1 then 1 else x.rate end::numeric(19,8) as rate, $1 as reporting
            from (select distinct coalesce(currency, $1) as currency, period from staged where period is not null) c
            left join exchange_rates x on x.currency = c.currency and x.period = c.period
            """, ct, reporting);
        await work.ExecuteAsync("analyze fact_rates", ct);
        await work.FaultAsync("missing_rate", "currency",
            $"staged s join fact_rates c on c.currency = {OfRow} and c.period = s.period where c.rate is null", ct,
            "c.currency", "c.currency || ' ' || to_char(c.period, 'YYYY-MM')");
    }

    /// <summary>Takes the file's currency for the portfolio's, when that was chosen and nothing is reported yet.</summary>
    public static async Task ReportInAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Settings.ReportingCurrency is { } chosen && chosen == work.Outcome.CurrencyOffer)
            await work.ExecuteAsync("update portfolio_settings set reporting_currency = $1", ct, chosen);
    }
}
