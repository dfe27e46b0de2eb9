using CsCheck;
using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class ConcentrationTests
{
    private static readonly Gen<decimal[]> Values = Gen.Int[1, 1_000_000].Select(v => v / 100m).Array[2, 60];

    [Theory]
    [InlineData(new[] { 30, 30, 20, 20 }, 2_600)]
    [InlineData(new[] { 25, 20, 15, 10, 8, 7, 6, 5, 4 }, 1_540)]
    [InlineData(new[] { 25, 20, 15, 10, 8, 7, 6, 9 }, 1_580)]
    [InlineData(new[] { 45, 15, 10, 8, 7, 6, 5, 4 }, 2_540)]
    [InlineData(new[] { 50, 30, 20 }, 3_800)]
    [InlineData(new[] { 40, 30, 20, 10 }, 3_000)]
    [InlineData(new[] { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 }, 1_000)]
    public void PF9_published_indices(int[] shares, int hhi) => Concentrated(shares).Hhi.ShouldBe(hhi);

    [Fact]
    public void PF9_the_two_largest_hold_sixty_percent() => Concentrated([30, 30, 20, 20]).Ratio(2).ShouldBe(60);

    [Fact]
    public void PF9_merging_raises_the_index_by_twice_the_product_of_shares()
    {
        // The shares of this published example add up to 100, so they are percentages as they stand.
        Concentrated([25, 20, 15, 10, 8, 7, 6, 5, 4]).MergeDelta(5, 4).ShouldBe(40);
        Concentrated([25, 20, 15, 10, 8, 7, 6, 5, 4]).MergeDelta(25, 20).ShouldBe(1_000);
    }

    [Fact]
    public void The_index_lies_between_equal_shares_and_a_single_customer() =>
        Values.Sample(v => Concentration.Of(v).Hhi >= (10_000m / v.Length) - 0.000001m && Concentration.Of(v).Hhi <= 10_000);

    [Fact]
    public void Merging_any_two_customers_raises_the_index_by_its_delta() =>
        Values.Sample(v =>
        {
            var apart = Concentration.Of(v);
            var merged = Concentration.Of([v[0] + v[1], .. v[2..]]);
            return Math.Abs(merged.Hhi!.Value - apart.Hhi!.Value - apart.MergeDelta(v[0], v[1])!.Value) < 1e-18m;
        });

    [Fact]
    public void The_order_of_input_changes_nothing() =>
        Values.Sample(v => Concentration.Of(v).Hhi == Concentration.Of(v.Reverse()).Hhi && Concentration.Of(v).Ratio(3) == Concentration.Of(v.Reverse()).Ratio(3));

    [Fact]
    public void Equal_customers_are_their_own_effective_number() => Concentrated([10, 10, 10, 10]).EffectiveNumber.ShouldBe(4);

    [Fact]
    public void Losses_are_outside_the_shares_and_counted()
    {
        var concentration = Concentrated([60, 40, -50, 0]);
        (concentration.Hhi, concentration.Ratio(1), concentration.Count, concentration.LeftOut).ShouldBe((5_200m, 60m, 2, 2));
    }

    [Fact]
    public void Without_a_positive_value_nothing_is_concentrated()
    {
        var concentration = Concentrated([0, -5]);
        (concentration.Hhi, concentration.Ratio(1), concentration.EffectiveNumber).ShouldBe((null, null, null));
    }

    [Fact]
    public void More_customers_than_there_are_hold_everything() => Concentrated([1, 1, 1]).Ratio(10).ShouldBe(100);

    private static Concentration Concentrated(int[] values) => Concentration.Of(values.Select(v => (decimal)v));
}
