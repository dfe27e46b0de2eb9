using KamPortal.Domain.Accounts;

namespace KamPortal.Data.Seeding;

/// <summary>What an account is in the demo: the words of a sales meeting, turned into the few figures that make its months.</summary>
/// <param name="Growth">Yearly change of revenue, from the second year to the third; the first to the second is a little tamer.</param>
/// <param name="Margin">Gross margin before the product mix.</param>
/// <param name="Every">Buys, or is billed, every so many months.</param>
/// <param name="First">Index of the first month with business.</param>
/// <param name="End">Index of the month after the last.</param>
/// <param name="Rating">Strategic importance as judged; 0 when nobody judged it.</param>
/// <param name="Note">Why so important.</param>
/// <param name="Ordering">How a customer of goods orders; null for a bank's.</param>
/// <param name="Yearly">Volume of each activity in a year, for a bank's customer.</param>
internal sealed record DemoStory(
    string Name, AccountKind Kind, AccountStatus Status, decimal Growth, decimal Margin, int Every, int First, int End, int Rating, string Note,
    DemoOrdering? Ordering, IReadOnlyList<(string Activity, decimal Volume)> Yearly)
{
    public static IReadOnlyDictionary<string, DemoStory> Read(string of, IEnumerable<DemoActivity> activities) =>
        DemoTable.Read(of, "stories").Select(r => new DemoStory(
            r["story"], r.Word<AccountKind>("kind"), r.Word<AccountStatus>("status"), r.Number("growth"), r.Number("margin"), r.Whole("every"),
            r.Whole("first"), r.Whole("end"), r.Whole("rating"), r["note"], r.Has("orders") ? DemoOrdering.Of(r) : null,
            [.. activities.Where(a => r.Has(a.Code)).Select(a => (a.Code, r.Number(a.Code)))])).ToDictionary(s => s.Name);
}

/// <summary>How a customer of goods orders, and what it asks for beside the goods.</summary>
/// <param name="Discount">Discount on gross revenue.</param>
/// <param name="Orders">Orders a month, however small the account.</param>
/// <param name="OrdersPerMillion">Further orders per million of monthly revenue.</param>
/// <param name="Edi">Share of orders that arrive by EDI.</param>
/// <param name="Lines">Lines per order.</param>
/// <param name="Deliveries">Deliveries per order.</param>
/// <param name="Visits">Visits a month.</param>
/// <param name="Service">Service hours a month.</param>
/// <param name="ServicePerMillion">Further service hours per million of monthly revenue.</param>
/// <param name="Returns">Returns per order.</param>
/// <param name="Days">Days until the customer pays.</param>
internal sealed record DemoOrdering(
    decimal Discount, decimal Orders, decimal OrdersPerMillion, decimal Edi, decimal Lines, decimal Deliveries, decimal Visits, decimal Service,
    decimal ServicePerMillion, decimal Returns, decimal Days)
{
    public static DemoOrdering Of(DemoTable.Row r) => new(
        r.Number("discount"), r.Number("orders"), r.Number("orders_per_million"), r.Number("edi"), r.Number("lines_per_order"), r.Number("deliveries"),
        r.Number("visits"), r.Number("service"), r.Number("service_per_million"), r.Number("returns"), r.Number("days"));
}
