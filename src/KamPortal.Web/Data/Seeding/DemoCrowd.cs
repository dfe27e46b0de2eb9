using System.Globalization;

namespace KamPortal.Data.Seeding;

/// <summary>The accounts that nobody named one by one: so many of a story, between two sizes, with a name, a city and a manager from the dice.</summary>
internal sealed class DemoCrowd(DemoCompany company, string after)
{
    private readonly IReadOnlyList<(string Region, string Country, DemoName City)> _cities =
        DemoTable.ReadOptional(company.Code, "cities").Select(r => (r["region"], r["country"], new DemoName(r["city"], r["local"])));

    private readonly ILookup<string, (DemoName Name, string Industry)> _trades = DemoTable.ReadOptional(company.Code, "trades")
        .Select(r => (Segment: r["segment"], Name: new DemoName(r["name"], r["local"]), Industry: r["industry"])).ToLookup(t => t.Segment, t => (t.Name, t.Industry));

    private readonly Dictionary<(string, string, decimal), List<DemoPerson>> _leads = [];

    public IEnumerable<DemoEntry> All()
    {
        var (prefix, number) = (after[..2], int.Parse(after.AsSpan(2), CultureInfo.InvariantCulture));
        var format = new string('0', after.Length - 2);
        foreach (var cohort in DemoTable.ReadOptional(company.Code, "cohorts").Select(Cohort.Of))
        {
            for (var i = 0; i < cohort.Count; i++) yield return Make(prefix + (++number).ToString(format, CultureInfo.InvariantCulture), cohort);
        }
    }

    private DemoEntry Make(string code, Cohort cohort)
    {
        var random = SplitMix64.Of(code);
        var (story, segment) = (company.Stories[cohort.Story], Pick(random, cohort.Segments));
        var (region, country, city) = Pick(random, _cities);
        var (trade, industry) = Pick(random, [.. _trades[segment]]);
        // Many near the lower end, few near the upper.
        var share = random.Between(0, 1);
        var size = decimal.Round(cohort.Low + (cohort.High - cohort.Low) * share * share * share, 5);
        var name = cohort.IsPerson ? DemoNames.Trader(random, trade) : DemoNames.Company(random, city, trade);
        var legal = cohort.IsPerson ? city.Local + name.Local : name.Local + "有限公司";
        var leads = Leads(region, segment, cohort.High);
        var lead = leads.Count == 0 || random.Whole(0, 39) == 0 ? null : Pick(random, leads);
        var lines = Math.Min(company.Segments.Single(s => s.Code == segment).Lines.Count, Math.Max(1, cohort.Lines + random.Whole(-1, 1)));
        var gap = random.Whole(0, 19) switch { 0 or 1 => "technical", 2 or 3 => "counterpart", 4 => "stale", _ => null };
        return new(
            DemoEntries.Account(code, name, legal, cohort.Parent, story, industry, segment, region, country, city.Latin, lead), story, size, cohort.Lines <= 1 ? cohort.Lines : lines, gap);
    }

    /// <summary>Those who take accounts of this kind; where somebody is there for the larger ones alone, only they.</summary>
    private List<DemoPerson> Leads(string region, string segment, decimal size)
    {
        if (_leads.TryGetValue((region, segment, size), out var known)) return known;
        var able = company.Serving("Lead", region, segment, size).ToList();
        var own = able.Where(p => p.Serves.Contains(segment)).ToList();
        if (own.Count > 0) able = own;
        var from = able.Count == 0 ? 0 : able.Max(p => p.FromSize);
        return _leads[(region, segment, size)] = [.. able.Where(p => p.FromSize == from)];
    }

    private static T Pick<T>(SplitMix64 random, IReadOnlyList<T> from) => from[random.Whole(0, from.Count - 1)];

    private sealed record Cohort(string Story, int Count, bool IsPerson, IReadOnlyList<string> Segments, decimal Low, decimal High, int Lines, string? Parent)
    {
        public static Cohort Of(DemoTable.Row r) => new(
            r["story"], r.Whole("count"), r["form"] == "person", r.Words("segments"), r.Number("low"), r.Number("high"), r.Whole("lines"), r.Optional("parent"));
    }
}
