using CsCheck;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class TailTests
{
    private static readonly TailAccount[] Portfolio =
    [
        new("big", 1_000, 900, 400, 100, Orders: 10), new("fair", 200, 190, 80, 60, Orders: 10), new("small", 50, 50, 20, 40, Orders: 25), new("tiny", 10, 8, 3, 13, Orders: 5),
    ];

    private static readonly Gen<TailAccount[]> Any = Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 600], Gen.Int[0, 400], Gen.Int[0, 40]).Array[1, 40]
        .Select(rows => rows.Select((r, i) => new TailAccount($"K{i:00}", r.Item1 + 50, r.Item1, r.Item2, r.Item3, r.Item4)).ToArray());

    [Fact]
    public void The_tail_is_cut_by_rank_by_size_or_by_price()
    {
        Codes(new CutByRank(2)).ShouldBe(["tiny", "small"]);
        Codes(new CutByRank(0)).Count().ShouldBe(4);
        Codes(new CutBySize(190)).ShouldBe(["tiny", "small"]);
        Codes(new CutByPrice(0.95m)).ShouldBe(["big", "tiny"]);
        new TailAccount("none", 0, 0, 0, 5).PriceRealisation.ShouldBeNull();

        static IEnumerable<string> Codes(TailCut cut) => cut.TailOf(Portfolio).Select(a => a.Code);
    }

    [Fact]
    public void Leaving_the_tail_releases_its_cost_and_gives_up_its_margin()
    {
        var simulation = TailSimulation.Of(Portfolio, new CutByRank(2), [new Exit(Avoided: 0.5m)]);
        simulation.Tail.ShouldBe(new TailSums(2, 58, 23, 53));
        simulation.TailAfter.ShouldBe(new TailSums(2, 0, 0, 26.5m));
        (simulation.Before.Contribution, simulation.Gain, simulation.RevenueLost, simulation.CostReleased).ShouldBe((290, 3.5m, 58, 26.5m));
        Math.Round(simulation.Lift!.Value, 6).ShouldBe(0.012069m);
        simulation.PeopleFreed(13.25m).ShouldBe(2);
        simulation.Curve.Total.ShouldBe(simulation.After.Contribution);
        Should.Throw<DomainRuleException>(() => simulation.PeopleFreed(0));
    }

    [Fact]
    public void Each_lever_follows_its_formula()
    {
        var small = Portfolio[2];
        new Reprice(0.10m, 0.20m).ApplyTo(small).ShouldBe(new TailAccount("small", 44, 44, 20, 32, Orders: 20));
        // 50 in 25 orders become five of 10: a fifth of the orders, so that four fifths of the half that follows them go.
        new MinimumOrder(10, 0.5m, 0).ApplyTo(small).CostToServe.ShouldBe(24);
        new MinimumOrder(2, 0.5m, 0.9m).ApplyTo(small).ShouldBe(small, "its orders are large enough");
        new MinimumOrder(1_000, 1, 0).ApplyTo(small).Orders.ShouldBe(1);
        new MinimumOrder(10, 0.5m, 0.3m).ApplyTo(small with { Orders = null }).ShouldBe(small with { Orders = null });
        new ElectronicOrders(0.5m, 0.6m, 0.5m).ApplyTo(small).CostToServe.ShouldBe(34);
        new MoveChannel(6, 0.10m).ApplyTo(small).ShouldBe(new TailAccount("small", 45, 45, 18, 6, Orders: 22.5m));
        new MoveChannel(60, 0).ApplyTo(small).ShouldBe(small, "no channel makes it dearer");
    }

    [Fact]
    public void Assumptions_out_of_bounds_are_refused()
    {
        TailLever[] wrong = [new Reprice(-0.01m, 0), new Reprice(0, 2), new MinimumOrder(0, 0, 0), new ElectronicOrders(1.1m, 0, 0), new MoveChannel(-1, 0), new Exit(-0.1m)];
        foreach (var lever in wrong)
        {
            Should.Throw<DomainRuleException>(() => lever.ApplyTo(Portfolio[0]));
        }
    }

    [Fact]
    public void What_the_accounts_gain_is_what_the_portfolio_gains() =>
        Gen.Select(Any, Gen.Int[0, 40], Gen.Int[0, 100]).Sample((accounts, kept, percent) =>
        {
            var share = percent / 100m;
            var simulation = TailSimulation.Of(accounts, new CutByRank(kept), [new ElectronicOrders(share, 0.5m, 0.5m), new MoveChannel(20, share), new Reprice(0.05m, share / 2)]);
            return simulation.Accounts.Sum(a => a.Gain) == simulation.Gain
                && simulation.TailAfter.Contribution - simulation.Tail.Contribution == simulation.Gain
                && simulation.Curve.Total == simulation.After.Contribution
                && simulation.Accounts.Count == Math.Max(0, accounts.Length - kept);
        });

    [Fact]
    public void The_odds_of_promotion_come_from_the_history_with_their_interval()
    {
        var start = new DateOnly(2024, 1, 1);
        TierSpan Span(string code, Tier tier, int from, int? to) => new(code, tier, start.AddMonths(from), to is { } t ? start.AddMonths(t) : null);
        var odds = PromotionOdds.Of(
        [
            Span("rises", Tier.C, -6, 10), Span("rises", Tier.B, 10, null),
            Span("through", Tier.C, -6, 3), Span("through", Tier.CPlus, 3, 24), Span("through", Tier.A, 24, null),
            Span("late", Tier.C, 0, 25), Span("late", Tier.B, 25, null),
            Span("stays", Tier.C, -9, null),
            Span("potential", Tier.CPlus, -1, 2), Span("potential", Tier.B, 2, null),
            Span("gone", Tier.C, -9, 0), Span("gone", Tier.B, 0, null),
        ], start);
        (odds.Watched, odds.Promoted, string.Join(',', odds.PromotedCodes)).ShouldBe((4, 2, "rises,through"));
        odds.Probability.ShouldBe(0.5);
    }

    // R. G. Newcombe (1998), Two-sided confidence intervals for the single proportion, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_the_published_one(int promoted, int watched, double low, double high)
    {
        var odds = new PromotionOdds(watched, promoted, []);
        odds.Low!.Value.ShouldBe(low, 0.00006);
        odds.High!.Value.ShouldBe(high, 0.00006);
        new PromotionOdds(0, 0, []).Low.ShouldBeNull();
    }

    [Fact]
    public void The_chance_of_growth_is_set_against_the_cost_of_waiting_for_it()
    {
        var opportunity = new TailOpportunity(1_000, 500_000, new PromotionOdds(400, 8, []), YearlyValue: 20_000);
        (opportunity.ExpectedPromotions, opportunity.ExpectedValue, opportunity.Cost, opportunity.Difference).ShouldBe((20m, 1_200_000m, 1_500_000m, -300_000m));
        opportunity.IsCertain.ShouldBe(false);
        (opportunity with { CostToServe = 900_000 }).IsCertain.ShouldBe(true);
        new TailOpportunity(10, 1, new PromotionOdds(0, 0, []), 5).Difference.ShouldBeNull();
        TailOpportunity.ValueOf([5, 1, 9, 7], [100]).ShouldBe(6);
        TailOpportunity.ValueOf([], [100, 50, 3]).ShouldBe(50);
        TailOpportunity.ValueOf([], []).ShouldBeNull();
    }
}
