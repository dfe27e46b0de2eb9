using System.Globalization;
using System.Text.RegularExpressions;

namespace KamPortal.Data.Copy;

/// <summary>Reads a month, a quarter or a year: 2026-03, 2026-Q1, Q1 2026, 2026年第一季度, 2026, FY2026.</summary>
public static partial class SpanText
{
    private const string ChineseNumbers = "一二三四";

    /// <param name="first">First day.</param>
    /// <param name="months">1, 3 or 12.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder? order, out DateOnly first, out int months)
    {
        text = text.Trim();
        if (Quarter().Match(text.ToString()) is { Success: true } quarter)
        {
            var word = quarter.Groups["q"].Value;
            var number = ChineseNumbers.IndexOf(word, StringComparison.Ordinal) is var at and >= 0 ? at + 1 : int.Parse(word, CultureInfo.InvariantCulture);
            (first, months) = (new DateOnly(int.Parse(quarter.Groups["y"].Value, CultureInfo.InvariantCulture), number * 3 - 2, 1), 3);
            return true;
        }

        if (Year().Match(text.ToString()) is { Success: true } year)
        {
            (first, months) = (new DateOnly(int.Parse(year.Groups["y"].Value, CultureInfo.InvariantCulture), 1, 1), 12);
            return true;
        }

        months = 1;
        if (DateText.Parse(text, order, out first) != DateText.Outcome.Read) return false;
        first = new DateOnly(first.Year, first.Month, 1);
        return true;
    }

    [GeneratedRegex(@"^(?:(?<y>(19|20|21)\d\d)[\s/-]*Q(?<q>[1-4])|Q(?<q>[1-4])[\s/-]*(?<y>(19|20|21)\d\d)|(?<y>(19|20|21)\d\d)年第?(?<q>[1-4一二三四])季度?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quarter();

    [GeneratedRegex(@"^(FY\s?)?(?<y>(19|20|21)\d\d)年?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Year();
}
