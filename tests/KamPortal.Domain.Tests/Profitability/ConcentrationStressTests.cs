using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class ConcentrationStressTests
{
    private static readonly CustomerShare[] Customers = [new("a", 50, 20), new("b", 30, -4), new("c", 20, 9)];

    [Fact]
    public void Losing_the_largest_takes_its_revenue_and_profit_and_leaves_its_cost()
    {
        var stress = ConcentrationStress.LosingLargest(Customers, stranded: 5);
        (stress.Lost[0], stress.RevenueLost, stress.ContributionLost, stress.RevenueLeft, stress.ContributionLeft).ShouldBe(("a", 50m, 25m, 50m, 0m));
        (stress.RevenueShareLost, stress.ContributionShareLost).ShouldBe((0.5m, 1m));
        (stress.Before.Hhi, stress.After.Hhi).ShouldBe((3_800m, 5_200m));
    }

    [Fact]
    public void Losing_an_unprofitable_one_adds_profit()
    {
        var stress = ConcentrationStress.LosingLargest(Customers, k: 2);
        (stress.Lost[0], stress.ContributionLost, stress.ContributionLeft).ShouldBe(("b", -4m, 29m));
    }

    [Fact]
    public void Several_are_lost_at_once_and_only_those_there_are()
    {
        ConcentrationStress.Losing(Customers, ["a", "c"]).RevenueLeft.ShouldBe(30);
        ConcentrationStress.Losing(Customers, ["a", "b", "c"]).After.Hhi.ShouldBeNull();
        Should.Throw<DomainRuleException>(() => ConcentrationStress.Losing(Customers, ["x"]));
        Should.Throw<DomainRuleException>(() => ConcentrationStress.Losing(Customers, ["a", "a"]));
    }

    [Fact]
    public void Groups_are_the_sums_of_their_members_and_concentrate()
    {
        var groups = CustomerShare.ByGroup([("a", "G", 30, 5), ("b", null, 30, 1), ("c", "G", 20, -2), ("d", null, 20, 4)]);
        groups.ShouldBe([new("G", 50, 3), new("b", 30, 1), new("d", 20, 4)]);
        // Merging raises the index by twice the product of the shares: 2 · 30 · 20.
        Concentration.Of(groups.Select(g => g.NetRevenue)).Hhi.ShouldBe(2_600 + 1_200);
    }
}
