using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class TierChangeTests
{
    private static readonly ScoringModel Model = Some.ModelOf(Some.Profit(50, Some.Straight(Metrics.Revenue)), Some.Growth(50, Some.Straight(Metrics.RevenueGrowth)));

    [Fact]
    public void The_steps_lead_exactly_from_the_earlier_score_to_the_later() =>
        Gen.Select(Some.Portfolio, Some.Model, Some.Portfolio, Some.Model).Sample((facts, model, later, laterModel) =>
        {
            var (before, after) = (PortfolioScoring.Score(facts, model), PortfolioScoring.Score(later, laterModel));
            var change = TierChange.Between(FrozenScoring.Of(before), Values(before, 0), FrozenScoring.Of(after), Values(after, 0), "K000");
            return change.Before == before.Composite(0) && change.After == after.Composite(0)
                && (change.TierBefore, change.TierAfter) == (before.TierOf(0), after.TierOf(0))
                && change.Steps.Sum(s => s.Points) == change.After - change.Before
                && change.Steps.Zip(change.Steps.Skip(1)).All(s => s.First.After == s.Second.Before && s.First.TierAfter == s.Second.TierBefore);
        }, iter: 80);

    [Fact]
    public void A_change_of_ones_own_figures_is_data_and_nothing_else()
    {
        var change = Between([0, 100, 50, 50], [0, 100, 50, 80], Model);
        change.Steps.Select(s => (s.Cause, s.Points)).ShouldBe([(ChangeCause.Data, 15m), (ChangeCause.Population, 0m), (ChangeCause.Model, 0m)]);
        (change.TierBefore, change.TierAfter, change.DecidedBy).ShouldBe((Tier.C, Tier.B, ChangeCause.Data));
    }

    [Fact]
    public void Others_who_grow_are_the_population() =>
        Between([0, 100, 50, 50], [0, 200, 50, 50], Model).Steps.Select(s => s.Points).ShouldBe([0m, -12.5m, 0m]);

    [Fact]
    public void New_weights_and_new_criteria_are_the_model()
    {
        Between([0, 100, 50, 80], [0, 100, 50, 80], Model with { Dimensions = [Model.Dimensions[0] with { Weight = 90 }, Model.Dimensions[1] with { Weight = 10 }] })
            .Steps.Select(s => s.Points).ShouldBe([0m, 0m, 12m]);
        var other = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.MarketGrowth)));
        Between([0, 100, 50, 80], [0, 100, 50, 80], other).DecidedBy.ShouldBe(ChangeCause.Model);
    }

    private static TierChange Between(double[] revenue, double[] later, ScoringModel laterModel)
    {
        PortfolioFacts Facts(double[] r) => Some.Facts((Metrics.Revenue, r), (Metrics.RevenueGrowth, [0, 100, 50, 50]), (Metrics.MarketGrowth, [0, 100, 50, 10]));
        var (before, after) = (PortfolioScoring.Score(Facts(revenue), Model), PortfolioScoring.Score(Facts(later), laterModel));
        return TierChange.Between(FrozenScoring.Of(before), Values(before, 3), FrozenScoring.Of(after), Values(after, 3), "K3");
    }

    private static AccountValues Values(ScoredPortfolio scored, int account) => new(scored[account].Raw, scored[account].Contribution);
}
