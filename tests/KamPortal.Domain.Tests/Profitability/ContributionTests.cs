using CsCheck;
using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class ContributionTests
{
    private static readonly Gen<decimal> Money = Gen.Int[-1_000_000, 10_000_000].Select(c => c / 100m);

    private static readonly Gen<Contribution> Any = Gen.Select(Money, Money, Money, Money, Gen.Enum<CostRecording>(), (gross, goods, service, financing, recording) =>
        new Contribution
        {
            GrossRevenue = gross,
            Discounts = gross / 10,
            CostOfGoods = goods,
            DirectServiceCost = service,
            FinancingCost = financing,
            CostOfGoodsRecording = recording,
        });

    [Fact]
    public void From_gross_revenue_to_customer_contribution()
    {
        var c = new Contribution { GrossRevenue = 110, Discounts = 10, CostOfGoods = 60, ActivityCost = 12, DirectServiceCost = 5, FinancingCost = 3 };
        c.NetRevenue.ShouldBe(100);
        c.GrossMargin.ShouldBe(40);
        c.CostToServe.ShouldBe(20);
        c.CustomerContribution.ShouldBe(20);
        c.GrossMarginShare.ShouldBe(0.4m);
        c.CustomerContributionShare.ShouldBe(0.2m);
    }

    [Fact]
    public void Without_revenue_there_is_no_margin()
    {
        new Contribution { DirectServiceCost = 5 }.CustomerContributionShare.ShouldBeNull();
        new Contribution { GrossRevenue = 5, Discounts = 8 }.GrossMarginShare.ShouldBeNull();
    }

    [Fact]
    public void Contributions_add_up_in_any_order() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) =>
            a + b + c == c + (b + a)
            && (a + b + c).CustomerContribution == a.CustomerContribution + b.CustomerContribution + c.CustomerContribution
            && a + default(Contribution) == a);

    [Fact]
    public void A_groups_margin_is_sum_over_sum_never_a_mean_of_percentages()
    {
        var large = new Contribution { GrossRevenue = 900, CostOfGoods = 810 };
        var small = new Contribution { GrossRevenue = 100, CostOfGoods = 10 };
        Contribution.Sum([large, small]).GrossMarginShare.ShouldBe(0.18m);
    }

    [Fact]
    public void A_cost_that_was_never_recorded_leaves_its_stamp_on_every_sum()
    {
        var without = new Contribution { GrossRevenue = 10, CostOfGoodsRecording = CostRecording.NotRecorded, CostToServeRecording = CostRecording.NotRecorded };
        var with = new Contribution { GrossRevenue = 10, CostOfGoods = 4, CostOfGoodsRecording = CostRecording.Recorded, CostToServeRecording = CostRecording.Recorded };

        (without + without).IsRevenueOnly.ShouldBeTrue();
        (without + with).IsRevenueOnly.ShouldBeFalse();
        (without + with).LacksCostOfGoods.ShouldBeTrue();
        (without + with).LacksCostToServe.ShouldBeTrue();
        (with + with).LacksCostOfGoods.ShouldBeFalse();
    }
}
