using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class PortfolioScoringTests
{
    private const double None = double.NaN;

    [Fact]
    public void Any_portfolio_under_any_model_scores_as_the_plain_rules_do() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var scored = PortfolioScoring.Score(facts, model);
            return Enumerable.Range(0, facts.Count).All(i => scored.Composite(i) == PlainScoring.Composite(facts, model, i));
        }, iter: 500);

    [Fact]
    public void The_order_of_accounts_changes_nothing() =>
        Gen.Select(Some.Portfolio, Some.Model, (facts, model) => (Facts: facts, Model: model))
            .SelectMany(t => Gen.Shuffle(Enumerable.Range(0, t.Facts.Count).ToArray()).Select(order => (t.Facts, t.Model, Order: order)))
            .Sample(t =>
            {
                var (facts, model, order) = t;
                var scored = PortfolioScoring.Score(facts, model);
                var reordered = PortfolioScoring.Score(Some.Reordered(facts, order), model);
                return reordered.Reference.ToJson() == scored.Reference.ToJson()
                    && Enumerable.Range(0, facts.Count).All(i => Same(reordered, i, scored, order[i]));
            }, iter: 200);

    [Fact]
    public void The_same_facts_and_model_give_the_same_result_bit_for_bit() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var (one, other) = (PortfolioScoring.Score(facts, model), PortfolioScoring.Score(facts, ScoringModel.FromJson(model.ToJson())));
            return Enumerable.Range(0, facts.Count).All(i => Same(one, i, other, i));
        }, iter: 150);

    [Fact]
    public void One_thread_and_two_give_the_same_bits() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var (one, two) = (PortfolioScoring.Score(facts, model), PortfolioScoring.Score(facts, model, threads: 2));
            return one.Reference.ToJson() == two.Reference.ToJson() && Enumerable.Range(0, facts.Count).All(i => Same(one, i, two, i));
        }, iter: 150);

    [Fact]
    public void Scaling_all_weights_changes_no_score() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var scaled = model with
            {
                Dimensions = [.. model.Dimensions.Select(d => d with { Weight = d.Weight / 4, Criteria = [.. d.Criteria.Select(c => c with { Weight = c.Weight / 2 })] })],
            };
            var (one, other) = (PortfolioScoring.Score(facts, model), PortfolioScoring.Score(facts, scaled));
            return Enumerable.Range(0, facts.Count).All(i => one.Composite(i) == other.Composite(i) && one.TierOf(i) == other.TierOf(i));
        }, iter: 150);

    [Fact]
    public void Dimensions_are_weighed_into_the_composite()
    {
        var model = Some.ModelOf(Some.Profit(60, Some.Straight(Metrics.ProfitContribution)), Some.Growth(40, Some.Straight(Metrics.RevenueGrowth)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.ProfitContribution, [0, 100, 80]), (Metrics.RevenueGrowth, [0, 100, 45])), model);
        scored.Composite(2).ShouldBe(66.00m);
        scored.DimensionScore(2, 1).ShouldBe(45);
    }

    [Fact]
    public void Missing_values_leave_their_weight_to_the_others_of_the_dimension()
    {
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue, 75), Some.Straight(Metrics.RevenueGrowth, 25)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 40]), (Metrics.RevenueGrowth, [0, 100, None])), model);
        scored.Composite(2).ShouldBe(40);
        scored.LacksData(2).ShouldBeFalse();
    }

    [Fact]
    public void An_account_without_a_dimension_that_others_have_scores_zero_there_and_is_at_most_C()
    {
        var model = Some.ModelOf(Some.Profit(80, Some.Straight(Metrics.Revenue)), Some.Growth(20, Some.Straight(Metrics.RevenueGrowth)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 100]), (Metrics.RevenueGrowth, [0, 100, None])), model);
        scored.Composite(2).ShouldBe(80);
        scored.LacksData(2).ShouldBeTrue();
        (scored.ComputedTier(2), scored.TierOf(2), scored.GuardsOf(2)).ShouldBe((Tier.A, Tier.C, TierGuards.InsufficientData));
    }

    [Fact]
    public void A_dimension_nobody_has_values_for_drops_out_and_the_rest_are_rescaled()
    {
        var model = Some.ModelOf(
            Some.Profit(60, Some.Straight(Metrics.Revenue)),
            Some.Growth(40, Some.Straight(Metrics.RevenueGrowth, missing: MissingPolicy.Neutral)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 82]), (Metrics.RevenueGrowth, [None, None, None])), model);
        (scored.Composite(2), scored.LacksData(2), scored.DimensionScore(2, 1)).ShouldBe((82m, false, None));
    }

    [Fact]
    public void A_dimension_without_weight_plays_no_part_in_the_composite_and_lacks_nothing()
    {
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue)), Some.Growth(0, Some.Straight(Metrics.RevenueGrowth)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 10, 10]), (Metrics.RevenueGrowth, [0, 100, None, 90])), model);
        (scored.Composite(2), scored.LacksData(2), scored.TierOf(2)).ShouldBe((10m, false, Tier.C));
        scored.TierOf(3).ShouldBe(Tier.CPlus, "potential is judged by its own score, whatever its weight");
    }

    [Fact]
    public void Without_any_value_at_all_everybody_lacks_data()
    {
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [None, None])), ScoringModel.Default);
        (scored.Composite(1), scored.LacksData(1), scored.TierOf(1)).ShouldBe((0m, true, Tier.C));
    }

    [Theory]
    [InlineData(75, Tier.A)]
    [InlineData(74.995, Tier.A)]
    [InlineData(74.9949, Tier.B)]
    [InlineData(55, Tier.B)]
    [InlineData(54.99, Tier.C)]
    public void Cuts_are_closed_below_and_compare_the_score_that_is_shown(double score, Tier tier) =>
        Score(profit: score, growth: 0, contribution: 1).ShouldBe((tier, TierGuards.None));

    [Theory]
    [InlineData(80, 90, -0.01, Tier.CPlus, TierGuards.Loss)]
    [InlineData(80, 69.99, -0.01, Tier.C, TierGuards.Loss)]
    [InlineData(60, 0, -5, Tier.C, TierGuards.Loss)]
    [InlineData(30, 70, -5, Tier.CPlus, TierGuards.None)]
    [InlineData(30, 69.995, 5, Tier.CPlus, TierGuards.None)]
    [InlineData(30, 69.994, 5, Tier.C, TierGuards.None)]
    [InlineData(60, 95, 5, Tier.B, TierGuards.None)]
    [InlineData(80, 95, 0, Tier.A, TierGuards.None)]
    public void A_loss_is_at_most_C_and_potential_makes_C_plus(double profit, double growth, double contribution, Tier tier, TierGuards guards) =>
        Score(profit, growth, contribution).ShouldBe((tier, guards));

    [Fact]
    public void Guards_can_be_switched_off() =>
        Score(80, 0, -5, new GuardSettings(LossIsAtMostC: false)).ShouldBe((Tier.A, TierGuards.None));

    [Fact]
    public void Potential_alone_does_not_lift_an_account_that_lacks_data()
    {
        var model = Some.ModelOf(Some.Profit(60, Some.Straight(Metrics.Revenue)), Some.Growth(40, Some.Straight(Metrics.RevenueGrowth)));
        var facts = Some.Facts((Metrics.Revenue, [0, 100, None]), (Metrics.RevenueGrowth, [0, 100, 95]));
        var scored = PortfolioScoring.Score(facts, model);
        (scored.TierOf(2), scored.GuardsOf(2)).ShouldBe((Tier.C, TierGuards.InsufficientData));

        var lenient = PortfolioScoring.Score(facts, model with { Guards = new GuardSettings(InsufficientDataIsAtMostC: false) });
        (lenient.TierOf(2), lenient.GuardsOf(2)).ShouldBe((Tier.CPlus, TierGuards.None));
    }

    [Fact]
    public void Equal_scores_rank_by_code_ordinal()
    {
        var facts = new PortfolioFacts(["b", "B", "a", "Z"], new double[4], new Dictionary<string, double[]> { [Metrics.Revenue] = [1, 1, 1, 2] });
        var scored = PortfolioScoring.Score(facts, Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))));
        Enumerable.Range(0, 4).Select(scored.Rank).ShouldBe([4, 2, 3, 1]);
    }

    [Fact]
    public void Every_rank_is_given_once_and_follows_the_score() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var scored = PortfolioScoring.Score(facts, model);
            var byRank = Enumerable.Range(0, facts.Count).OrderByDescending(scored.Composite).ThenBy(facts.CodeOf, StringComparer.Ordinal);
            return byRank.Select(scored.Rank).SequenceEqual(Enumerable.Range(1, facts.Count));
        }, iter: 150);

    [Fact]
    public void An_empty_portfolio_has_an_empty_result() =>
        PortfolioScoring.Score(new PortfolioFacts([], [], new Dictionary<string, double[]>()), ScoringModel.Default).Count.ShouldBe(0);

    [Fact]
    public void A_model_that_cannot_be_computed_is_refused() =>
        Should.Throw<DomainRuleException>(() =>
            PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [1])), Some.ModelOf(Some.Profit(100, Some.Straight("luck")))));

    private static bool Same(ScoredPortfolio one, int i, ScoredPortfolio other, int j)
    {
        var (a, b) = (one[i], other[j]);
        return a.Normalised.SequenceEqual(b.Normalised)
            && (a.Composite, a.Tier, a.Guards, a.Rank) == (b.Composite, b.Tier, b.Guards, b.Rank)
            && Enumerable.Range(0, one.Model.Dimensions.Count).All(d => one.DimensionScore(i, d).Equals(other.DimensionScore(j, d)));
    }

    /// <summary>The account's composite is its profit score; its growth potential counts for C+ alone.</summary>
    private static (Tier Tier, TierGuards Guards) Score(double profit, double growth, double contribution, GuardSettings? guards = null)
    {
        var facts = new PortfolioFacts(["low", "high", "it"], [1, 1, contribution], new Dictionary<string, double[]>
        {
            [Metrics.Revenue] = [0, 100, profit],
            [Metrics.RevenueGrowth] = [0, 100, growth],
        });
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue)), Some.Growth(0, Some.Straight(Metrics.RevenueGrowth)));
        var scored = PortfolioScoring.Score(facts, model with { Guards = guards ?? model.Guards });
        return (scored.TierOf(2), scored.GuardsOf(2));
    }
}
