using System.Text.Json.Nodes;
using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class ScoringModelTests
{
    private static readonly ScoringModel Default = ScoringModel.Default;

    /// <summary>One broken rule at a time, and the field an editor marks for it.</summary>
    public static TheoryData<ModelRule, string, ScoringModel> BrokenModels => new()
    {
        { ModelRule.WindowOutOfRange, "window.months", Default with { Window = ScoringWindow.Last(0) } },
        { ModelRule.WindowOutOfRange, "window.months", Default with { Window = ScoringWindow.Last(61) } },
        { ModelRule.DimensionWeightsMustAddUp, "dimensions", With(0, d => d with { Weight = 59 }) },
        { ModelRule.CriterionWeightsMustAddUp, "dimensions[1].criteria", With(1, 0, c => c with { Weight = 41 }) },
        { ModelRule.WeightOutOfRange, "dimensions[1].criteria[3].weight", With(1, 3, c => c with { Weight = -1 }) },
        { ModelRule.WeightOutOfRange, "dimensions[0].weight", With(0, d => d with { Weight = 101 }) },
        { ModelRule.DuplicateDimension, "dimensions[1].kind", With(1, d => d with { Kind = DimensionKind.ProfitContribution }) },
        { ModelRule.DimensionWithoutCriteria, "dimensions[0].criteria", With(0, d => d with { Criteria = [] }) },
        { ModelRule.UnknownMetric, "dimensions[0].criteria[1].metric", With(0, 1, c => c with { Metric = "luck" }) },
        { ModelRule.DuplicateMetric, "dimensions[0].criteria[1].metric", With(0, 1, c => c with { Metric = Metrics.ProfitContribution }) },
        { ModelRule.RatingNeedsRatedMetric, "dimensions[0].criteria[0].normalisation", With(0, 0, c => c with { Normalisation = new Rating() }) },
        { ModelRule.PercentileOutOfRange, "dimensions[0].criteria[0].normalisation.lowerPercentile", Measuring(new MinMax(-1, 95)) },
        { ModelRule.PercentileOutOfRange, "dimensions[0].criteria[0].normalisation.upperPercentile", Measuring(new MinMax(5, 101)) },
        { ModelRule.PercentilesOutOfOrder, "dimensions[0].criteria[0].normalisation", Measuring(new MinMax(50, 50)) },
        { ModelRule.NoBands, "dimensions[0].criteria[0].normalisation.steps", Measuring(new Bands(0, [])) },
        { ModelRule.BandsNotAscending, "dimensions[0].criteria[0].normalisation.steps[1].from", Measuring(new Bands(0, [new(5, 50), new(5, 100)])) },
        { ModelRule.PointsOutOfRange, "dimensions[0].criteria[0].normalisation.steps[0].points", Measuring(new Bands(0, [new(5, 101)])) },
        { ModelRule.PointsOutOfRange, "dimensions[0].criteria[0].normalisation.pointsBelow", Measuring(new Bands(-1, [new(5, 100)])) },
        { ModelRule.RatingScaleEmpty, "dimensions[2].criteria[0].normalisation", With(2, 0, c => c with { Normalisation = new Rating(5, 5) }) },
        { ModelRule.ThresholdOutOfRange, "tierRule.aFrom", Default with { TierRule = new CutOffs(AFrom: 101) } },
        { ModelRule.ThresholdOutOfRange, "tierRule.bFrom", Default with { TierRule = new CutOffs(BFrom: 55.555m) } },
        { ModelRule.ThresholdOutOfRange, "tierRule.potentialFrom", Default with { TierRule = new CutOffs(PotentialFrom: -1) } },
        { ModelRule.ThresholdsOutOfOrder, "tierRule.bFrom", Default with { TierRule = new CutOffs(AFrom: 50, BFrom: 55) } },
        { ModelRule.ThresholdsOutOfOrder, "tierRule.bUpTo", Default with { TierRule = new CumulativeShare(AUpTo: 80, BUpTo: 70) } },
        { ModelRule.ThresholdsOutOfOrder, "tierRule.profitMiddle", Default with { TierRule = Grid.Default with { ProfitMiddle = 70 } } },
        { ModelRule.ThresholdsOutOfOrder, "tierRule.potentialMiddle", Default with { TierRule = Grid.Default with { PotentialMiddle = 70 } } },
        { ModelRule.ThresholdOutOfRange, "tierRule.aUpTo", Default with { TierRule = new CumulativeShare(AUpTo: -1) } },
        { ModelRule.ThresholdOutOfRange, "tierRule.profitHigh", Default with { TierRule = Grid.Default with { ProfitHigh = 101 } } },
        { ModelRule.GridNeedsNineFields, "tierRule.cells", Default with { TierRule = Grid.Default with { Cells = [Tier.A] } } },
        { ModelRule.GridFalls, "tierRule.cells[7]", Default with { TierRule = Grid.Default with { Cells = [.. Grid.Default.Cells.Take(8), Tier.B] } } },
        { ModelRule.CapacityOutOfRange, "tierRule.aManagers", Default with { TierRule = new Capacity(-1, 10, 1, 10) } },
        { ModelRule.CapacityOutOfRange, "tierRule.bSpan", Default with { TierRule = new Capacity(1, 10, 1, 100_001) } },
        { ModelRule.StabilityOutOfRange, "stability.margin", Default with { Stability = new StabilitySettings(Margin: -1) } },
        { ModelRule.StabilityOutOfRange, "stability.periods", Default with { Stability = new StabilitySettings(Periods: 13) } },
    };

    [Theory]
    [MemberData(nameof(BrokenModels))]
    public void A_broken_rule_is_reported_at_its_field(ModelRule rule, string path, ScoringModel model) =>
        model.Validate().ShouldContain(p => p.Rule == rule && p.Path == path);

    [Fact]
    public void Every_rule_is_broken_by_some_model_here() =>
        BrokenModels.Select(row => (ModelRule)row[0]).Distinct().Order().ShouldBe(Enum.GetValues<ModelRule>());

    [Fact]
    public void All_problems_are_reported_at_once() =>
        (Default with { Window = ScoringWindow.Last(99), TierRule = new CutOffs(AFrom: 120, BFrom: 130) }).Validate().Count.ShouldBe(4);

    [Fact]
    public void The_default_model_can_be_published() => Default.Validate().ShouldBeEmpty();

    [Fact]
    public void Any_generated_model_can_be_published() => Some.Model.Sample(m => m.Validate().Count == 0);

    [Fact]
    public void Weights_that_do_not_add_up_yet_can_be_previewed_but_not_published()
    {
        var dragged = With(0, d => d with { Weight = 70 });
        dragged.Validate().ShouldHaveSingleItem().PreventsScoring.ShouldBeFalse();
        PortfolioScoring.Score(Some.Facts((Metrics.Revenue, [1, 2])), dragged).Count.ShouldBe(2);
    }

    [Fact]
    public void A_model_reads_back_as_it_was_stored() =>
        Some.Model.Sample(m => ScoringModel.FromJson(m.ToJson()).ToJson() == m.ToJson());

    [Fact]
    public void A_model_reads_back_from_a_store_that_reorders_keys() =>
        Some.Model.Sample(m => ScoringModel.FromJson(Sorted(JsonNode.Parse(m.ToJson())!).ToJsonString()).ToJson() == m.ToJson());

    [Fact]
    public void A_version_stored_before_there_was_stability_reads_as_it_was_and_follows_the_score_at_once()
    {
        const string Stored =
            """{"window":{"months":12},"dimensions":[{"kind":"ProfitContribution","weight":100,"criteria":[{"metric":"revenue","weight":100,"normalisation":{"kind":"percentileRank"},"missing":"Reweight"}]}],"tierRule":{"kind":"cutOffs","aFrom":75,"bFrom":55,"potentialFrom":70},"guards":{"lossIsAtMostC":true,"insufficientDataIsAtMostC":true}}""";
        ScoringModel.FromJson(Stored).Stability.ShouldBeNull();
        ScoringReference.FromJson("""{"accounts":1,"criteria":[{"metric":"revenue","values":1,"minimum":1,"maximum":1,"lower":1,"upper":1}]}""").Boundaries.ShouldBeNull();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("""{"window":{"months":12},"dimensions":null,"tierRule":{"kind":"cutOffs"},"guards":{}}""")]
    [InlineData("""{"window":{"months":12},"dimensions":[],"tierRule":{"kind":"lottery"},"guards":{}}""")]
    public void What_is_not_a_model_is_refused(string json) => Should.Throw<DomainRuleException>(() => ScoringModel.FromJson(json));

    private static ScoringModel With(int dimension, Func<ScoringDimension, ScoringDimension> change) =>
        Default with { Dimensions = [.. Default.Dimensions.Select((d, i) => i == dimension ? change(d) : d)] };

    private static ScoringModel With(int dimension, int criterion, Func<Criterion, Criterion> change) =>
        With(dimension, d => d with { Criteria = [.. d.Criteria.Select((c, i) => i == criterion ? change(c) : c)] });

    private static ScoringModel Measuring(Normalisation normalisation) => With(0, 0, c => c with { Normalisation = normalisation });

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : (JsonNode?)Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(n => Sorted(n!))]),
        _ => node.DeepClone(),
    };
}
