using CsCheck;
using KamPortal.Domain.Scoring;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class PairwiseComparisonTests
{
    [Fact]
    public void PF6a_drinks()
    {
        var drinks = PairwiseComparison.OfUpper(7,
        [
            9, 5, 2, 1, 1, 1 / 2.0,
            1 / 3.0, 1 / 9.0, 1 / 9.0, 1 / 9.0, 1 / 9.0,
            1 / 3.0, 1 / 4.0, 1 / 3.0, 1 / 9.0,
            1 / 2.0, 1, 1 / 3.0,
            2, 1 / 2.0,
            1 / 3.0,
        ]);
        drinks.Weights.Select(w => Math.Round(w, 4)).ShouldBe([.1775, .0191, .0418, .1164, .1896, .1288, .3268]);
        (Math.Round(drinks.LambdaMax, 4), Math.Round(drinks.ConsistencyIndex, 4), Math.Round(drinks.ConsistencyRatio, 3)).ShouldBe((7.1766, .0294, .022));
        drinks.Percentages().ShouldBe([18, 2, 4, 11, 19, 13, 33]);
    }

    [Fact]
    public void PF6b_choosing_a_leader()
    {
        var criteria = PairwiseComparison.OfUpper(4, [4, 3, 7, 1 / 3.0, 3, 5]);
        Shown(criteria).ShouldBe([.548, .127, .270, .056]);
        (Math.Round(criteria.LambdaMax, 4), Math.Round(criteria.ConsistencyRatio, 3)).ShouldBe((4.1184, .044));

        (double[] Upper, double[] Weights, double Ratio)[] candidates =
        [
            ([1 / 4.0, 4, 9], [.217, .717, .066], .035), ([3, 1 / 5.0, 1 / 7.0], [.188, .081, .731], .062),
            ([5, 9, 4], [.743, .194, .063], .069), ([1 / 3.0, 5, 9], [.265, .672, .063], .028),
        ];
        var local = candidates.Select(c => PairwiseComparison.OfUpper(3, c.Upper)).ToArray();
        for (var c = 0; c < local.Length; c++)
        {
            Shown(local[c]).ShouldBe(candidates[c].Weights);
            Math.Round(local[c].ConsistencyRatio, 3).ShouldBe(candidates[c].Ratio);
        }

        double Final(int person) => local.Select((l, c) => l.Weights[person] * criteria.Weights[c]).Sum();
        Final(0).ShouldBe(.358, .0015);
        Final(1).ShouldBe(.493, .0015);
        Final(2).ShouldBe(.149, .0015);
    }

    [Fact]
    public void PF6c_judgements_without_contradiction()
    {
        var consistent = PairwiseComparison.Of(new[,] { { 1, 6, 3 }, { 1 / 6.0, 1, 1 / 2.0 }, { 1 / 3.0, 2, 1 } });
        consistent.Weights[0].ShouldBe(2 / 3.0, 1e-12);
        consistent.Weights[1].ShouldBe(1 / 9.0, 1e-12);
        consistent.Weights[2].ShouldBe(2 / 9.0, 1e-12);
        consistent.ConsistencyRatio.ShouldBe(0, 1e-12);
        consistent.Contradictions().ShouldBeEmpty();
    }

    [Fact]
    public void The_judgement_turned_around_is_the_one_named_and_the_ratio_warns()
    {
        var turned = PairwiseComparison.OfUpper(4, [2, 4, 8, 2, 1 / 4.0, 2]);
        turned.IsConsistent.ShouldBeFalse();
        (turned.Contradictions(1)[0].Row, turned.Contradictions(1)[0].Column).ShouldBe((1, 3));
    }

    [Fact]
    public void Weights_that_judgements_are_made_of_are_found_again() =>
        Gen.Double[1, 3].Array[1, 9].Sample(raw =>
        {
            var upper = new List<double>();
            for (var i = 0; i < raw.Length; i++) upper.AddRange(raw[(i + 1)..].Select(other => raw[i] / other));
            var found = PairwiseComparison.OfUpper(raw.Length, upper);
            return found.Weights.Zip(raw, (w, r) => Math.Abs(w - (r / raw.Sum()))).Max() < 1e-9 && Math.Abs(found.ConsistencyRatio) < 1e-9 && found.Percentages(2).Sum() == 100;
        }, iter: 200);

    [Fact]
    public void A_table_that_is_none_is_refused()
    {
        foreach (var table in new[]
        {
            new double[,] { }, new double[10, 10], new[,] { { 1.0, 2 } }, new[,] { { 2.0 } }, new[,] { { 1, 2.0 }, { 2, 1 } }, new[,] { { 1, 10.0 }, { 0.1, 1 } },
            new[,] { { 1, double.NaN }, { double.NaN, 1 } }, new[,] { { 1, -2.0 }, { -0.5, 1 } },
        })
        {
            Should.Throw<DomainRuleException>(() => PairwiseComparison.Of(table));
        }

        Should.Throw<DomainRuleException>(() => PairwiseComparison.OfUpper(3, [1, 2]));
    }

    private static IEnumerable<double> Shown(PairwiseComparison comparison) => comparison.Weights.Select(w => Math.Round(w, 3));
}
