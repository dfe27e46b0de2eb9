using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

/// <summary>Real companies' facts against results computed independently of this code.</summary>
public sealed class RealPortfolioTests
{
    [SkippableTheory]
    [InlineData("adventureworks")]
    [InlineData("classicmodels")]
    public void Every_accounts_contribution_is_as_published_to_the_cent(string set)
    {
        var ours = Contributions(set);
        var published = SharedData.Rows($"oracles/{set}_accounts.csv").ToDictionary(r => r["account_id"], r => r);

        ours.Keys.Order().ShouldBe(published.Where(p => p.Value["contribution"].Length > 0).Select(p => p.Key).Order());
        foreach (var (code, contribution) in ours)
        {
            (contribution.NetRevenue, contribution.CostOfGoods, contribution.CostToServe, contribution.CustomerContribution).ShouldBe(
                (published[code].Amount("revenue"), published[code].Amount("cogs"), published[code].Amount("cost_to_serve"), published[code].Amount("contribution")), code);
        }
    }

    [SkippableTheory]
    [InlineData("adventureworks", 632, "77034361.69", "76585070.71", "2345750.87", "-1896459.89", "-2.4618", "10.0006", "46.1493", "1718066.77", 227)]
    [InlineData("classicmodels", 98, "9604190.61", "5778310.36", "0", "3825880.25", "39.8355", "27.9200", "200.8508", "3825880.25", 98)]
    public void The_portfolio_is_as_published(
        string set, int accounts, string revenue, string goods, string service, string contribution, string margin, string cr10, string hhi, string peak, int peakRank)
    {
        var ours = Contributions(set);
        var total = Contribution.Sum(ours.Values);
        var concentration = Concentration.Of(ours.Values.Select(c => c.NetRevenue));
        var curve = Whale(ours);

        ours.Count.ShouldBe(accounts);
        (total.NetRevenue, total.CostOfGoods, total.CostToServe, total.CustomerContribution).ShouldBe((N(revenue), N(goods), N(service), N(contribution)));
        Percent(100 * total.CustomerContributionShare).ShouldBe(N(margin));
        Percent(concentration.Ratio(10)).ShouldBe(N(cr10));
        Percent(concentration.Hhi).ShouldBe(N(hhi));
        (curve.Peak, curve.PeakRank).ShouldBe((N(peak), peakRank));
    }

    [SkippableFact]
    public void A_portfolio_that_loses_money_in_total_has_a_peak_in_money_only()
    {
        var curve = Whale(Contributions("adventureworks"));
        (curve.PeakPercent, curve.GivenBackPercent, curve.GivenBack).ShouldBe((null, null, 3_614_526.66m));
        Percent(curve.PeakAccountsPercent).ShouldBe(35.9177m);
    }

    [SkippableFact]
    public void Before_cost_to_serve_the_same_portfolio_peaks_far_above_its_total()
    {
        var curve = Whale(Contributions("adventureworks", costToServe: false));
        (curve.Peak, curve.PeakRank, Percent(curve.PeakPercent)).ShouldBe((2_583_629.13m, 301, 575.0458m));
    }

    [SkippableFact]
    public void The_ten_largest_contributors_are_as_published() =>
        Whale(Contributions("classicmodels")).Points.Take(10).Select(p => p.Code)
            .ShouldBe(["141", "124", "151", "114", "119", "148", "187", "323", "131", "450"]);

    private static SortedDictionary<string, Contribution> Contributions(string set, bool costToServe = true)
    {
        var accounts = new SortedDictionary<string, Contribution>(StringComparer.Ordinal);
        foreach (var row in SharedData.Rows($"data/{set}/account_financials.csv"))
        {
            accounts[row["account_id"]] = accounts.GetValueOrDefault(row["account_id"]) + new Contribution
            {
                GrossRevenue = row.Amount("revenue"),
                CostOfGoods = row.Amount("cogs"),
                DirectServiceCost = costToServe ? row.Amount("cost_to_serve") : 0,
            };
        }

        return accounts;
    }

    private static WhaleCurve Whale(SortedDictionary<string, Contribution> accounts) =>
        WhaleCurve.Of([.. accounts.Keys], [.. accounts.Values.Select(c => c.CustomerContribution)]);

    private static decimal N(string number) => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Percent(decimal? value) => Math.Round(value!.Value, 4, MidpointRounding.AwayFromZero);
}
