using CsCheck;
using KamPortal.Domain.Scoring;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class NormalisationTests
{
    [Fact]
    public void A_percentile_rank_is_the_mid_rank_of_exactly_equal_values() =>
        Points(new PercentileRank(), [10, 20, 20, 30, double.NaN]).ShouldBe([12.5, 50, 50, 87.5, double.NaN]);

    [Fact]
    public void Zero_and_negative_zero_are_equal() => Points(new PercentileRank(), [-0.0, 0.0, 1, -1]).ShouldBe([50, 50, 87.5, 12.5]);

    [Fact]
    public void Where_lower_is_better_the_rank_turns_around() =>
        Points(new PercentileRank(), [0.1, 0.2, 0.2, 0.3], Metrics.CostToServeRatio).ShouldBe([87.5, 50, 50, 12.5]);

    [Fact]
    public void Min_max_cuts_off_at_interpolated_percentiles()
    {
        // 0…10 and an outlier: the 10th percentile of 12 values lies at 1.1, the 90th at 9.9.
        var points = Points(new MinMax(10, 90), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1_000]);
        points[0].ShouldBe(0);
        points[1].ShouldBe(0);
        points[5].ShouldBe((5 - 1.1) / (9.9 - 1.1) * 100, 1e-9);
        points[10].ShouldBe(100);
        points[11].ShouldBe(100);
    }

    [Fact]
    public void Min_max_turns_around_where_lower_is_better() =>
        Points(new MinMax(0, 100), [0, 1, 4], Metrics.CostToServeRatio).ShouldBe([100, 75, 0]);

    [Fact]
    public void Equal_bounds_give_everybody_fifty() =>
        Points(new MinMax(25, 75), [0, 5, 5, 5, 5, 5, 5, 9]).ShouldBe([50, 50, 50, 50, 50, 50, 50, 50]);

    [Fact]
    public void A_band_holds_from_its_first_value_on() =>
        Points(new Bands(5, [new(0, 20), new(0.1m, 60), new(0.25m, 100)]), [-0.01, 0, 0.0999, 0.1, 0.2499, 0.25, 9])
            .ShouldBe([5, 20, 20, 60, 60, 100, 100]);

    [Fact]
    public void A_rating_lies_on_its_declared_scale() =>
        Points(new Rating(), [1, 2, 3, 5, 0, 6], Metrics.StrategicImportance).ShouldBe([0, 25, 50, 100, 0, 100]);

    [Fact]
    public void A_constant_column_gives_everybody_fifty_whatever_the_normalisation()
    {
        Normalisation[] all = [new PercentileRank(), new MinMax(), new Bands(0, [new(1, 80)]), new Rating()];
        foreach (var normalisation in all)
        {
            Points(normalisation, [4, 4, double.NaN, 4], Metrics.StrategicImportance).ShouldBe([50, 50, double.NaN, 50], normalisation.ToString());
            Points(normalisation, [4], Metrics.StrategicImportance).ShouldBe([50]);
        }
    }

    [Theory]
    [InlineData(MissingPolicy.Reweight, double.NaN)]
    [InlineData(MissingPolicy.Neutral, 50)]
    [InlineData(MissingPolicy.Worst, 0)]
    public void A_missing_value_becomes_what_the_policy_says(MissingPolicy policy, double points)
    {
        foreach (var normalisation in new Normalisation[] { new PercentileRank(), new MinMax(), new Bands(0, [new(1, 80)]) })
        {
            Points(normalisation, [1, double.NaN, 3], missing: policy)[1].ShouldBe(points);
        }
    }

    [Fact]
    public void Ranks_of_any_column_are_those_of_plain_counting()
    {
        // Neighbours in the last bits, values far apart and many ties: what a sort by leading bits could get wrong.
        var neighbours = Gen.Select(Gen.Double[1, 1e6], Gen.Int[0, 3]).Select((v, up) => up switch
        {
            0 => v,
            1 => Math.BitIncrement(v),
            2 => Math.BitDecrement(v),
            _ => Math.Round(v, 0),
        });
        var value = Gen.OneOf(neighbours, Gen.Double[-1e6, 1e6], Gen.Int[0, 5].Select(i => (double)i), Gen.Const(double.NaN));
        value.Array[1, 150].Sample(column =>
        {
            double[] spread = [.. column, .. column.Take(20).Select(Math.BitIncrement)];
            return Points(new PercentileRank(), spread).SequenceEqual(Plain(new PercentileRank(), spread));
        }, iter: 150);
    }

    [Fact]
    public void A_narrow_column_is_told_apart_to_the_last_bit()
    {
        var values = new double[1_000];
        values[0] = 1e9;
        for (var i = 1; i < values.Length; i++)
        {
            values[i] = Math.BitIncrement(values[i - 1]);
        }

        values[^1] = -1e12;
        Points(new PercentileRank(), values).ShouldBe(Plain(new PercentileRank(), values));
    }

    [Fact]
    public void Values_as_far_apart_and_as_near_as_numbers_can_be_keep_their_order()
    {
        double[] values = [double.MaxValue, -double.MaxValue, 0, double.Epsilon, -double.Epsilon, 1e-300, 1, 1e300, Math.BitDecrement(double.MaxValue), -0.0];
        Points(new PercentileRank(), values).ShouldBe(Plain(new PercentileRank(), values));
        double[] tiny = [0, double.Epsilon, 2 * double.Epsilon, double.Epsilon];
        Points(new PercentileRank(), tiny).ShouldBe(Plain(new PercentileRank(), tiny));
    }

    [Fact]
    public void The_frozen_reference_normalises_every_value_as_the_run_did_to_the_last_bit() =>
        Gen.Select(Some.Portfolio, Some.Model).Sample((facts, model) =>
        {
            var scored = PortfolioScoring.Score(facts, model);
            var reference = ScoringReference.FromJson(scored.Reference.ToJson());
            var criteria = model.CriteriaInOrder().Select(c => c.Criterion).ToArray();
            var tables = criteria.Select((_, c) => scored.TableOf(c)).ToArray();
            return Enumerable.Range(0, criteria.Length).All(c => Enumerable.Range(0, facts.Count).All(i =>
                double.IsNaN(scored.Raw(i, c))
                || reference.Criteria[c].Normalise(scored.Raw(i, c), criteria[c].Normalisation, tables[c]) == scored.NormalisedValue(i, c)));
        }, iter: 200);

    private static double[] Points(Normalisation normalisation, double[] values, string metric = Metrics.Revenue, MissingPolicy missing = MissingPolicy.Reweight)
    {
        var scored = PortfolioScoring.Score(Some.Facts((metric, values)), Some.ModelOf(Some.Profit(100, new Criterion(metric, 100, normalisation, missing))));
        return [.. Enumerable.Range(0, values.Length).Select(i => scored.NormalisedValue(i, 0))];
    }

    private static double[] Plain(Normalisation normalisation, double[] values)
    {
        var facts = Some.Facts((Metrics.Revenue, values));
        return [.. values.Select((_, i) => PlainScoring.Normalised(facts, new Criterion(Metrics.Revenue, 100, normalisation), i) ?? double.NaN)];
    }
}
