using KamPortal.Domain.Accounts;

namespace KamPortal.Data.Seeding;

/// <summary>
/// The demo portfolio: a maker of hydraulics and seals whose ten largest customers bring three quarters of its revenue, while two
/// of the proudest names and a crowd of small ones cost more than they bring. Pure and deterministic: the same book every time.
/// </summary>
public static class DemoRecipe
{
    public static DemoBook Make()
    {
        var lines = DemoTable.Read("product_lines").Select(r => new DemoLine(r["code"], r["name"], r["unit"], r.Number("price")));
        var segments = DemoTable.Read("segments").Select(r => (Row: new DemoNamed(r["code"], r["name"]), Industry: r["industry"]));
        var people = DemoTable.Read("people").Select(Person);
        var recipes = DemoTable.Read("accounts").Select(r =>
            (Account: Account(r, segments.Single(s => s.Row.Code == r["segment"]).Industry, people), Story: r["story"], Size: r.Number("size"), Lines: (int)r.Number("lines")));
        var rates = DemoCosts.ExchangeRates();
        var exchange = rates.ToDictionary(r => (r.Currency, r.Month), r => r.Rate);
        var (facts, volumes) = (new List<DemoFact>(), new List<DemoVolume>());
        foreach (var r in recipes)
            new DemoMonths(r.Account, DemoStory.Of(r.Story), r.Size, r.Lines, lines).Write(exchange, facts, volumes);
        return new DemoBook(
            DemoTable.Read("regions").Select(r => new DemoRegion(r["code"], r["name"], r.Optional("parent"))),
            [.. segments.Select(s => s.Row)],
            DemoTable.Read("business_units").Select(r => new DemoNamed(r["code"], r["name"])),
            lines, people, [.. recipes.Select(r => r.Account)], [.. recipes.SelectMany(r => Team(r.Account, r.Size))],
            rates, DemoCosts.Activities, facts, volumes,
            [.. recipes.Select(r => Rating(r.Account, r.Story)).OfType<DemoRating>()]);
    }

    private static DemoPerson Person(DemoTable.Row r)
    {
        var latin = string.Concat(r["name"].TakeWhile(c => c < 0x3000)).Trim();
        var email = latin.ToLowerInvariant().Replace(' ', '.') + "@demo.example";
        return new(r["code"], r["name"], email, r["title"], r.Optional("manager"), r["team"], r.Optional("region"), r.Optional("unit"), r.Day("from")!.Value, r.Day("to"));
    }

    private static DemoAccount Account(DemoTable.Row r, string industry, IReadOnlyList<DemoPerson> people)
    {
        var (story, size, local) = (r["story"], r.Number("size"), r.Optional("local"));
        var random = new SplitMix64((ulong)int.Parse(r["code"].AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
        var created = new DateTime(2019, 3, 4, 1, 30, 0, DateTimeKind.Utc).AddDays(random.Whole(0, 1500));
        if (story is "Newcomer") created = new(2025, 9, 8, 2, 15, 0, DateTimeKind.Utc);
        if (story is "Prospect") created = new(2026, 5, 18, 3, 0, 0, DateTimeKind.Utc);
        var active = people.Where(p => p.To is null).Select(p => p.Code).ToHashSet();
        var lead = r.Optional("lead");
        return new(
            r["code"], r["name"], local, LegalName(r["name"], local, r["country"], size), r.Optional("parent"),
            story == "Distributor" ? AccountKind.Distributor : AccountKind.Customer,
            story switch { "Prospect" => AccountStatus.Prospect, "Lost" => AccountStatus.Closed, _ => AccountStatus.Active },
            industry, r["segment"], r["region"], r["country"], r["city"], lead, lead is not null && active.Contains(lead) ? lead : null,
            created, new DateTime(2026, 1, 5, 2, 0, 0, DateTimeKind.Utc).AddMinutes(random.Whole(0, 430_000)));
    }

    private static string LegalName(string name, string? local, string country, decimal size) => (country, local) switch
    {
        ("China", { } l) => l + (size > 50 ? "股份有限公司" : "有限公司"),
        ("Japan", { } l) => "株式会社" + l,
        _ => name,
    };

    private static IEnumerable<DemoMember> Team(DemoAccount account, decimal size)
    {
        if (size < 15) yield break;
        var specialist = account.Region switch
        {
            "DACH" or "NEU" => "P-16",
            "JP" => "P-17",
            _ => account.Segment is "PLA" or "WIN" ? "P-15" : "P-14",
        };
        yield return new(account.Code, specialist, TeamRole.TechnicalSpecialist);
        if (size >= 100) yield return new(account.Code, "P-01", TeamRole.ExecutiveSponsor);
        if (size >= 200) yield return new(account.Code, specialist == "P-15" ? "P-14" : "P-15", TeamRole.BusinessUnitSeller);
    }

    private static DemoRating? Rating(DemoAccount account, string story)
    {
        (int Value, string Note)? judged = story switch
        {
            "KeyGrowing" => (5, "Sets the standard in its market; wants us as first supplier for the next platform."),
            "Key" => (4, "Long contract, second plant planned."),
            "KeyShrinking" => (3, "Loses share to its rivals; buys by price."),
            "KeyCostly" or "KeyBleeding" => (2, "A name to show, but served at a loss."),
            "Rising" => (4, "Wins tenders with our power units in its design."),
            "Spark" => (4, "Technology that the large makers will have to follow."),
            "Burden" => (1, "Spare parts in small lots only."),
            "Distributor" => (3, "Reaches repair shops that we cannot serve ourselves."),
            _ => null,
        };
        return judged is { } j ? new(account.Code, j.Value, j.Note, account.Updated.AddDays(-9)) : null;
    }
}
