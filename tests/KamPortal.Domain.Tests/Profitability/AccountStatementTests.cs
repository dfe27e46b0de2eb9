using CsCheck;
using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class AccountStatementTests
{
    private static readonly Period March = new(2026, 3);

    [Fact]
    public void Months_lines_and_the_waterfall_add_up_to_the_same_contribution()
    {
        var money = Gen.Int[-2_000_000, 9_000_000].Select(i => i / 10_000m);
        var sale = Gen.Select(Gen.Int[0, 14], Gen.Int[1, 5], money, money, money, money,
            (m, line, gross, discount, cogs, direct) => new StatementSale(March.AddMonths(m), line, gross, discount, cogs, direct));
        var work = Gen.Select(Gen.Int[0, 14], Gen.Int[1, 4], Gen.Bool, money,
            (m, activity, financing, cost) => new StatementActivity(March.AddMonths(m), activity, financing ? ActivityKind.Financing : ActivityKind.PerUnit, cost));
        Gen.Select(sale.Array[0, 40], work.Array[0, 30]).Sample((sales, activities) =>
        {
            var statement = AccountStatement.Of(sales.DistinctBy(s => (s.Period, s.ProductLineId)), activities, activitiesRecorded: true);
            var total = statement.Total;
            var lines = Contribution.Sum(statement.Lines.Values) + (statement.WithoutLine ?? default);
            lines.CustomerContribution.ShouldBe(total.CustomerContribution);
            lines.CostToServe.ShouldBe(total.CostToServe);
            lines.NetRevenue.ShouldBe(total.NetRevenue);
            statement.Activities.Values.Sum().ShouldBe(total.ActivityCost + total.FinancingCost);
        });
    }

    [Fact]
    public void A_month_s_activities_are_shown_by_line_pro_rata_to_net_revenue()
    {
        var statement = AccountStatement.Of(
            [new(March, 1, 300, 0, 0, null), new(March, 2, 100, 0, 0, null), new(March, 3, -50, 0, 0, null)],
            [new(March, 9, ActivityKind.PerUnit, 10)], true);

        statement.Lines[1].ActivityCost.ShouldBe(7.5m);
        statement.Lines[2].ActivityCost.ShouldBe(2.5m);
        statement.Lines[3].ActivityCost.ShouldBe(0);
        statement.WithoutLine.ShouldBeNull();
    }

    [Fact]
    public void Work_in_a_month_without_revenue_belongs_to_no_line_and_still_counts()
    {
        var statement = AccountStatement.Of([new(March, 1, 300, 0, 200, null)], [new(March.AddMonths(1), 9, ActivityKind.PerUnit, 40)], true);

        statement.WithoutLine!.Value.ActivityCost.ShouldBe(40);
        statement.Total.CustomerContribution.ShouldBe(60);
        statement.Months[March.AddMonths(1)].CustomerContributionShare.ShouldBeNull();
    }

    [Fact]
    public void Costs_that_nobody_records_are_said_to_be_missing()
    {
        var unknown = AccountStatement.Of([new(March, 1, 300, 0, null, null)], [], activitiesRecorded: false).Total;
        (unknown.LacksCostOfGoods, unknown.LacksCostToServe, unknown.IsRevenueOnly).ShouldBe((true, true, true));

        AccountStatement.Of([new(March, 1, 300, 0, 1, null)], [], activitiesRecorded: true).Total.LacksCostToServe.ShouldBeFalse();
    }

    [Fact]
    public void The_money_of_all_fiscal_years_is_the_money_of_all_time()
    {
        var windows = FactsWindow.Of(new(new(2017, 7), new(2020, 5)), fiscalYearFirstMonth: 7);

        windows.Select(w => w.Key).ShouldBe(["12m", "fy2020", "fy2019", "fy2018", "all"]);
        windows[0].Range.ShouldBe(new PeriodRange(new(2019, 6), new(2020, 5)));
        windows[3].Range.ShouldBe(new PeriodRange(new(2017, 7), new(2018, 6)));
        windows[1].FiscalYear.ShouldBe(2020);
    }

    [Theory]
    [InlineData(2026, 3, 1, 2026)]
    [InlineData(2026, 3, 4, 2026)]
    [InlineData(2026, 4, 4, 2027)]
    [InlineData(2026, 12, 1, 2026)]
    public void A_fiscal_year_is_named_after_the_year_in_which_it_ends(int year, int month, int first, int fiscal) =>
        FactsWindow.FiscalYearOf(new(year, month), first).ShouldBe(fiscal);
}
