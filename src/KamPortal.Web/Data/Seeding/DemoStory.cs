namespace KamPortal.Data.Seeding;

/// <summary>What an account is in the demo: the words of a sales meeting, turned into the few figures that make its months.</summary>
/// <param name="Growth">Yearly change of revenue, from the second year to the third; the first to the second is a little tamer.</param>
/// <param name="Margin">Gross margin before the product mix.</param>
/// <param name="Discount">Discount on gross revenue.</param>
/// <param name="Every">Buys every so many months.</param>
/// <param name="Orders">Orders a month, however small the account.</param>
/// <param name="OrdersPerMillion">Further orders per million of monthly revenue.</param>
/// <param name="Edi">Share of orders that arrive by EDI.</param>
/// <param name="LinesPerOrder">Order lines.</param>
/// <param name="Deliveries">Deliveries per order.</param>
/// <param name="Visits">Visits a month.</param>
/// <param name="Service">Service hours a month.</param>
/// <param name="ServicePerMillion">Further service hours per million of monthly revenue.</param>
/// <param name="Returns">Returns per order.</param>
/// <param name="Days">Days until the customer pays.</param>
internal sealed record DemoStory(
    decimal Growth, decimal Margin, decimal Discount, int Every, decimal Orders, decimal OrdersPerMillion, decimal Edi, decimal LinesPerOrder,
    decimal Deliveries, decimal Visits, decimal Service, decimal ServicePerMillion, decimal Returns, int Days)
{
    /// <summary>Index of the first month with business, and of the month after the last.</summary>
    public (int First, int End) Months { get; init; } = (0, DemoCalendar.Months);

    private static readonly DemoStory Key =
        new(0.04m, 0.25m, 0.09m, 1, 20, 9, 0.85m, 7, 0.9m, 5, 40, 16, 0.02m, 90);

    /// <summary>Large, proud and dear: small deliveries every day, a field service team of its own, half a year to pay.</summary>
    private static readonly DemoStory Costly = Key with
    {
        Growth = 0.03m, Margin = 0.12m, Discount = 0.14m, Orders = 60, OrdersPerMillion = 62, Edi = 0.1m, Deliveries = 1.6m,
        Visits = 12, Service = 160, ServicePerMillion = 130, Returns = 0.14m, Days = 165,
    };

    private static readonly DemoStory Tail =
        new(0.01m, 0.26m, 0.03m, 2, 3, 14, 0, 4, 1, 0.3m, 1.5m, 8, 0.03m, 55);

    private static readonly DemoStory Core =
        new(0.02m, 0.27m, 0.05m, 1, 6, 12, 0.4m, 5, 1, 1.5m, 10, 20, 0.03m, 65);

    public static DemoStory Of(string name) => name switch
    {
        "Key" => Key,
        "KeyGrowing" => Key with { Growth = 0.13m, Margin = 0.27m },
        "KeyShrinking" => Key with { Growth = -0.11m, Margin = 0.22m, Days = 110 },
        "KeyCostly" => Costly,
        "KeyBleeding" => Costly with { Growth = -0.12m },
        "Strained" => Costly with { Growth = -0.02m, Margin = 0.14m, Orders = 25, Visits = 5, Service = 40 },
        "Core" => Core,
        "Rising" => Core with { Growth = 0.22m, Margin = 0.29m },
        "Fading" => Core with { Growth = -0.19m, Margin = 0.24m },
        "Tail" => Tail,
        "TailRising" => Tail with { Growth = 0.18m, Every = 1 },
        "TailShrinking" => Tail with { Growth = -0.22m, Margin = 0.24m, Every = 3, Orders = 4 },
        // Many tiny orders, each delivered alone, with visits and returns that the margin cannot carry.
        "Burden" => Tail with
        {
            Growth = -0.03m, Margin = 0.19m, Discount = 0.06m, Every = 1, Orders = 21, OrdersPerMillion = 30, LinesPerOrder = 2.5m,
            Deliveries = 0.95m, Visits = 1.4m, Service = 9, Returns = 0.16m, Days = 95,
        },
        // Small today: young companies that buy the whole range every month and double in two years.
        "Spark" => Tail with { Growth = 0.58m, Margin = 0.22m, Every = 1, Orders = 4, OrdersPerMillion = 12, Visits = 0.8m, Service = 5, Days = 40 },
        "Newcomer" => Tail with { Growth = 0.3m, Margin = 0.24m, Every = 1, Orders = 3, Visits = 0.9m, Service = 4, Months = (23, DemoCalendar.Months) },
        "Lost" => Tail with { Growth = -0.4m, Margin = 0.25m, Months = (0, 27) },
        "Distributor" => Core with { Growth = 0.06m, Margin = 0.24m, Discount = 0.18m, Edi = 0.7m, LinesPerOrder = 9, Visits = 0.8m, Service = 2, ServicePerMillion = 3 },
        "Prospect" or "Holding" => Tail with { Months = (0, 0) },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such story."),
    };
}
