namespace KamPortal.Data.Seeding;

/// <summary>A supplier of goods: some hundred customers who order, are delivered to, visited and waited for.</summary>
internal sealed class DemoGoods(string code, DemoScale scale)
{
    public DemoBook Make()
    {
        var company = new DemoCompany(code);
        var entries = new DemoEntries(company).All();
        var (facts, volumes) = (new List<DemoFact>(), new List<DemoVolume>());
        foreach (var entry in entries) new DemoMonths(entry, company, scale.CostNoise).Write(facts, volumes);
        return DemoBooks.Make(company, entries, scale, facts, volumes);
    }
}
