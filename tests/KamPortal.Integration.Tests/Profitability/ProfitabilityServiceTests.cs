using KamPortal.Domain.Profitability;
using KamPortal.Features.Accounts;
using KamPortal.Features.Profitability;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Profitability;

public sealed class ProfitabilityServiceTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private ProfitabilityService Profit => portfolio.Get<ProfitabilityService>();

    private async Task<AccountFinancials> FinancialsAsync(string code, string? window = null) => (await Profit.AccountAsync(portfolio.Admin, code, window, default))!;

    [Theory]
    [InlineData("12m")]
    [InlineData("fy2026")]
    [InlineData("fy2025")]
    [InlineData("all")]
    public async Task Months_lines_units_waterfall_and_export_are_the_same_money(string window)
    {
        var view = await FinancialsAsync("A1", window);
        var cm2 = view.Total.CustomerContribution;
        view.Months.Sum(m => m.Contribution.CustomerContribution).ShouldBe(cm2);
        view.Lines.Sum(l => l.Contribution.CustomerContribution).ShouldBe(cm2);
        view.Units.Sum(u => u.Contribution.CustomerContribution).ShouldBe(cm2);
        var steps = WaterfallSteps.Of(view, m => m.ToString(), a => a.Name);
        steps[^1].Amount.ShouldBe(cm2);
        steps.Zip(steps.Skip(1)).ShouldAllBe(pair => pair.Second.IsLevel ? pair.Second.To == pair.First.To : pair.Second.From == pair.First.To);
        (await Profit.ExportAsync(portfolio.Admin, "A1", window, default))!.Sum(r => r.Contribution.CustomerContribution).ShouldBe(cm2);
    }

    [Fact]
    public async Task The_tab_the_list_and_the_stored_roll_up_agree_for_every_account()
    {
        var list = (await portfolio.Get<AccountList>().PageAsync(portfolio.Admin, new(), default)).Rows;
        foreach (var row in list)
        {
            var view = await FinancialsAsync(row.Code);
            (view.Total.NetRevenue, view.Total.CustomerContribution).ShouldBe((row.NetRevenue!.Value, row.Cm2!.Value));
            view.Total.CustomerContributionShare.ShouldBe(row.Margin);
            (await portfolio.ValueAsync(
                $"select sum(net_revenue - cogs - direct_service_cost - activity_cost) from account_months m join accounts a on a.id = m.account_id where a.code = '{row.Code}' and period > '2025-03-01'"))
                .ShouldBe(view.Total.CustomerContribution);
        }
    }

    [Fact]
    public async Task A_month_s_activities_fall_on_its_lines_pro_rata_to_net_revenue()
    {
        var lines = (await FinancialsAsync("A1")).Lines.ToDictionary(l => l.Key, l => l.Contribution);
        // February: 70 of visits and 10 of credit over 900 and 300; March: 24 on the one line; December has no revenue.
        (lines["LINE1"].ActivityCost, lines["LINE1"].FinancingCost).ShouldBe((52.5m + 24, 7.5m));
        (lines["LINE2"].ActivityCost, lines["LINE2"].FinancingCost).ShouldBe((17.5m, 2.5m));
        lines[FigureRef.None].ActivityCost.ShouldBe(10);
    }

    [Fact]
    public async Task A_rate_holds_from_its_month_until_the_next()
    {
        var inputs = (await Profit.InputsAsync(portfolio.Admin, "A1", null, FigureRef.Parse("Activities.Activity.VISIT")!, default))!;
        inputs.Work.Select(w => (w.Period.ToString(), w.Volume, w.Rate, w.Cost)).ShouldBe([("2026-03", 2m, 12m, 24m), ("2026-02", 7m, 10m, 70m), ("2025-12", 1m, 10m, 10m)]);
        inputs.Value.ShouldBe(104);
    }

    [Fact]
    public async Task Every_figure_on_the_tab_opens_to_inputs_of_the_same_value()
    {
        var view = await FinancialsAsync("A1", "all");
        var scopes = new[] { (FigureScope.Month, view.Months), (FigureScope.Line, view.Lines), (FigureScope.Unit, view.Units) };
        foreach (var (scope, rows) in scopes)
        {
            foreach (var row in rows)
            {
                foreach (var measure in Enum.GetValues<Measure>())
                {
                    var figure = FigureRef.Parse(new FigureRef(measure, scope, row.Key).ToString())!;
                    var inputs = (await Profit.InputsAsync(portfolio.Admin, "A1", "all", figure, default)).ShouldNotBeNull();
                    inputs.Value.ShouldBe(row.Contribution.Of(measure), figure.ToString());
                }
            }
        }
    }

    [Fact]
    public async Task Stored_rows_behind_a_line_add_up_to_its_figure()
    {
        var inputs = (await Profit.InputsAsync(portfolio.Admin, "A1", "all", FigureRef.Parse("Net.Line.LINE1")!, default))!;
        inputs.Sales.Sum(s => s.Gross - s.Discounts).ShouldBe(inputs.Value!.Value);
        (inputs.SaleCount, inputs.Name).ShouldBe((3, "Line one"));
    }

    [Theory]
    [InlineData("Cm2.Month.1999-01")]
    [InlineData("Cm2.Line.NOPE")]
    public async Task A_figure_that_does_not_exist_opens_nothing(string figure) =>
        (await Profit.InputsAsync(portfolio.Admin, "A1", "all", FigureRef.Parse(figure)!, default)).ShouldBeNull();

    [Fact]
    public async Task An_account_out_of_scope_has_no_figures_no_inputs_and_no_export()
    {
        (await Profit.AccountAsync(portfolio.Anna, "B1", null, default)).ShouldBeNull();
        (await Profit.InputsAsync(portfolio.Anna, "B1", null, new(Measure.Cm2), default)).ShouldBeNull();
        (await Profit.ExportAsync(portfolio.Anna, "B1", null, default)).ShouldBeNull();
        await Should.ThrowAsync<NotPermittedException>(() => Profit.AccountAsync(portfolio.Viewer with { Roles = new HashSet<string>() }, "A1", null, default));
    }

    [Theory]
    [InlineData(CutBy.Account)]
    [InlineData(CutBy.Month)]
    [InlineData(CutBy.ProductLine)]
    [InlineData(CutBy.BusinessUnit)]
    public async Task The_portfolio_s_contribution_is_the_same_however_it_is_cut_and_only_of_what_one_sees(CutBy by)
    {
        foreach (var (user, codes) in new[] { (portfolio.Admin, new[] { "A1", "A2", "B1" }), (portfolio.Director, ["A1", "A2"]), (portfolio.Anna, ["A1"]) })
        {
            var cuts = await Profit.ContributionAsync(user, "all", by, default);
            var expected = 0m;
            foreach (var code in codes) expected += (await FinancialsAsync(code, "all")).Total.CustomerContribution;
            cuts.Sum(c => c.Contribution.CustomerContribution).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_margin_without_positive_revenue_does_not_exist()
    {
        var december = (await FinancialsAsync("A1")).Months.Single(m => m.Key == "2025-12").Contribution;
        (december.CustomerContribution, december.Of(Measure.Cm2Share)).ShouldBe((-10m, null));
    }

    [Fact]
    public async Task Costs_that_were_never_recorded_are_said_to_be_missing()
    {
        await using var own = new TestPortfolio();
        await own.StartAsync();
        await own.Of.RunAsync("delete from activity_volumes; update financial_facts set cogs = null, direct_service_cost = null");
        await own.Of.RunAsync("truncate account_months");
        await own.Of.RollUpAsync();
        var total = (await own.Of.Get<ProfitabilityService>().AccountAsync(own.Of.Admin, "A1", "all", default))!.Total;
        (total.IsRevenueOnly, total.LacksCostToServe, total.Of(Measure.Cogs), total.Of(Measure.CostToServe)).ShouldBe((true, true, null, null));
        total.CustomerContribution.ShouldBe(total.NetRevenue);
        total.CostToServeRecording.ShouldBe(CostRecording.NotRecorded);
    }
}
