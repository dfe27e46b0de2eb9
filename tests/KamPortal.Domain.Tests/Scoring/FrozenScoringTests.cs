using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class FrozenScoringTests
{
    [Fact]
    public void Every_stored_result_recomputes_offline_to_the_last_digit() =>
        Some.Case.Sample(t =>
        {
            var scored = PortfolioScoring.Score(t.Facts, t.Model, t.Held);
            var frozen = FrozenScoring.Of(
                ScoringModel.FromJson(t.Model.ToJson()),
                ScoringReference.FromJson(scored.Reference.ToJson()),
                [.. Enumerable.Range(0, scored.Reference.Criteria.Count).Select(c => Enumerable.Range(0, scored.Count).Select(i => scored.Raw(i, c)).ToArray())]);
            return Enumerable.Range(0, scored.Count).All(i =>
            {
                var again = frozen.Recompute(scored[i].Raw, scored[i].Contribution, t.Facts.CodeOf(i), t.Held[i]);
                return frozen.Verifies(scored[i], t.Facts.CodeOf(i))
                    && again.LacksData == scored.LacksData(i)
                    && again.Dimensions.Select((d, n) => d.Equals(scored.DimensionScore(i, n))).All(same => same);
            });
        }, iter: 100);

    [Fact]
    public void A_result_that_its_values_do_not_give_is_found_out()
    {
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 60])), Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))));
        var frozen = FrozenScoring.Of(scored);
        frozen.Verifies(scored[2], "K2").ShouldBeTrue();
        frozen.Verifies(scored[2] with { Composite = 60.01m }, "K2").ShouldBeFalse();
        frozen.Verifies(scored[2] with { Tier = Tier.A }, "K2").ShouldBeFalse();
        frozen.Verifies(scored[2] with { Raw = [61] }, "K2").ShouldBeFalse();
    }

    [Fact]
    public void Values_that_are_not_those_of_the_run_are_refused()
    {
        var scored = PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [0, 100, 60])), Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))));
        Should.Throw<DomainRuleException>(() => FrozenScoring.Of(scored.Model, scored.Reference, [[0, 101, 60]]));
        Should.Throw<DomainRuleException>(() => FrozenScoring.Of(scored.Model, scored.Reference, []));
        Should.Throw<DomainRuleException>(() => FrozenScoring.Of(scored).Recompute([1, 2], 0, "K"));
    }
}
