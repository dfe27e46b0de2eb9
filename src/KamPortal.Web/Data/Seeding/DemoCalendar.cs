namespace KamPortal.Data.Seeding;

/// <summary>The demo's fixed time: 36 months that end with the last full month before its reference date, whatever the clock says.</summary>
public static class DemoCalendar
{
    /// <summary>The day on which the demo is told.</summary>
    public static readonly DateOnly Reference = new(2026, 11, 2);

    public const int Months = 36;

    public static readonly DateOnly Last = new(2026, 10, 1);

    public static DateOnly Month(int index) => Last.AddMonths(index - Months + 1);

    /// <summary>Twelve months as parts of an average month, January first; Chinese New Year is in February.</summary>
    internal static decimal Season(string name, DateOnly month) => name switch
    {
        "Construction" => Construction[month.Month - 1],
        "Farming" => Farming[month.Month - 1],
        "Wind" => Wind[month.Month - 1],
        "Flat" => 1,
        _ => Industry[month.Month - 1],
    };

    /// <summary>The course of a business: straight lines through the middle of the three years, the third being 1.</summary>
    internal static decimal Level(int month, decimal growth)
    {
        var second = 1 / (1 + growth);
        var first = second / (1 + growth * 0.8m);
        var level = month < 18 ? second + (second - first) * (month - 17.5m) / 12 : 1 + (1 - second) * (month - 29.5m) / 12;
        return Math.Max(level, 0.05m);
    }

    private static readonly decimal[] Construction = [0.86m, 0.74m, 1.28m, 1.26m, 1.12m, 1.00m, 0.92m, 0.90m, 1.00m, 1.02m, 0.98m, 0.92m];
    private static readonly decimal[] Farming = [1.16m, 1.10m, 1.30m, 1.22m, 1.04m, 0.92m, 0.84m, 0.86m, 0.92m, 0.88m, 0.86m, 0.90m];
    private static readonly decimal[] Wind = [0.70m, 0.68m, 0.86m, 0.94m, 1.02m, 1.10m, 1.14m, 1.12m, 1.16m, 1.14m, 1.10m, 1.04m];
    private static readonly decimal[] Industry = [0.96m, 0.80m, 1.10m, 1.04m, 1.02m, 1.02m, 0.98m, 0.94m, 1.06m, 1.04m, 1.04m, 1.00m];
}
