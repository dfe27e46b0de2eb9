using Bunit;
using KamPortal.Domain.Tiering;
using KamPortal.Shell;

namespace KamPortal.Web.Tests.Components;

public sealed class FiguresTests : ShellContext
{
    [Theory]
    [InlineData("12412345.67", "12.4 M", "1,241 万")]
    [InlineData("-904123", "−904 K", "−90.4 万")]
    [InlineData("999950", "1.00 M", "100 万")]
    [InlineData("1234567890", "1.23 B", "12.3 亿")]
    [InlineData("42", "42", "42")]
    [InlineData("0", "0", "0")]
    [InlineData("-0.001", "0", "0")]
    public void A_short_figure_has_three_digits_and_the_units_of_its_language(string value, string english, string chinese)
    {
        var amount = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Plain(Get<Figures>().Compact(amount)).ShouldBe(english);
        Speak("zh-CN");
        Plain(Get<Figures>().Compact(amount)).ShouldBe(chinese);
    }

    [Fact]
    public void A_loss_has_a_true_minus_before_the_currency() =>
        Get<Figures>().MoneyFull(-1234.5m, "CNY").ShouldBe("−¥1,234.50");

    [Fact]
    public void A_share_shows_one_digit() => Plain(Get<Figures>().Percent(0.6123m)).ShouldBe("61.2 %");

    [Fact]
    public void A_day_reads_as_the_language_writes_it()
    {
        var day = new DateOnly(2026, 11, 23);
        Get<Figures>().Date(day).ShouldBe("23 Nov 2026");
        Speak("zh-CN");
        Get<Figures>().Date(day).ShouldBe("2026年11月23日");
    }

    [Fact]
    public void A_missing_amount_is_a_dash_with_its_reason_and_never_a_nought()
    {
        var shown = Render<MoneyText>(p => p.Add(c => c.Value, null).Add(c => c.Currency, "CNY").Add(c => c.Reason, "No facts")).Find("span");

        shown.TextContent.ShouldBe("–");
        shown.GetAttribute("title").ShouldBe("No facts");
    }

    [Fact]
    public void A_short_amount_keeps_the_full_one_in_its_title() =>
        Render<MoneyText>(p => p.Add(c => c.Value, 12_412_345.67m).Add(c => c.Currency, "CNY")).Find("span").GetAttribute("title").ShouldBe("¥12,412,345.67");

    [Theory]
    [InlineData(Tier.A, "A", "◆")]
    [InlineData(Tier.B, "B", "●")]
    [InlineData(Tier.CPlus, "C+", "▲")]
    [InlineData(Tier.C, "C", "■")]
    public void A_tier_shows_glyph_and_letter_so_that_colour_is_never_alone(Tier tier, string letter, string glyph)
    {
        var chip = Render<TierChip>(p => p.Add(c => c.Tier, tier)).Find(".chip");

        chip.TextContent.ShouldContain(letter);
        chip.QuerySelector("[aria-hidden]")!.TextContent.ShouldBe(glyph);
        chip.GetAttribute("title").ShouldBe($"Tier {letter}");
    }

    [Fact]
    public void An_account_without_a_tier_says_why() =>
        Render<TierChip>(p => p.Add(c => c.Tier, null).Add(c => c.Reason, "No facts yet")).Find(".chip").GetAttribute("title").ShouldBe("No facts yet");

    private static string Plain(string text) => text.Replace('\u00a0', ' ');
}
