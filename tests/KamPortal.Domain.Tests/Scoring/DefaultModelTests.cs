using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

/// <summary>The default model must be of use on the first day, on whatever a company happens to have recorded.</summary>
public sealed class DefaultModelTests
{
    [SkippableTheory]
    [InlineData("adventureworks", 12, "a loss in total")]
    [InlineData("adventureworks", null, "no prior window")]
    [InlineData("classicmodels", 12, "cost to serve never recorded")]
    [InlineData("northwind", 12, "cost of goods never recorded")]
    [InlineData("online_retail", 12, "one prior month, no cost, four thousand accounts")]
    [InlineData("online_retail", null, "revenue alone")]
    public void Every_tier_is_used_and_the_best_are_few(string set, int? months, string situation)
    {
        var scored = PortfolioScoring.Score(Facts(set, months), ScoringModel.Default with { Window = new ScoringWindow(months) });
        var share = Tiers.All.ToDictionary(t => t, t => (double)scored.CountOf(t) / scored.Count);

        share[Tier.A].ShouldBeInRange(0.05, 0.25, situation);
        share[Tier.B].ShouldBeInRange(0.10, 0.40, situation);
        share[Tier.CPlus].ShouldBeInRange(0, 0.20, situation);
        share[Tier.C].ShouldBeInRange(0.35, 0.75, situation);
        Enumerable.Range(0, scored.Count).ShouldAllBe(i => scored.Facts.ContributionOf(i) >= 0 || !scored.TierOf(i).IsAboveC());
    }

    [SkippableFact]
    public void A_single_month_of_a_single_year_still_tells_customers_apart()
    {
        var scored = PortfolioScoring.Score(Facts("wholesale_customers", 12), ScoringModel.Default);
        scored.Count.ShouldBe(440);
        scored.CountOf(Tier.C).ShouldBeLessThan(440);
    }

    private static PortfolioFacts Facts(string set, int? months)
    {
        var rows = SharedData.Rows($"data/{set}/account_financials.csv").Select(r => (Row: r, Period: Period.Parse(r["period"]))).ToArray();
        var (window, first, asOf) = (new ScoringWindow(months), rows.Min(r => r.Period), rows.Max(r => r.Period));
        var (covered, prior) = (window.Covers(asOf, first), window.PriorTo(asOf));
        var before = rows.Where(r => prior?.Contains(r.Period) == true).ToLookup(r => r.Row["account_id"], r => r.Row);
        var inside = rows.Where(r => covered.Contains(r.Period)).ToArray();
        var offered = rows.Select(r => r.Row["product_line"]).Distinct().Count();
        bool Recorded(string column) => inside.Any(r => r.Row.TryGetValue(column, out var text) && text.Length > 0);

        var builder = new PortfolioFactsBuilder(new WindowBasis(covered.Months, before.Count > 0, Recorded("cogs"), Recorded("cost_to_serve")));
        foreach (var account in inside.GroupBy(r => r.Row["account_id"], r => r.Row))
        {
            var (now, then) = (Of(account), Of(before[account.Key]));
            builder.Add(account.Key, new AccountWindow
            {
                NetRevenue = now.Revenue,
                GrossMargin = now.Revenue - now.Goods,
                CostToServe = now.Service,
                CustomerContribution = now.Revenue - now.Goods - now.Service,
                PriorNetRevenue = then.Revenue,
                PriorCustomerContribution = then.Revenue - then.Goods - then.Service,
                MonthsWithOrders = account.Select(r => r["period"]).Distinct().Count(),
                LinesBought = account.Select(r => r["product_line"]).Distinct().Count(),
                LinesOffered = offered,
            });
        }

        return builder.Build();
    }

    private static (decimal Revenue, decimal Goods, decimal Service) Of(IEnumerable<IReadOnlyDictionary<string, string>> rows) =>
        rows.Aggregate((0m, 0m, 0m), (sum, r) => (sum.Item1 + r.Amount("revenue"), sum.Item2 + r.Amount("cogs"), sum.Item3 + r.Amount("cost_to_serve")));
}
