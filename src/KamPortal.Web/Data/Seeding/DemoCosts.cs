using KamPortal.Domain.Profitability;

namespace KamPortal.Data.Seeding;

/// <summary>What serving customers costs in the demo, and what foreign money is worth.</summary>
internal static class DemoCosts
{
    public const string ReportingCurrency = "CNY";

    public const string Order = "ORDER", OrderLine = "ORDER-LINE", EdiOrder = "EDI-ORDER", Delivery = "DELIVERY", Visit = "VISIT",
        ServiceHour = "SERVICE-HOUR", Return = "RETURN", Financing = "FINANCING";

    public static IReadOnlyList<DemoActivity> Activities { get; } =
    [
        PerUnit(Order, "Order", "订单", 172, 180, 188),
        PerUnit(OrderLine, "Order line", "订单行", 33, 34.5m, 36),
        PerUnit(EdiOrder, "EDI order", "EDI 订单", 21, 20, 19),
        PerUnit(Delivery, "Delivery", "送货", 585, 612, 640),
        PerUnit(Visit, "Customer visit", "客户拜访", 2650, 2720, 2800),
        PerUnit(ServiceHour, "Service hour", "服务工时", 395, 408, 420),
        PerUnit(Return, "Return", "退货", 890, 920, 950),
        new(Financing, "Financing of receivables", "应收账款融资", ActivityKind.Financing, Steps(0.058m, 0.054m, 0.050m)),
    ];

    /// <summary>Monthly rates of the currencies in which foreign customers are invoiced.</summary>
    public static IReadOnlyList<DemoRate> ExchangeRates()
    {
        var rates = new List<DemoRate>();
        var random = new SplitMix64(0x0F0E2026);
        foreach (var (currency, start, end) in new[] { ("EUR", 7.8120m, 8.1240m), ("USD", 7.2360m, 7.0880m) })
        {
            for (var i = 0; i < DemoCalendar.Months; i++)
            {
                var trend = start + (end - start) * i / (DemoCalendar.Months - 1);
                rates.Add(new(currency, DemoCalendar.Month(i), decimal.Round(trend * random.Around(0.012m), 4)));
            }
        }

        return rates;
    }

    private static DemoActivity PerUnit(string code, string name, string localName, decimal first, decimal second, decimal third) =>
        new(code, name, localName, ActivityKind.PerUnit, Steps(first, second, third));

    private static (DateOnly, decimal)[] Steps(decimal first, decimal second, decimal third) =>
        [(DemoCalendar.Month(0), first), (new(2025, 1, 1), second), (new(2026, 1, 1), third)];
}
