using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class TierPreviewTests
{
    [Fact]
    public void A_preview_gives_every_account_the_tier_that_scoring_gives_it() =>
        Gen.Select(Some.Case, Some.Model).Sample((t, edited) =>
        {
            var preview = new TierPreview(t.Facts, t.Held);
            return new[] { t.Model, edited, t.Model with { TierRule = edited.TierRule, Stability = null }, edited with { Guards = new GuardSettings(false, false) } }
                .All(model => IsScored(preview.Of(model), PortfolioScoring.Score(t.Facts, model, t.Held)));
        }, iter: 80);

    [Fact]
    public void Scores_on_a_cut_and_beside_it_are_told_apart_as_exactly()
    {
        // Composites in steps far finer than single precision, around both cuts and the cut of potential.
        var around = new[] { 55, 75, 70, 53, 73 }.SelectMany(cut => Enumerable.Range(-60, 121).Select(step => cut - 0.005 + (step * 1e-9))).ToArray();
        double[] values = [0, 100, .. around];
        var facts = Some.Facts((Metrics.Revenue, values), (Metrics.RevenueGrowth, [.. values.Reverse().Skip(2), 0, 100]));
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue)), Some.Growth(0, Some.Straight(Metrics.RevenueGrowth))) with { Stability = new StabilitySettings() };
        HeldTier[] held = [.. values.Select((_, i) => i % 3 == 0 ? default : new HeldTier(i % 3 == 1 ? Tier.A : Tier.B, i % 2))];
        IsScored(new TierPreview(facts, held).Of(model), PortfolioScoring.Score(facts, model, held)).ShouldBeTrue();
    }

    [Fact]
    public void Thousands_of_accounts_fill_blocks_and_a_rest()
    {
        var random = new Random(5);
        double[] Column(double missing) => [.. Enumerable.Range(0, 5_003).Select(_ => random.NextDouble() < missing ? double.NaN : random.NextDouble())];
        var facts = new PortfolioFacts(
            [.. Enumerable.Range(0, 5_003).Select(i => $"{i:0000}")], [.. Enumerable.Range(0, 5_003).Select(_ => random.NextDouble() - 0.1)],
            ScoringModel.Default.CriteriaInOrder().ToDictionary(c => c.Criterion.Metric, _ => Column(0.2)));
        var (preview, before) = (new TierPreview(facts), ScoringModel.Default);
        var after = before with { Dimensions = [.. before.Dimensions.Select((d, i) => d with { Weight = i == 0 ? 35 : i == 1 ? 60 : 5 })] };
        var (was, now) = (preview.Of(before), preview.Of(after));

        IsScored(was, PortfolioScoring.Score(facts, before)).ShouldBeTrue();
        IsScored(now, PortfolioScoring.Score(facts, after)).ShouldBeTrue();
        var moves = now.MigrationFrom(was);
        Tiers.All.ShouldAllBe(t => Enumerable.Range(0, 4).Sum(from => moves[from, (int)t - 1]) == now.CountOf(t));
        now.MoversFrom(was).Count().ShouldBe(5_003 - Enumerable.Range(0, 4).Sum(t => moves[t, t]));
        now.MoversFrom(was).ShouldNotBeEmpty();
        preview.Score(after).CountOf(Tier.A).ShouldBe(now.CountOf(Tier.A));
    }

    [Fact]
    public void A_model_that_cannot_be_computed_is_refused() =>
        Should.Throw<DomainRuleException>(() => new TierPreview(Some.Facts((Metrics.Revenue, [1]))).Of(Some.ModelOf(Some.Profit(100, Some.Straight("luck")))));

    private static bool IsScored(PreviewedTiers previewed, ScoredPortfolio scored) =>
        Enumerable.Range(0, scored.Count).All(i => previewed.TierOf(i) == scored.TierOf(i)) && Tiers.All.All(t => previewed.CountOf(t) == scored.CountOf(t));
}
