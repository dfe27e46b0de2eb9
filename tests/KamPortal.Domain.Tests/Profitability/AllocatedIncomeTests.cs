using CsCheck;
using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class AllocatedIncomeTests
{
    [Fact]
    public void PF4_a_cost_hierarchy_turns_the_ranking_around()
    {
        var customers = new[]
        {
            Customer("A", 1_054_826, 675_378), Customer("B", 1_544_680, 951_669), Customer("C", 2_210_162, 1_517_895), Customer("Others", 480_332, 266_058),
        };
        var rows = AllocatedIncome.Of(
            customers,
            [
                new("Channel", 740_000, AllocationBase.CustomerContribution),
                new("Marketing", 560_000, AllocationBase.NetRevenue),
                new("Administration", 240_000, AllocationBase.CustomerCost),
            ], decimals: 0);

        rows.Select(r => r.Contribution).ShouldBe([379_448, 593_011, 692_267, 214_274]);
        // Published to the unit, the others truncated to thousands; what rounding leaves over falls on one unit here or there.
        Near(rows.Select(r => r.Allocated[0]), 149_437, 233_543, 272_633, 84_387);
        Near(rows.Select(r => r.Contribution - r.Allocated[0]), 230_011, 359_468, 419_634, 129_887);
        Near(rows.Select(r => r.Allocated[1]), 111_664, 163_520, 233_968, 50_848);
        Near(rows.Select(r => r.Allocated[2]), 47_520, 66_960, 106_800, 18_720);
        Near(rows.Select(r => r.Income), 70_827, 128_988, 78_866, 60_319);
        rows.Sum(r => r.Income).ShouldBe(339_000);
        rows.Select(r => Math.Round(100 * r.Margin!.Value, 1)).ShouldBe([6.7m, 8.4m, 3.6m, 12.6m]);
        Math.Round(100 * rows.Sum(r => r.Income) / rows.Sum(r => r.NetRevenue), 1).ShouldBe(6.4m);
        rows.MaxBy(r => r.Contribution)!.Key.ShouldBe("C");
        rows.OrderByDescending(r => r.Income).Select(r => r.Key).ShouldBe(["B", "C", "A", "Others"]);

        static void Near(IEnumerable<decimal> ours, params decimal[] published) => ours.Zip(published).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 1);
    }

    [Fact]
    public void Every_pool_adds_up_to_its_amount_whatever_the_base() =>
        Gen.Select(Gen.Int[-1_000, 5_000].Array[1, 30], Gen.Int[-1_000, 3_000].Array[30], Gen.Int[0, 100_000], Gen.Enum<AllocationBase>()).Sample((revenue, cost, amount, allocation) =>
        {
            var customers = revenue.Select((r, i) => Customer($"K{i}", r, cost[i])).ToArray();
            var rows = AllocatedIncome.Of(customers, [new("Pool", amount, allocation)]);
            return rows.Sum(r => r.Allocated[0]) == amount && rows.All(r => r.Allocated[0] >= 0);
        });

    [Fact]
    public void Who_has_nothing_of_the_base_carries_nothing_and_a_negative_pool_is_refused()
    {
        var customers = new[] { Customer("A", 100, 150), Customer("B", 100, 50) };
        AllocatedIncome.Of(customers, [new("Channel", 10, AllocationBase.CustomerContribution)]).Select(r => r.Allocated[0]).ShouldBe([0, 10]);
        Should.Throw<DomainRuleException>(() => AllocatedIncome.Of(customers, [new("Channel", -1, AllocationBase.NetRevenue)]));
    }

    private static (string, Contribution) Customer(string key, decimal revenue, decimal cost) => (key, new Contribution { GrossRevenue = revenue, CostOfGoods = cost });
}
