using KamPortal.Domain.Accounts;

namespace KamPortal.Data.Seeding;

/// <summary>What could be had from an account: what it spends in all, how much it matters, and what we are offering.</summary>
internal sealed class DemoPotential(DemoCompany company)
{
    private static readonly string[] Sources = ["Purchase plan of the customer 客户采购计划", "Trade statistics 行业统计", "Judgement of the account manager 客户经理估算"];

    private readonly IReadOnlyList<Line> _lines = DemoTable.ReadOptional(company.Code, "offers").Select(r =>
        new Line(r["unit"], r["line"], r["name"], r.Number("value"), r["stage"], r.Words("owner")));

    public static DemoWallet? Wallet(DemoEntry entry, decimal fromSize)
    {
        if (entry.Size < fromSize || entry.Size == 0) return null;
        var random = entry.Random("wallet");
        var share = random.Between(0.22m, 0.85m);
        return new(entry.Account.Code, new(2026, 1, 1), Estimated(entry.Size * 1_000_000 / share), Sources[random.Whole(0, 2)]);
    }

    /// <summary>Nobody knows a wallet to the last yuan.</summary>
    private static decimal Estimated(decimal amount)
    {
        var step = 1_000m;
        while (amount / step > 1_000) step *= 10;
        return decimal.Round(amount / step) * step;
    }

    public static DemoRating? Rating(DemoEntry entry) => entry.Story.Rating == 0
        ? null
        : new(entry.Account.Code, entry.Story.Rating, entry.Story.Note, entry.Account.Updated.AddDays(-9));

    /// <summary>
    /// Open opportunities of one account. Where customers buy from both units, both offer: the one forms, the other the system
    /// that makes the forms needless.
    /// </summary>
    public IEnumerable<DemoOffer> Offers(DemoEntry entry)
    {
        if (_lines.Count == 0 || entry.Account.Status == AccountStatus.Closed || entry.Size is 0 or < 0.12m) yield break;
        var random = entry.Random("offers");
        var contested = entry.Story.Name is "Both" or "GroupTorn";
        if (!contested && random.Whole(0, 3) > 0) yield break;
        var number = 0;
        // Neighbouring rows of the table are substitutes for each other.
        var need = random.Whole(0, _lines.Count / 2 - 1) * 2;
        foreach (var line in contested ? [_lines[need], _lines[need + 1]] : new[] { _lines[random.Whole(0, _lines.Count - 1)] })
        {
            var owner = company.Serving("BusinessUnitSeller", entry.Account.Region, entry.Account.Segment, 1000).First(p => line.Owners.Contains(p.Code)).Code;
            var value = decimal.Round(entry.Size * line.Value * random.Around(0.3m) * 100) * 10_000;
            yield return new(
                $"{entry.Account.Code}-{++number}", entry.Account.Code, line.Name, owner, line.Unit, line.Code, Math.Max(10_000, value),
                line.Unit == company.Units[0].Code ? 28 : 46, line.Stage, random.Whole(2, 8) * 10, DemoCalendar.Reference.AddDays(random.Whole(14, 240)));
        }
    }

    private sealed record Line(string Unit, string Code, string Name, decimal Value, string Stage, IReadOnlyList<string> Owners);
}
