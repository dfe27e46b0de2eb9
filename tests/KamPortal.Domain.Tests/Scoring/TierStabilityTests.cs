using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class TierStabilityTests
{
    [Theory]
    [InlineData(Tier.C, 0, 76, Tier.A)]
    [InlineData(Tier.B, 0, 75, Tier.A)]
    [InlineData(Tier.A, 0, 73, Tier.A)]
    [InlineData(Tier.A, 0, 72.994, Tier.B)]
    [InlineData(Tier.A, 0, 54, Tier.C)]
    [InlineData(Tier.B, 0, 53, Tier.B)]
    [InlineData(Tier.B, 0, 52.99, Tier.C)]
    [InlineData(Tier.A, 1, 74.99, Tier.B)]
    [InlineData(Tier.B, 1, 54.99, Tier.C)]
    [InlineData(Tier.CPlus, 0, 54.99, Tier.C)]
    public void Promotion_is_at_once_and_demotion_by_margin_or_after_two_periods(Tier held, int below, double score, Tier tier) =>
        Score(score, 5, new HeldTier(held, below)).TierOf(2).ShouldBe(tier);

    [Fact]
    public void A_guard_is_never_held_back_and_the_C_plus_test_comes_last()
    {
        var held = new HeldTier(Tier.A, 0);
        (Score(80, -5, held).TierOf(2), Score(80, -5, held).GuardsOf(2)).ShouldBe((Tier.C, TierGuards.Loss));
        Score(80, -5, held, growth: 90).TierOf(2).ShouldBe(Tier.CPlus);
        (Score(74, -5, held).ComputedTier(2), Score(74, -5, held).TierOf(2)).ShouldBe((Tier.B, Tier.C));
    }

    [Fact]
    public void Where_tiers_are_not_cut_from_the_score_only_the_periods_count()
    {
        var rule = new Capacity(1, 1, 1, 1);
        Score(10, 5, new HeldTier(Tier.A, 0), rule: rule).TierOf(2).ShouldBe(Tier.A);
        Score(10, 5, new HeldTier(Tier.A, 1), rule: rule).TierOf(2).ShouldBe(Tier.B);
    }

    [Fact]
    public void Without_the_rule_or_without_a_tier_held_before_tiers_follow_the_score() =>
        Some.Case.Sample(t =>
        {
            var (plain, off) = (PortfolioScoring.Score(t.Facts, t.Model), PortfolioScoring.Score(t.Facts, t.Model with { Stability = null }, t.Held));
            return Enumerable.Range(0, t.Facts.Count).All(i => plain.TierOf(i) == off.TierOf(i));
        }, iter: 100);

    [Fact]
    public void Nobody_is_worse_off_for_having_held_a_tier() =>
        Some.Case.Sample(t =>
        {
            var (plain, kept) = (PortfolioScoring.Score(t.Facts, t.Model), PortfolioScoring.Score(t.Facts, t.Model, t.Held));
            return Enumerable.Range(0, t.Facts.Count).All(i => kept.TierOf(i) <= plain.TierOf(i) && kept.ComputedTier(i) == plain.ComputedTier(i));
        }, iter: 100);

    [Fact]
    public void The_periods_below_are_those_in_a_row_in_which_the_same_tier_was_kept()
    {
        HeldTier.From([]).ShouldBe(default);
        HeldTier.From([(Tier.A, Tier.A)]).ShouldBe(new HeldTier(Tier.A, 0));
        HeldTier.From([(Tier.B, Tier.A), (Tier.C, Tier.A), (Tier.A, Tier.A), (Tier.B, Tier.A)]).ShouldBe(new HeldTier(Tier.A, 2));
        HeldTier.From([(Tier.C, Tier.B), (Tier.B, Tier.A)]).ShouldBe(new HeldTier(Tier.B, 1));
        HeldTier.From([(Tier.A, Tier.CPlus)]).ShouldBe(new HeldTier(Tier.CPlus, 0), "a guard lowered it");
    }

    private static ScoredPortfolio Score(double score, double contribution, HeldTier held, double growth = 0, TierRule? rule = null)
    {
        var facts = new PortfolioFacts(["low", "high", "it"], [1, 1, contribution], new Dictionary<string, double[]>
        {
            [Metrics.Revenue] = [0, 100, score],
            [Metrics.RevenueGrowth] = [0, 100, growth],
        });
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue)), Some.Growth(0, Some.Straight(Metrics.RevenueGrowth)));
        return PortfolioScoring.Score(facts, model with { Stability = new StabilitySettings(), TierRule = rule ?? new CutOffs() }, [default, default, held]);
    }
}
