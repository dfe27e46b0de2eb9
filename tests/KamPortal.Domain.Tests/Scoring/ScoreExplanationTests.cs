using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class ScoreExplanationTests
{
    private static readonly ScoringModel Model = Some.ModelOf(
        Some.Profit(60, Some.Straight(Metrics.Revenue, 75), Some.Straight(Metrics.ContributionMargin, 25)),
        Some.Growth(40, Some.Straight(Metrics.RevenueGrowth, 50), Some.Straight(Metrics.ProductBreadth, 50, MissingPolicy.Neutral)),
        new ScoringDimension(DimensionKind.StrategicImportance, 0, [new(Metrics.StrategicImportance, 100, new Rating())]));

    private static readonly PortfolioFacts Facts = Some.Facts(
        (Metrics.Revenue, [0, 100, 66.67]),
        (Metrics.ContributionMargin, [0, 100, double.NaN]),
        (Metrics.RevenueGrowth, [0, 100, 90]),
        (Metrics.ProductBreadth, [0, 100, double.NaN]),
        (Metrics.StrategicImportance, [1, 5, 4]));

    [Fact]
    public void Ten_thousand_random_scores_add_up_to_the_shown_digit()
    {
        var explained = 0;
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var scored = PortfolioScoring.Score(facts, model);
            Interlocked.Add(ref explained, scored.Count);
            return Enumerable.Range(0, scored.Count).All(i => AddsUp(ScoreExplanation.Of(model, scored.Reference, scored[i]), scored, i));
        }, iter: 400);
        explained.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Every_step_from_raw_value_to_points_is_told()
    {
        var explanation = Explain(2);
        var (profit, growth, strategic) = (explanation.Dimensions[0], explanation.Dimensions[1], explanation.Dimensions[2]);

        explanation.Composite.ShouldBe(68.00m);
        (profit.State, profit.EffectiveWeight, profit.Score, profit.Points).ShouldBe((DimensionState.Counts, 60m, 66.67m, 40.00m));
        (growth.Score, growth.Points).ShouldBe((70m, 28m));
        (strategic.State, strategic.EffectiveWeight, strategic.Score, strategic.Points).ShouldBe((DimensionState.WithoutWeight, 0m, 75m, 0m));

        var revenue = profit.Criteria[0];
        (revenue.State, revenue.Raw, revenue.Weight, revenue.EffectiveWeight).ShouldBe((CriterionState.Measured, 66.67, 75m, 60m));
        var margin = profit.Criteria[1];
        (margin.State, margin.Raw, margin.Normalised, margin.EffectiveWeight, margin.Points).ShouldBe((CriterionState.LeftOut, null, null, 0m, 0m));
        var breadth = growth.Criteria[1];
        (breadth.State, breadth.Raw, breadth.Normalised, breadth.EffectiveWeight, breadth.Points).ShouldBe((CriterionState.CountsAsNeutral, null, 50, 20m, 10m));
    }

    [Fact]
    public void The_rule_that_chose_the_tier_and_the_way_to_the_next_are_told()
    {
        var tier = Explain(2).Tier;
        (tier.Computed, tier.Final, tier.GrowthPotential, tier.HasPotential).ShouldBe((Tier.B, Tier.B, 70m, true));
        tier.Rule.ShouldBe(new CutOffs());
        tier.Next.ShouldBe(new NextTier(Tier.A, 75, 7));
        Explain(1).Tier.Next.ShouldBeNull();
    }

    [Fact]
    public void A_guard_that_made_a_difference_is_named()
    {
        var losing = new PortfolioFacts(["a", "b"], [-1, 1], new Dictionary<string, double[]> { [Metrics.Revenue] = [5, 1] });
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue)));
        var scored = PortfolioScoring.Score(losing, model);
        var tier = ScoreExplanation.Of(model, scored.Reference, scored[0]).Tier;
        (tier.Computed, tier.Final, tier.Guards).ShouldBe((Tier.A, Tier.C, TierGuards.Loss));
    }

    [Fact]
    public void A_tier_that_is_held_and_an_override_are_told_beside_the_computed_one()
    {
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))) with { Stability = new StabilitySettings() };
        var facts = Some.Facts((Metrics.Revenue, [0, 100, 73.5]));
        var scored = PortfolioScoring.Score(facts, model, [default, default, new(Tier.A, 0)]);
        var standing = new TierOverride(Tier.B, "Merges next year", new DateOnly(2027, 1, 31), "A. Director");
        var tier = ScoreExplanation.Of(model, scored.Reference, scored[2], standing).Tier;
        (tier.Computed, tier.Final, tier.Effective).ShouldBe((Tier.B, Tier.A, Tier.B));
        tier.Stability.ShouldBe(new StabilityExplanation(StabilityOutcome.Held, Tier.A, 75, 2, 1, 2));
        tier.Override.ShouldBe(standing);
        ScoreExplanation.Of(model, scored.Reference, scored[1]).Tier.Stability.ShouldBeNull();
    }

    [Fact]
    public void A_dimension_the_account_lacks_keeps_its_weight_and_gives_no_points()
    {
        var model = Some.ModelOf(Some.Profit(60, Some.Straight(Metrics.Revenue)), Some.Growth(40, Some.Straight(Metrics.RevenueGrowth)));
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 50]), (Metrics.RevenueGrowth, [0, 100, double.NaN])), model);
        var growth = ScoreExplanation.Of(model, scored.Reference, scored[2]).Dimensions[1];
        (growth.State, growth.EffectiveWeight, growth.Score, growth.Points).ShouldBe((DimensionState.Lacking, 40m, 0m, 0m));
    }

    [Fact]
    public void A_stored_row_explains_itself_without_the_portfolio()
    {
        var scored = PortfolioScoring.Score(Facts, Model);
        var row = new AccountScore
        {
            Raw = [.. scored[2].Raw],
            Normalised = [.. scored[2].Normalised],
            Composite = scored.Composite(2),
            Tier = scored.TierOf(2),
            ComputedTier = scored.ComputedTier(2),
            Rank = scored.Rank(2),
        };
        var stored = ScoreExplanation.Of(ScoringModel.FromJson(Model.ToJson()), ScoringReference.FromJson(scored.Reference.ToJson()), row);
        (stored.Composite, stored.Rank, stored.Accounts, stored.Tier.Final).ShouldBe((68m, 2, 3, Tier.B));
    }

    [Fact]
    public void A_stored_score_that_its_values_do_not_give_is_refused()
    {
        var scored = PortfolioScoring.Score(Facts, Model);
        Should.Throw<DomainRuleException>(() => ScoreExplanation.Of(Model, scored.Reference, scored[2] with { Composite = 68.01m }));
        Should.Throw<DomainRuleException>(() => ScoreExplanation.Of(ScoringModel.Default, scored.Reference, scored[2]));
    }

    private static bool AddsUp(ScoreExplanation explanation, ScoredPortfolio scored, int account) =>
        explanation.Composite == scored.Composite(account)
        && explanation.Dimensions.Sum(d => d.Points) == explanation.Composite
        && explanation.Dimensions.Sum(d => d.EffectiveWeight) is 100 or 0
        && explanation.Tier.Computed == scored.ComputedTier(account)
        && explanation.Dimensions.All(d => d.Criteria.Sum(c => c.Points) == d.Points)
        && explanation.Dimensions.All(d => d.Criteria.Sum(c => c.EffectiveWeight) == (d.State == DimensionState.Counts ? d.EffectiveWeight : 0));

    private static ScoreExplanation Explain(int account)
    {
        var scored = PortfolioScoring.Score(Facts, Model);
        return ScoreExplanation.Of(Model, scored.Reference, scored[account]);
    }
}
