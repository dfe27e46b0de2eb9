using CsCheck;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Tiering;

public sealed class TargetForecastTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    [Theory]
    [InlineData(0.975, 1, 12.7062047)]
    [InlineData(0.9, 1, 3.0776835)]
    [InlineData(0.975, 10, 2.2281389)]
    [InlineData(0.95, 3, 2.3533634)]
    [InlineData(0.995, 30, 2.7499957)]
    [InlineData(0.1, 5, -1.4758840)]
    public void Students_t_is_that_of_the_tables(double share, int degrees, double value) => StudentT.Quantile(share, degrees).ShouldBe(value, 1e-6);

    [Fact]
    public void A_straight_line_is_continued_and_sure()
    {
        var forecast = TargetForecast.Of([(Start, 40), (Start.AddDays(10), 42), (Start.AddDays(20), 44), (Start.AddDays(30), 46)], Start.AddDays(60), 51);
        forecast.Expected!.Value.ShouldBe(52, 1e-9);
        forecast.SlopePerMonth!.Value.ShouldBe(0.2 * 30.4375, 1e-9);
        forecast.Verdict.ShouldBe(ForecastVerdict.WillMakeIt);
        forecast.Probability!.Value.ShouldBe(1, 1e-6);
    }

    [Fact]
    public void The_interval_is_that_of_the_textbook()
    {
        // x = 1…5, y = 2, 4, 5, 4, 5: y = 2.2 + 0.6 x with a residual error of √(2.4 / 3); at x = 6 the error is s · √(1 + 1/5 + 9/10).
        double[] y = [2, 4, 5, 4, 5];
        var forecast = TargetForecast.Of([.. y.Select((v, i) => (Start.AddDays(i + 1), v))], Start.AddDays(6), 6, confidence: 0.95);
        var reach = 3.1824463 * Math.Sqrt(2.4 / 3) * Math.Sqrt(1 + 0.2 + 0.9);
        forecast.Expected!.Value.ShouldBe(5.8, 1e-9);
        forecast.High!.Value.ShouldBe(5.8 + reach, 1e-6);
        forecast.Low!.Value.ShouldBe(5.8 - reach, 1e-6);
        forecast.Verdict.ShouldBe(ForecastVerdict.Open);
        forecast.Probability!.Value.ShouldBeInRange(0.4, 0.5);
    }

    [Fact]
    public void Two_moments_are_too_few_and_falling_will_not_make_it()
    {
        TargetForecast.Of([(Start, 1), (Start, 2), (Start.AddDays(1), 3)], Start.AddDays(9), 5).Verdict.ShouldBe(ForecastVerdict.TooEarly);
        TargetForecast.Of([(Start, 50), (Start.AddDays(30), 45.1), (Start.AddDays(60), 40), (Start.AddDays(90), 35.2)], Start.AddDays(180), 55).Verdict.ShouldBe(ForecastVerdict.WillNotMakeIt);
        Should.Throw<DomainRuleException>(() => TargetForecast.Of([], Start, 5, confidence: 1));
    }

    [Fact]
    public void The_order_in_which_it_was_measured_does_not_matter() =>
        Gen.Select(Gen.Int[0, 300], Gen.Double[0, 100]).Array[3, 20].SelectMany(m => Gen.Shuffle(m), (m, shuffled) => (m, shuffled)).Sample((m, shuffled) =>
            Forecast(m) == Forecast(shuffled));

    private static TargetForecast Forecast((int Day, double Value)[] measured) =>
        TargetForecast.Of([.. measured.Select(m => (Start.AddDays(m.Day), m.Value))], Start.AddDays(365), 50);
}
