using CsCheck;

namespace KamPortal.Domain.Tests;

public sealed class RoundingTests
{
    private static readonly Gen<decimal[]> Parts = Gen.Double[0, 40].Select(d => (decimal)d).Array[1, 12];

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("2.344999", "2.34")]
    public void Money_is_rounded_half_away_from_zero(string amount, string cents) =>
        Rounding.ToCents(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(decimal.Parse(cents, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void The_fast_score_is_the_exact_score_for_any_number() =>
        Gen.Double[0, 100].Sample(s => Rounding.ScoreHundredths(s) == Rounding.Score(s) * 100, iter: 100_000);

    [Fact]
    public void The_fast_score_is_the_exact_score_on_and_around_every_half() =>
        Gen.Select(Gen.Int[0, 9_999], Gen.Int[-4, 4]).Sample((hundredths, steps) =>
        {
            var score = (hundredths + 0.5) / 100;
            for (var i = 0; i < Math.Abs(steps); i++)
            {
                score = steps < 0 ? Math.BitDecrement(score) : Math.BitIncrement(score);
            }

            return Rounding.ScoreHundredths(score) == Rounding.Score(score) * 100;
        }, iter: 100_000);

    [Fact]
    public void Parts_rounded_by_largest_remainder_add_up_to_the_rounded_total() =>
        Parts.Sample(parts =>
        {
            var total = Rounding.ToCents(parts.Sum());
            return Rounding.LargestRemainder(parts, total, 2).Sum() == total;
        }, iter: 20_000);

    [Fact]
    public void No_part_moves_by_a_whole_unit() =>
        Parts.Sample(parts =>
            Rounding.LargestRemainder(parts, Rounding.ToCents(parts.Sum()), 2).Zip(parts).All(p => Math.Abs(p.First - p.Second) < 0.01m), iter: 20_000);

    [Fact]
    public void Equal_remainders_favour_the_earlier_part() =>
        Rounding.LargestRemainder([33.335m, 33.335m, 33.33m], 100m, 2).ShouldBe([33.34m, 33.33m, 33.33m]);

    [Fact]
    public void Negative_parts_add_up_too() => Rounding.LargestRemainder([-1.006m, 2.003m, -0.998m], 0m, 2).Sum().ShouldBe(0m);

    [Fact]
    public void A_total_that_is_not_the_sum_is_still_reached()
    {
        Rounding.LargestRemainder([1m, 1m], 1.97m, 2).Sum().ShouldBe(1.97m);
        Rounding.LargestRemainder([1m, 1m], 2.05m, 2).Sum().ShouldBe(2.05m);
    }

    [Fact]
    public void A_total_finer_than_the_unit_is_refused() =>
        Should.Throw<DomainRuleException>(() => Rounding.LargestRemainder([1m], 1.005m, 2));
}
