namespace KamPortal.Data.Seeding;

/// <summary>The supplier of a demo portfolio: its regions, people, lines, costs and the stories of its customers, as the tables say.</summary>
internal sealed class DemoCompany
{
    private readonly Dictionary<string, (string? Parent, string? Currency)> _regions;

    public DemoCompany(string code)
    {
        Code = code;
        var regions = DemoTable.Read(code, "regions").Select(r => (Row: new DemoRegion(r["code"], r["name"], r.Optional("parent")), Currency: r.Optional("currency")));
        Regions = [.. regions.Select(r => r.Row)];
        _regions = regions.ToDictionary(r => r.Row.Code, r => (r.Row.Parent, r.Currency));
        Segments = DemoTable.Read(code, "segments").Select(r => new DemoSegment(r["code"], r["name"], r["industry"], r["season"], r.Words("lines")));
        Units = DemoTable.Read(code, "business_units").Select(r => new DemoNamed(r["code"], r["name"]));
        Lines = DemoTable.Read(code, "product_lines").Select(r => new DemoLine(r["code"], r["name"], r["unit"], r.Number("price"), r.Number("margin"), r.Number("direct")));
        People = DemoTable.Read(code, "people").Select(Person);
        Costs = new DemoCosts(code);
        Stories = DemoStory.Read(code, Costs.Activities);
        Exchange = Costs.ExchangeRates.ToDictionary(r => (r.Currency, r.Month), r => r.Rate);
    }

    public string Code { get; }

    public IReadOnlyList<DemoRegion> Regions { get; }

    public IReadOnlyList<DemoSegment> Segments { get; }

    public IReadOnlyList<DemoNamed> Units { get; }

    public IReadOnlyList<DemoLine> Lines { get; }

    /// <summary>A recipe may hire more than the table names.</summary>
    public IReadOnlyList<DemoPerson> People { get; init; }

    public DemoCosts Costs { get; }

    public IReadOnlyDictionary<string, DemoStory> Stories { get; }

    public IReadOnlyDictionary<(string Currency, DateOnly Month), decimal> Exchange { get; }

    /// <summary>The currency in which a region is invoiced.</summary>
    public string Currency(string region) => _regions[region].Currency ?? DemoCosts.ReportingCurrency;

    /// <summary>Those who play this part for accounts of this region, segment and size today.</summary>
    public IEnumerable<DemoPerson> Serving(string part, string region, string segment, decimal size) =>
        People.Where(p => p.Part == part && p.To is null && p.FromSize <= size && p.Serves.Any(s => s == "*" || s == segment || IsWithin(region, s)));

    private bool IsWithin(string? region, string wanted)
    {
        for (; region is not null; region = _regions[region].Parent)
            if (region == wanted) return true;
        return false;
    }

    private static DemoPerson Person(DemoTable.Row r) => new(
        r["code"], r["name"], DemoNames.Mailbox(r["name"]) + "@demo.example", r["title"], r.Optional("manager"), r["team"], r.Optional("region"), r.Optional("unit"),
        r.Day("from")!.Value, r.Day("to"), r.Optional("part"), r.Words("serves"), r.Number("from_size"));
}
