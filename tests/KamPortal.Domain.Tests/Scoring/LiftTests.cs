using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class LiftTests
{
    [Fact]
    public void The_smallest_value_that_reaches_the_next_tier_is_told_per_criterion()
    {
        var model = Some.ModelOf(Some.Profit(60, Some.Straight(Metrics.Revenue)), Some.Growth(40, Some.Straight(Metrics.RevenueGrowth)));
        var lift = Of(Some.Facts((Metrics.Revenue, [0, 100, 60, 50]), (Metrics.RevenueGrowth, [0, 100, 40, 50])), model, 2);

        (lift.From, lift.Target).ShouldBe((Tier.C, Tier.B));
        // 60 · 0.6 + 40 · 0.4 is 52; 55 is shown from 54.995 on.
        lift.Alone[0].Needed!.Value.ShouldBe(64.9917, 1e-4);
        lift.Alone[1].Needed!.Value.ShouldBe(47.4875, 1e-4);
        lift.Alone[1].ShareThere.ShouldBe(0.5);
    }

    [Fact]
    public void A_rank_is_passed_just_beyond_the_account_in_front()
    {
        var model = Some.ModelOf(Some.Profit(100, new Criterion(Metrics.Revenue, 100, new PercentileRank()))) with { TierRule = new CutOffs(90, 60) };
        var lift = Of(Some.Facts((Metrics.Revenue, [10, 20, 30, 40, 50])), model, 0);
        lift.Alone.ShouldHaveSingleItem().ShouldBe(new LiftStep(0, Metrics.Revenue, 10, 30, IsBeyond: true, ShareThere: 0.4));
    }

    [Fact]
    public void Where_lower_is_better_the_value_falls_and_a_bound_of_sense_is_kept()
    {
        var model = Some.ModelOf(Some.Profit(100, Some.Straight(Metrics.CostToServeRatio))) with { TierRule = new CutOffs(90, 50) };
        var lift = Of(Some.Facts((Metrics.CostToServeRatio, [0, 1, 0.8])), model, 2);
        lift.Alone[0].Needed!.Value.ShouldBe(0.50005, 1e-9);

        var months = Some.ModelOf(Some.Profit(50, Some.Straight(Metrics.Revenue)), Some.Growth(50, Some.Straight(Metrics.OrderRegularity)));
        var cannot = Of(Some.Facts((Metrics.Revenue, [0, 100, 0]), (Metrics.OrderRegularity, [0, 1, 0.5])), months, 2);
        cannot.Alone[1].CanAlone.ShouldBeFalse("12 months of 12 give half of the points");
    }

    [Fact]
    public void A_loss_is_lifted_by_contribution_and_by_nothing_else()
    {
        var facts = new PortfolioFacts(["a", "b", "c"], [0, 100, -10], new Dictionary<string, double[]>
        {
            [Metrics.ProfitContribution] = [0, 100, -10],
            [Metrics.Revenue] = [0, 100, 90],
        });
        var model = Some.ModelOf(Some.Profit(50, Some.Straight(Metrics.ProfitContribution)), Some.Growth(50, Some.Straight(Metrics.Revenue))) with { TierRule = new CutOffs(90, 40) };
        var lift = Of(facts, model, 2);
        lift.Alone[0].Needed.ShouldBe(0);
        lift.Alone[1].CanAlone.ShouldBeFalse();
        (Of(facts, model, 1).Target, Of(facts, model, 1).Alone.Count).ShouldBe((null, 0));
    }

    [Fact]
    public void Ratings_are_lifted_by_whole_steps()
    {
        var model = Some.ModelOf(Some.Profit(100, new Criterion(Metrics.Access, 100, new Rating()))) with { TierRule = new CutOffs(90, 60) };
        Of(Some.Facts((Metrics.Access, [1, 5, 2])), model, 2).Alone[0].Needed.ShouldBe(4);
    }

    [Fact]
    public void Alone_and_in_pairs_it_is_the_least_that_trying_everything_finds() =>
        Gen.Select(Gen.Int[0, 12].Array[14], Gen.Int[0, 12].Array[14], Gen.Int[-6, 6].Array[14], Gen.Int[30, 95], Gen.Int[0, 13]).Sample((a, b, c, cut, account) =>
        {
            var facts = Some.Facts((Metrics.Revenue, Doubles(a)), (Metrics.CostToServeRatio, Doubles(b)), (Metrics.RevenueGrowth, Doubles(c)));
            Criterion Rank(string metric, decimal weight) => new(metric, weight, new PercentileRank());
            var model = Some.ModelOf(Some.Profit(60, Rank(Metrics.Revenue, 70), Rank(Metrics.CostToServeRatio, 30)), Some.Growth(40, Rank(Metrics.RevenueGrowth, 100)))
                with { TierRule = new CutOffs(cut, cut, 100), Guards = new GuardSettings(false, false) };
            var frozen = FrozenScoring.Of(PortfolioScoring.Score(facts, model));
            double[] raw = [a[account], b[account], c[account]];
            if (frozen.Recompute(raw, 0, "K").Tier <= Tier.B)
            {
                return true;
            }

            var lift = Lift.Of(frozen, raw, 0, "K", Tier.B);
            var tries = new[] { a, b, c }.Select(column => column.Select(v => (double)v).SelectMany(v => new[] { v, Math.BitIncrement(v), Math.BitDecrement(v) }).ToArray()).ToArray();
            bool Reaches(params (int C, double X)[] changes)
            {
                double[] changed = [.. raw];
                foreach (var (criterion, x) in changes) changed[criterion] = x;
                return frozen.Recompute(changed, 0, "K").Tier <= Tier.B;
            }

            var alone = Enumerable.Range(0, 3).All(n =>
            {
                double? least = tries[n].Where(x => x != raw[n] && (n != 1 || x >= 0) && Reaches((n, x))).Select(x => (double?)Math.Abs(x - raw[n])).Min();
                return least is null == lift.Alone[n].Needed is null && (least is null || Math.Abs(least.Value - Math.Abs(lift.Alone[n].Needed!.Value - raw[n])) < 1e-9);
            });
            double? cheapest = null;
            for (var one = 0; one < 3; one++)
            {
                for (var other = one + 1; other < 3; other++)
                {
                    var (spreadOne, spreadOther) = (frozen.TableOf(one).InterquartileRange, frozen.TableOf(other).InterquartileRange);
                    foreach (var x in tries[one].Where(x => spreadOne > 0 && spreadOther > 0 && x != raw[one] && (one != 1 || x >= 0) && !Reaches((one, x))))
                    {
                        foreach (var y in tries[other].Where(y => y != raw[other] && (other != 1 || y >= 0) && !Reaches((other, y)) && Reaches((one, x), (other, y))))
                        {
                            var cost = (Math.Abs(x - raw[one]) / spreadOne) + (Math.Abs(y - raw[other]) / spreadOther);
                            cheapest = Math.Min(cheapest ?? double.MaxValue, cost);
                        }
                    }
                }
            }

            return alone && (cheapest is null || (lift.Pair is { } pair && pair.Cost <= cheapest + 1e-9));
        }, iter: 25);

    private static double[] Doubles(int[] values) => Array.ConvertAll(values, v => (double)v);

    private static Lift Of(PortfolioFacts facts, ScoringModel model, int account)
    {
        var scored = PortfolioScoring.Score(facts, model);
        return Lift.Of(FrozenScoring.Of(scored), scored[account].Raw, scored[account].Contribution, facts.CodeOf(account));
    }
}
