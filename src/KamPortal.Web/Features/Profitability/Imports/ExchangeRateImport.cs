using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Profitability.Imports;

/// <summary>What one unit of a currency was worth in the reporting currency, month by month.</summary>
public sealed class ExchangeRateImport : ImportKind
{
    public override string Key => "exchange_rates";

    public override int Order => 4;

    public override bool Essential => true;

    public override Type Texts => typeof(FactImportTexts);

    public override string ResultUrl => "/settings";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("currency", ImportFieldType.Currency, "EUR", "currency", "currency code", "iso code", "waers", "währung", "从币种", "币种", "货币"),
        new("period", ImportFieldType.Month, "2026-03", "period", "month", "date", "valid from", "monat", "periode", "期间", "月份", "日期"),
        new("rate", ImportFieldType.Rate, "1.0842", "rate", "exchange rate", "fx rate", "kurs", "wechselkurs", "汇率"),
    ];

    public override IReadOnlyList<string[]> Required => [["currency"], ["period"], ["rate"]];

    public override IReadOnlyList<string> KeyFields => ["currency", "period"];

    public override ImportTarget Target { get; } = new("exchange_rates", ["currency", "period"], [new("rate") { Replaces = true }],
        "r.currency || ' ' || to_char(r.period, 'YYYY-MM')");

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("not_positive", "rate", "staged s where s.rate <= 0", ct, "s.rate");
        await work.FaultAsync("own_currency", "currency", "staged s join portfolio_settings p on p.reporting_currency = s.currency where s.rate <> 1", ct, "s.currency");
    }

    public override Task<string> RowsAsync(ImportWork work, CancellationToken ct) =>
        Task.FromResult($"select s.line, s.currency, s.period, s.rate from staged s where {ImportWork.Good}");
}
