using System.Globalization;

namespace KamPortal.Data.Seeding;

/// <summary>
/// The bank with too many customers: two dozen months of 60,000 customers, served at the counter by the advisers of thirty branches.
/// Too many to hold in memory, so that facts and volumes are made while they are written.
/// </summary>
internal static class DemoBank
{
    private const string Code = "bank";
    private const int AdvisersPerBranch = 2;

    private static readonly DemoScale Scale = new(CostNoise: 0, ContractsFrom: 5, WalletsFrom: 0.4m);

    public static DemoBook Make()
    {
        var head = new DemoCompany(Code);
        var company = new DemoCompany(Code) { People = [.. head.People, .. Staff(head)] };
        var entries = new DemoEntries(company).All();
        var months = new DemoBankMonths(company);
        return DemoBooks.Make(company, entries, Scale, entries.SelectMany(months.Facts), entries.SelectMany(DemoBankMonths.Volumes));
    }

    /// <summary>Every branch has a manager, under the director of its part of the country, and advisers.</summary>
    private static IEnumerable<DemoPerson> Staff(DemoCompany head)
    {
        var parents = head.Regions.ToDictionary(r => r.Code, r => r.Parent);
        var above = head.Regions.Select(r => r.Parent).ToHashSet();
        foreach (var branch in head.Regions.Where(r => !above.Contains(r.Code)))
        {
            var random = SplitMix64.Of(branch.Code);
            var top = branch.Code;
            while (parents[top] is { } parent) top = parent;
            var director = head.People.First(p => p.Region == top).Code;
            yield return Person($"M-{branch.Code}", "Branch manager 支行行长", director, null);
            for (var i = 1; i <= AdvisersPerBranch; i++) yield return Person($"K-{branch.Code}-{i}", "Customer adviser 客户经理", $"M-{branch.Code}", "Lead");

            DemoPerson Person(string code, string title, string manager, string? part)
            {
                var name = DemoNames.Chinese(random);
                var email = string.Create(CultureInfo.InvariantCulture, $"{DemoNames.Mailbox(name.Latin)}.{code.ToLowerInvariant()}@demo.example");
                return new(code, name.Both, email, title, manager, branch.Name, branch.Code, "SME", new DateOnly(2014, 1, 1).AddDays(random.Whole(0, 4000)), null,
                    part, [branch.Code], 0);
            }
        }
    }
}
