using CsCheck;

namespace KamPortal.Domain.Tests;

public sealed class PeriodTests
{
    private static readonly Gen<Period> AnyPeriod = Gen.Select(Gen.Int[1, 9999], Gen.Int[1, 12], (y, m) => new Period(y, m));

    [Fact]
    public void A_month_reads_as_it_is_written() => AnyPeriod.Sample(p => Period.Parse(p.ToString()) == p);

    [Theory]
    [InlineData("2026-3")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("26-03")]
    [InlineData("2026-03-01")]
    [InlineData(" 2026-03")]
    [InlineData("2026/03")]
    [InlineData("")]
    [InlineData(null)]
    public void Nothing_but_year_and_month_is_a_month(string? text)
    {
        Period.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<DomainRuleException>(() => Period.Parse(text!));
    }

    [Fact]
    public void A_month_is_stored_as_its_first_day()
    {
        new Period(2026, 3).FirstDay.ShouldBe(new DateOnly(2026, 3, 1));
        new Period(2024, 2).LastDay.ShouldBe(new DateOnly(2024, 2, 29));
        Period.FromDate(new DateOnly(2026, 3, 31)).ShouldBe(new Period(2026, 3));
    }

    [Theory]
    [InlineData("2026-03", 10, "2027-01")]
    [InlineData("2026-03", -3, "2025-12")]
    [InlineData("2026-03", 0, "2026-03")]
    public void Months_are_counted_over_the_turn_of_the_year(string from, int months, string to)
    {
        Period.Parse(from).AddMonths(months).ShouldBe(Period.Parse(to));
        Period.Parse(to).MonthsSince(Period.Parse(from)).ShouldBe(months);
    }

    [Fact]
    public void Order_of_months_is_order_of_their_days() =>
        Gen.Select(AnyPeriod, AnyPeriod).Sample((a, b) =>
            a.CompareTo(b) == a.FirstDay.CompareTo(b.FirstDay)
            && (a < b) == (a.FirstDay < b.FirstDay)
            && (a >= b) == (a.FirstDay >= b.FirstDay));

    [Fact]
    public void There_is_no_thirteenth_month_and_no_end_beyond_the_calendar()
    {
        Should.Throw<DomainRuleException>(() => new Period(2026, 13));
        Should.Throw<DomainRuleException>(() => new Period(9999, 12).AddMonths(1));
        Should.Throw<DomainRuleException>(() => default(Period).AddMonths(int.MinValue));
    }

    [Fact]
    public void The_prior_window_is_as_long_and_ends_right_before()
    {
        var year = PeriodRange.Ending(new Period(2020, 5), 12);
        year.ToString().ShouldBe("2019-06..2020-05");
        year.Months.ShouldBe(12);
        year.Preceding().ToString().ShouldBe("2018-06..2019-05");
        year.Contains(new Period(2019, 6)).ShouldBeTrue();
        year.Contains(new Period(2019, 5)).ShouldBeFalse();
        Should.Throw<DomainRuleException>(() => new PeriodRange(new Period(2020, 2), new Period(2020, 1)));
    }
}
