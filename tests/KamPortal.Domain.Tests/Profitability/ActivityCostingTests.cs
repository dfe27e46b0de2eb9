using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class ActivityCostingTests
{
    // Dakota Office Products (HBS): cartons, freight, desktop delivery, manual order, manual line, EDI order.
    private static readonly (string Activity, decimal Rate)[] DakotaRates =
        [("carton", 52), ("freight", 6), ("desktop delivery", 220), ("manual order", 10), ("manual line", 4), ("EDI order", 5)];

    [Theory]
    [InlineData(103_000, new[] { 200, 200, 0, 6, 60, 6 }, 9_000, new[] { 10_400, 1_200, 0, 60, 240, 30 }, 900, 18_000, 5_170, "0.0502")]
    [InlineData(104_000, new[] { 200, 150, 25, 100, 180, 0 }, 30_000, new[] { 10_400, 900, 5_500, 1_000, 720, 0 }, 3_000, 19_000, -2_520, "-0.0242")]
    public void PF2_Dakota_office_products(
        int sales, int[] volumes, int receivable, int[] expectedCosts, int expectedFinancing, int expectedMargin, int expectedContribution, string share)
    {
        var uses = DakotaRates.Zip(volumes, (r, v) => new ActivityUse(r.Activity, v, r.Rate)).ToArray();
        var customer = new Contribution
        {
            GrossRevenue = sales,
            CostOfGoods = 85_000,
            ActivityCost = ActivityCosting.CostOf(uses),
            FinancingCost = ActivityCosting.Financing(receivable, annualRate: 0.10m),
        };

        uses.Select(u => u.Cost).ShouldBe(expectedCosts.Select(c => (decimal)c));
        customer.FinancingCost.ShouldBe(expectedFinancing);
        customer.GrossMargin.ShouldBe(expectedMargin);
        customer.CustomerContribution.ShouldBe(expectedContribution);

        // The published 6.1 % and −3.0 % divide by cost of goods; ours are shares of revenue.
        Math.Round(customer.CustomerContributionShare!.Value, 4).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(share);
    }

    [Fact]
    public void PF3_time_driven_rates_and_unused_capacity()
    {
        var pool = new CapacityPool(costSupplied: 560_000, practicalCapacity: 700_000);
        ActivityTime[] activities = [new("orders", 40, 9_800), new("inquiries", 220, 280), new("credit checks", 250, 500)];
        var usage = ActivityCosting.Usage(pool, activities);

        pool.CapacityCostRate.ShouldBe(0.80m);
        activities.Select(a => ActivityCosting.RateOf(pool, a.UnitTime)).ShouldBe([32m, 176m, 200m]);
        activities.Select(a => a.UnitTime * a.Quantity).ShouldBe([392_000m, 61_600m, 125_000m]);
        activities.Select(a => ActivityCosting.RateOf(pool, a.UnitTime) * a.Quantity).ShouldBe([313_600m, 49_280m, 100_000m]);
        usage.UsedCapacity.ShouldBe(578_600);
        usage.UsedCost.ShouldBe(462_880);
        Math.Round(usage.Utilisation * 100, 2).ShouldBe(82.66m);
        usage.UnusedCapacity.ShouldBe(121_400);
        usage.UnusedCost.ShouldBe(97_120);
    }

    [Fact]
    public void Financing_a_quarter_costs_a_quarter_of_the_yearly_rate() =>
        ActivityCosting.Financing(12_000, annualRate: 0.10m, months: 3).ShouldBe(300);

    [Fact]
    public void More_work_than_practical_shows_as_negative_unused_capacity()
    {
        var usage = ActivityCosting.Usage(new CapacityPool(100, 50), [new("order", 1, 60)]);
        usage.Utilisation.ShouldBe(1.2m);
        usage.UnusedCost.ShouldBe(-20);
    }

    [Fact]
    public void A_pool_needs_capacity_and_a_cost()
    {
        Should.Throw<DomainRuleException>(() => new CapacityPool(100, 0));
        Should.Throw<DomainRuleException>(() => new CapacityPool(-1, 10));
    }
}
