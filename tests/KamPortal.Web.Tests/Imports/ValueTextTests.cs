using System.Globalization;
using KamPortal.Data.Copy;

namespace KamPortal.Web.Tests.Imports;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("12.5%", "0.125")]
    [InlineData("12,5 %", "0.125", DecimalStyle.Comma)]
    [InlineData("(3％)", "-0.03")]
    [InlineData("１，２３４．５０", "1234.50")]
    [InlineData("（￥1,200.00）", "-1200.00")]
    [InlineData("1.2万元", "12000")]
    [InlineData("3.5亿", "350000000")]
    [InlineData("–12.50", "-12.50")]
    [InlineData("1.234,56-", "-1234.56", DecimalStyle.Comma)]
    [InlineData("1 234,56", "1234.56", DecimalStyle.Comma)]
    [InlineData("3,00E+07", "30000000", DecimalStyle.Comma)]
    [InlineData("($12.34)", "-12.34")]
    public void Numbers_of_offices_around_the_world_are_read(string text, string value, DecimalStyle style = DecimalStyle.Point)
    {
        NumberText.TryParse(text, style, out var read).ShouldBeTrue(text);
        read.ShouldBe(decimal.Parse(value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("销售额（万元）", "销售额", 10_000)]
    [InlineData("销售额(千元)", "销售额", 1_000)]
    [InlineData("Umsatz in TEUR", "Umsatz", 1_000)]
    [InlineData("Umsatz (T€)", "Umsatz", 1_000)]
    [InlineData("Umsatz (Mio. EUR)", "Umsatz", 1_000_000)]
    [InlineData("Revenue ($ million)", "Revenue", 1_000_000)]
    [InlineData("Revenue (in thousands)", "Revenue", 1_000)]
    [InlineData("Revenue (USD k)", "Revenue", 1_000)]
    [InlineData("Revenue", "Revenue", null)]
    [InlineData("Revenue (USD)", "Revenue (USD)", null)]
    [InlineData("Stock", "Stock", null)]
    public void A_column_name_may_say_what_its_amounts_are_in(string header, string name, int? unit) => MoneyUnits.Split(header).ShouldBe((name, unit));

    [Theory]
    [InlineData("1234.56", "1234.56")]
    [InlineData("1,234.56", "1234.56")]
    [InlineData("$1,234.56", "1234.56")]
    [InlineData("($12.34)", "-12.34")]
    [InlineData("-$12.34", "-12.34")]
    [InlineData("12.34-", "-12.34")]
    [InlineData("USD 1 234.50", "1234.50")]
    [InlineData("1'234'567.89", "1234567.89")]
    [InlineData("3.00E+07", "30000000")]
    [InlineData("12.5万", "125000")]
    [InlineData("¥1.2亿", "120000000")]
    [InlineData("123456789012345.6789", "123456789012345.6789")]
    [InlineData(".5", "0.5")]
    public void Numbers_are_read_as_people_write_them(string text, string value)
    {
        NumberText.TryParse(text, DecimalStyle.Point, out var read).ShouldBeTrue(text);
        read.ShouldBe(decimal.Parse(value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1,23")]
    [InlineData("1,2345")]
    [InlineData("12,34,567")]
    [InlineData("1.234.567")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("abc")]
    [InlineData("1-2")]
    [InlineData("1.2.3")]
    public void What_is_no_number_in_the_style_is_refused_rather_than_guessed(string text) =>
        NumberText.TryParse(text, DecimalStyle.Point, out _).ShouldBeFalse(text);

    [Fact]
    public void A_number_that_reads_two_ways_stays_open_until_someone_decides()
    {
        NumberText.TryParse("1,234", null, out _, out var open).ShouldBeFalse();
        open.ShouldBeTrue();
        NumberText.TryParse("1.234,56", null, out var value, out _).ShouldBeTrue();
        value.ShouldBe(1234.56m);
    }

    [Theory]
    [InlineData("2026-03", "2026-03-01")]
    [InlineData("202603", "2026-03-01")]
    [InlineData("20260331", "2026-03-31")]
    [InlineData("2026/3/31", "2026-03-31")]
    [InlineData("31.03.2026", "2026-03-31")]
    [InlineData("03/2026", "2026-03-01")]
    [InlineData("Mar 2026", "2026-03-01")]
    [InlineData("Mar-26", "2026-03-01")]
    [InlineData("31 March 2026", "2026-03-31")]
    [InlineData("2026年3月", "2026-03-01")]
    [InlineData("2026年3月31日", "2026-03-31")]
    [InlineData("2026-03-31T10:15:00Z", "2026-03-31")]
    [InlineData("2026-03-31 10:15", "2026-03-31")]
    [InlineData("31/3/2026", "2026-03-31")]
    public void Dates_and_months_are_read_as_people_write_them(string text, string date)
    {
        DateText.Parse(text, null, out var read).ShouldBe(DateText.Outcome.Read, text);
        read.ShouldBe(DateOnly.Parse(date, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("00:00.0")]
    [InlineData("2026-Q3")]
    [InlineData("202613")]
    [InlineData("yesterday")]
    public void What_is_no_date_is_refused(string text) => DateText.Parse(text, DateOrder.MonthFirst, out _).ShouldBe(DateText.Outcome.NotADate, text);

    [Fact]
    public void A_date_that_reads_two_ways_stays_open_until_someone_decides()
    {
        DateText.Parse("03/04/2026", null, out _).ShouldBe(DateText.Outcome.OrderOpen);
        DateText.Parse("03/04/2026", DateOrder.DayFirst, out var day);
        DateText.Parse("03/04/2026", DateOrder.MonthFirst, out var month);
        (day, month).ShouldBe((new DateOnly(2026, 4, 3), new DateOnly(2026, 3, 4)));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+49 170 123", "'+49 170 123")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("plain", "plain")]
    public void Text_that_a_spreadsheet_would_run_is_made_harmless_and_read_back_as_it_was(string text, string written)
    {
        CsvText.Harmless(text).ShouldBe(written);
        CsvText.Original(written).ToString().ShouldBe(text);
    }
}
