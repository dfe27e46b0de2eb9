using CsCheck;
using KamPortal.Domain.Scoring;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class RankStabilityTests
{
    private static readonly Gen<(decimal[] One, decimal[] Other)> Pair = Gen.Int[2, 60].SelectMany(n =>
        Gen.Select(Gen.Int[0, 12].Select(i => (decimal)i).Array[n], Gen.Int[0, 12].Select(i => (decimal)i).Array[n], (a, b) => (a, b)));

    [Fact]
    public void It_is_what_counting_every_pair_gives() => Pair.Sample(p =>
    {
        var (agree, oneTied, otherTied, all) = (0, 0, 0, 0);
        for (var i = 0; i < p.One.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (p.One[i].CompareTo(p.One[j]), p.Other[i].CompareTo(p.Other[j]));
                (agree, all) = (agree + (a * b), all + 1);
                (oneTied, otherTied) = (oneTied + (a == 0 ? 1 : 0), otherTied + (b == 0 ? 1 : 0));
            }
        }

        double? plain = oneTied == all || otherTied == all ? null : agree / Math.Sqrt((double)(all - oneTied) * (all - otherTied));
        var tau = RankStability.KendallTauB(p.One, p.Other);
        return plain is null ? tau is null : Math.Abs(tau!.Value - plain.Value) < 1e-12;
    });

    [Fact]
    public void The_same_order_is_one_and_the_opposite_minus_one()
    {
        RankStability.KendallTauB([1, 2, 3], [10, 20, 30]).ShouldBe(1);
        RankStability.KendallTauB([1, 2, 3], [3, 2, 1]).ShouldBe(-1);
        RankStability.KendallTauB([1, 1], [1, 2]).ShouldBeNull();
        RankStability.KendallTauB([], []).ShouldBeNull();
        Should.Throw<DomainRuleException>(() => RankStability.KendallTauB([1], []));
    }
}
