using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class RobustnessTests
{
    [Fact]
    public void The_generator_is_the_published_one() =>
        // First outputs of SplitMix64 for the seed 1234567, as published with the reference implementation.
        Enumerable.Range(0, 3).Select(_ => Published.Next()).ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423]);

    private static readonly SplitMix64 Published = new(1234567);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(30)]
    public void Gamma_draws_have_their_mean_and_variance(double shape)
    {
        var random = new SplitMix64(1);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => random.Gamma(shape))];
        var mean = draws.Average();
        mean.ShouldBe(shape, 0.02 * Math.Max(1, shape) / Math.Sqrt(shape));
        draws.Average(d => (d - mean) * (d - mean)).ShouldBe(shape, 0.05 * Math.Max(1, shape));
    }

    [Fact]
    public void An_account_good_at_everything_keeps_its_tier_and_one_on_a_cut_does_not()
    {
        var model = Some.ModelOf(Some.Profit(60, Some.Straight(Metrics.Revenue)), Some.Growth(40, Some.Straight(Metrics.RevenueGrowth)));
        var facts = Some.Facts((Metrics.Revenue, [0, 100, 95, 100, 60]), (Metrics.RevenueGrowth, [100, 0, 90, 38, 60]));
        var (frozen, scored) = (FrozenScoring.Of(PortfolioScoring.Score(facts, model)), PortfolioScoring.Score(facts, model));
        Robustness Of(int i) => Robustness.Of(frozen, scored[i].Raw, scored[i].Contribution, facts.CodeOf(i));

        (Of(2).Tier, Of(2).Kept).ShouldBe((Tier.A, 1));
        Of(4).Kept.ShouldBe(1, "60 on every criterion is 60 under any weights");
        Of(3).Tier.ShouldBe(Tier.A);
        Of(3).Kept.ShouldBeInRange(0.4, 0.65);
        Of(3).ByTier.Sum().ShouldBe(Robustness.Draws);
    }

    [Fact]
    public void Every_account_of_a_portfolio_has_the_share_it_has_alone() =>
        Gen.Select(Some.Portfolio, Some.Model).Where((_, model) => model.TierRule is not Capacity).Sample((facts, model) =>
        {
            var (frozen, scored) = (FrozenScoring.Of(PortfolioScoring.Score(facts, model)), PortfolioScoring.Score(facts, model));
            var all = Robustness.OfAll(facts, model, draws: 25);
            return Enumerable.Range(0, facts.Count).All(i => all[i] == Robustness.Of(frozen, scored[i].Raw, scored[i].Contribution, facts.CodeOf(i), draws: 25).Kept);
        }, iter: 25);
}
