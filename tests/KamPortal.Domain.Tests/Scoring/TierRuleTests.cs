using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class TierRuleTests
{
    /// <summary>Annual values of the 47 items of Flores (1992) as printed by Keshavarz Ghorabaee et al. (2015), Informatica 26(3), table 1.</summary>
    private static readonly double[] Flores =
    [
        5840.64, 5670, 5037.12, 4769.56, 3478.8, 2936.67, 2820, 2640, 2423.52, 2407.5, 1075.2, 1043.5, 1038, 883.2, 854.4, 810, 703.68, 594, 570, 467.6, 463.6, 455,
        432.5, 398.4, 370.5, 338.4, 336.12, 313.6, 268.68, 224, 216, 212.08, 197.92, 190.89, 181.8, 163.28, 150, 134.8, 119.2, 103.36, 79.2, 75.4, 59.78, 48.3, 34.4, 28.8, 25.38,
    ];

    [Theory]
    [InlineData(true, 14, 28)]
    [InlineData(false, 13, 27)]
    public void PF7_forty_seven_items_are_classed_by_cumulative_share(bool crossingIsIn, int a, int aAndB)
    {
        var scored = Score(new CumulativeShare(80, 95, crossingIsIn), Flores);
        (scored.CountOf(Tier.A), scored.CountOf(Tier.A) + scored.CountOf(Tier.B)).ShouldBe((a, aAndB));
        Enumerable.Range(0, aAndB).ShouldAllBe(i => scored.TierOf(i).IsAboveC());
    }

    [Fact]
    public void PF5_four_business_units_fall_into_their_fields()
    {
        int[][] attractiveness = [[9, 6, 1, 3, 1, 2], [4, 6, 3, 6, 3, 7], [6, 6, 7, 6, 6, 8], [4, 6, 5, 4, 3, 5]];
        int[][] strength = [[1, 5, 3, 3, 3, 4], [3, 8, 7, 7, 6, 6], [2, 6, 7, 4, 5, 7], [3, 6, 5, 5, 7, 7]];
        // Two more rows span the scale, so that a criterion on which the four agree still tells something.
        var columns = attractiveness[0].Select((_, c) => ("rated_attractiveness_" + c, Spanned(attractiveness, c)))
            .Concat(strength[0].Select((_, c) => ("rated_strength_" + c, Spanned(strength, c)))).ToArray();
        // 3 and 6 on a scale of 9.
        var grid = new Grid(33.33m, 66.67m, 33.33m, 66.67m, Grid.Default.Cells);
        var model = Some.ModelOf(
            Some.Growth(50, [.. new[] { 1, 3, 3, 3, 3, 1 }.Select((w, c) => Nine("rated_attractiveness_" + c, w))]),
            Some.Profit(50, [.. new[] { 1, 2, 3, 3, 2, 1 }.Select((w, c) => Nine("rated_strength_" + c, w))])) with { TierRule = grid };
        var scored = PortfolioScoring.Score(Some.Facts(columns), model);

        double Shown(int unit, int dimension) => Math.Round(scored.DimensionScore(unit, dimension) * 9 / 100, 2);
        Enumerable.Range(0, 4).Select(u => Shown(u, 0)).ShouldBe([3.14, 4.64, 6.36, 4.50]);
        Enumerable.Range(0, 4).Select(u => Shown(u, 1)).ShouldBe([3.25, 6.58, 5.33, 5.50]);
        (int, int) Field(int u) => (grid.PotentialLevel(Rounding.Score(scored.DimensionScore(u, 0))), grid.ProfitLevel(Rounding.Score(scored.DimensionScore(u, 1))));
        Enumerable.Range(0, 4).Select(Field).ShouldBe([(1, 1), (1, 2), (2, 1), (1, 1)]);

        static double[] Spanned(int[][] rows, int c) => [.. rows.Select(r => (double)r[c]), 0, 9];
        static Criterion Nine(string metric, int weight) => new(metric, weight, new Rating(0, 9));
    }

    [Theory]
    [InlineData(20, 20, Tier.C)]
    [InlineData(20, 90, Tier.CPlus)]
    [InlineData(33.33, 33.33, Tier.B)]
    [InlineData(33.32, 66.67, Tier.CPlus)]
    [InlineData(66.67, 33.33, Tier.A)]
    [InlineData(66.664, 66.666, Tier.B)]
    public void A_field_of_the_grid_holds_from_its_cut_on_at_the_decimals_shown(double profit, double growth, Tier tier) =>
        OfGrid(profit, growth, 1).TierOf(2).ShouldBe(tier);

    [Fact]
    public void A_loss_brings_a_field_down_to_what_its_potential_has_at_low_profit()
    {
        OfGrid(90, 90, -1).TierOf(2).ShouldBe(Tier.CPlus);
        OfGrid(90, 50, -1).TierOf(2).ShouldBe(Tier.C);
        (OfGrid(90, 90, -1).ComputedTier(2), OfGrid(90, 90, -1).GuardsOf(2)).ShouldBe((Tier.A, TierGuards.Loss));
    }

    [Fact]
    public void Losses_are_outside_the_base_and_always_C()
    {
        var scored = Score(new CumulativeShare(80, 100), [80, 15, 5, 0, -1_000]);
        Enumerable.Range(0, 5).Select(scored.TierOf).ShouldBe([Tier.A, Tier.B, Tier.B, Tier.C, Tier.C]);
    }

    [Fact]
    public void An_account_that_reaches_the_share_exactly_is_in_either_way()
    {
        foreach (var inside in new[] { true, false })
        {
            Score(new CumulativeShare(80, 95, inside), [50, 30, 15, 5]).CountOf(Tier.A).ShouldBe(2);
        }
    }

    [Fact]
    public void Between_equal_contributions_and_between_equal_scores_the_code_decides()
    {
        var facts = new PortfolioFacts(["b", "B", "a"], [10, 10, 10], new Dictionary<string, double[]> { [Metrics.Revenue] = [1, 1, 1] });
        foreach (TierRule rule in new TierRule[] { new CumulativeShare(33, 34), new Capacity(1, 1, 0, 0) })
        {
            var scored = PortfolioScoring.Score(facts, Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))) with { TierRule = rule });
            scored.TierOf(1).ShouldBe(Tier.A);
            scored.Reference.Boundaries!.A!.Code.ShouldBe("B");
        }
    }

    [Theory]
    [InlineData(1, 2, 1, 3, 2, 3)]
    [InlineData(0.5, 3, 0, 9, 1, 0)]
    [InlineData(100, 100, 1, 1, 7, 0)]
    [InlineData(0, 0, 1, 2, 0, 2)]
    public void As_many_are_A_and_B_as_managers_can_serve(double aManagers, int aSpan, double bManagers, int bSpan, int a, int b)
    {
        var scored = Score(new Capacity((decimal)aManagers, aSpan, (decimal)bManagers, bSpan), [1, 2, 3, 4, 5, 6, 7]);
        (scored.CountOf(Tier.A), scored.CountOf(Tier.B)).ShouldBe((a, b));
        scored.TierOf(0).ShouldBe(a == 7 ? Tier.A : Tier.C);
    }

    [Fact]
    public void What_is_missing_to_the_next_tier_is_told_in_the_measure_of_the_rule()
    {
        Next(Score(new CumulativeShare(80, 95), [80, 14, 4, 2]), 3).ShouldBe(new NextTier(Tier.B, 4, 2, TierMeasure.Contribution));
        Next(Score(new Capacity(1, 1, 1, 1), [0, 100, 60]), 0).ShouldBe(new NextTier(Tier.B, 60, 60));
        Next(OfGrid(20, 50, 1), 2).ShouldBe(new NextTier(Tier.B, 33.33m, 13.33m, TierMeasure.ProfitScore));
        Next(OfGrid(90, 90, 1), 2).ShouldBeNull();

        static NextTier? Next(ScoredPortfolio scored, int account) => ScoreExplanation.Of(scored.Model, scored.Reference, scored[account]).Tier.Next;
    }

    [Fact]
    public void Every_segment_is_scored_by_its_model_and_the_rest_by_the_standard()
    {
        var models = new ModelAssignments<string>("standard", [("retail", "shops"), ("public", "offices"), ("schools", "offices")]);
        models.Of("retail").ShouldBe("shops");
        models.Of("industry").ShouldBe("standard");
        models.Of(null).ShouldBe("standard");
        models.Partition(["retail", null, "public", "industry", "schools"]).Select(p => (p.Model, string.Join(',', p.Accounts)))
            .ShouldBe([("standard", "1,3"), ("offices", "2,4"), ("shops", "0")]);
        Should.Throw<DomainRuleException>(() => new ModelAssignments<string>("standard", [("retail", "a"), ("retail", "b")]));
    }

    [Fact]
    public void A_part_of_a_portfolio_is_scored_as_a_portfolio_of_its_own()
    {
        var facts = Some.Facts((Metrics.Revenue, [1, 50, 2, 60, 3])).Of([4, 0, 2]);
        facts.CodeOf(0).ShouldBe("K4");
        facts.Column(Metrics.Revenue).ToArray().ShouldBe([3, 1, 2]);
    }

    private static ScoredPortfolio OfGrid(double profit, double growth, double contribution)
    {
        var facts = new PortfolioFacts(["low", "high", "it"], [1, 1, contribution], new Dictionary<string, double[]>
        {
            [Metrics.Revenue] = [0, 100, profit],
            [Metrics.RevenueGrowth] = [0, 100, growth],
        });
        var model = Some.ModelOf(Some.Profit(50, Some.Straight(Metrics.Revenue)), Some.Growth(50, Some.Straight(Metrics.RevenueGrowth)));
        return PortfolioScoring.Score(facts, model with { TierRule = Grid.Default });
    }

    /// <summary>Accounts in code order whose contribution is also their only criterion.</summary>
    private static ScoredPortfolio Score(TierRule rule, double[] contributions)
    {
        var codes = contributions.Select((_, i) => $"K{i:00}").ToArray();
        var facts = new PortfolioFacts(codes, contributions, new Dictionary<string, double[]> { [Metrics.Revenue] = contributions });
        return PortfolioScoring.Score(facts, Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.Revenue))) with { TierRule = rule });
    }
}
