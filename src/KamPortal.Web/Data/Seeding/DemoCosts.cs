using KamPortal.Domain.Profitability;

namespace KamPortal.Data.Seeding;

/// <summary>What serving customers costs in a demo, what foreign money is worth, and what made goods dear for a while.</summary>
internal sealed class DemoCosts(string of)
{
    public const string ReportingCurrency = "CNY";

    // Activities of a supplier of goods; every such portfolio prices them itself.
    public const string Order = "ORDER", OrderLine = "ORDER-LINE", EdiOrder = "EDI-ORDER", Delivery = "DELIVERY", Visit = "VISIT",
        ServiceHour = "SERVICE-HOUR", Return = "RETURN", Financing = "FINANCING";

    private readonly IReadOnlyList<(DateOnly From, DateOnly To, decimal Cost)> _shocks =
        DemoTable.ReadOptional(of, "shocks").Select(r => (r.Day("from")!.Value, r.Day("to")!.Value, r.Number("cost")));

    public IReadOnlyList<DemoActivity> Activities { get; } = DemoTable.Read(of, "activities").Select(r => new DemoActivity(
        r["code"], r["name"], r["local"], r.Word<ActivityKind>("kind"),
        [(DemoCalendar.Month(0), r.Number("first")), (new(2025, 1, 1), r.Number("second")), (new(2026, 1, 1), r.Number("third"))]));

    /// <summary>Monthly rates of the currencies in which foreign customers are invoiced.</summary>
    public IReadOnlyList<DemoRate> ExchangeRates { get; } = [.. Rates(of)];

    /// <summary>Share of revenue by which goods cost more in a month than their margin says.</summary>
    public decimal Shock(DateOnly month) => _shocks.Where(s => s.From <= month && month <= s.To).Sum(s => s.Cost);

    private static IEnumerable<DemoRate> Rates(string of)
    {
        var random = new SplitMix64(0x0F0E2026);
        foreach (var (currency, start, end) in DemoTable.ReadOptional(of, "currencies").Select(r => (r["currency"], r.Number("start"), r.Number("end"))))
        {
            for (var i = 0; i < DemoCalendar.Months; i++)
            {
                var trend = start + (end - start) * i / (DemoCalendar.Months - 1);
                yield return new(currency, DemoCalendar.Month(i), decimal.Round(trend * random.Around(0.012m), 4));
            }
        }
    }
}
