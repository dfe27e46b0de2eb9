using System.Buffers;
using System.Globalization;

namespace KamPortal.Data.Copy;

/// <summary>Reads days and months in the notations of business files; a bare month reads as its first day.</summary>
public static class DateText
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] GermanMonths = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];

    private static readonly SearchValues<char> Separators = SearchValues.Create("-/., 年月日");

    /// <summary>What reading came to.</summary>
    public enum Outcome
    {
        Read,
        NotADate,

        /// <summary>03/04/2026, and nobody has said which comes first.</summary>
        OrderOpen,
    }

    public static Outcome Parse(ReadOnlySpan<char> text, DateOrder? order, out DateOnly date)
    {
        date = default;
        text = WithoutTime(text.Trim());
        if (text.Length is 6 or 8 && !text.ContainsAnyExceptInRange('0', '9'))
            return Make(Number(text[..4]), Number(text[4..6]), text.Length == 8 ? Number(text[6..]) : 1, out date);

        Span<int> part = stackalloc int[3];
        Span<int> length = stackalloc int[3];
        var (parts, named, separator) = (0, -1, '\0');
        while (!text.IsEmpty)
        {
            if (parts == 3) return Outcome.NotADate;
            var end = text.IndexOfAny(Separators);
            var token = end < 0 ? text : text[..end];
            if (end >= 0 && separator == '\0') separator = text[end];
            text = end < 0 ? default : text[(end + 1)..].TrimStart(" ");
            if (token.IsEmpty) return Outcome.NotADate;
            if (token.Length <= 4 && !token.ContainsAnyExceptInRange('0', '9')) part[parts] = Number(token);
            else if (named < 0 && Month(token) is var month and > 0) (part[parts], named) = (month, parts);
            else return Outcome.NotADate;
            length[parts++] = token.Length;
        }

        return (parts, named) switch
        {
            (2, < 0) when length[0] == 4 => Make(part[0], part[1], 1, out date),
            (2, < 0) when length[1] == 4 => Make(part[1], part[0], 1, out date),
            (2, 0) => Make(Year(part[1], length[1]), part[0], 1, out date),
            (2, 1) => Make(Year(part[0], length[0]), part[1], 1, out date),
            (3, < 0) when length[0] == 4 => Make(part[0], part[1], part[2], out date),
            (3, 0) => Make(Year(part[2], length[2]), part[0], part[1], out date),
            (3, 1) when length[0] == 4 => Make(part[0], part[1], part[2], out date),
            (3, 1) => Make(Year(part[2], length[2]), part[1], part[0], out date),
            (3, < 0) when length[2] is 2 or 4 => Ordered(part, Year(part[2], length[2]), separator == '.' ? DateOrder.DayFirst : order, out date),
            _ => Outcome.NotADate,
        };
    }

    private static Outcome Ordered(ReadOnlySpan<int> part, int year, DateOrder? order, out DateOnly date)
    {
        // 3/3 is the same either way; 13/3 can only be a day first, but only a settled order may say so.
        if (order is null && part[0] != part[1] && part[0] <= 12 && part[1] <= 12)
        {
            date = default;
            return Outcome.OrderOpen;
        }

        var dayFirst = order == DateOrder.DayFirst || (order is null && part[0] > 12);
        return dayFirst ? Make(year, part[1], part[0], out date) : Make(year, part[0], part[1], out date);
    }

    private static Outcome Make(int year, int month, int day, out DateOnly date)
    {
        var valid = year is >= 1900 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = valid ? new DateOnly(year, month, day) : default;
        return valid ? Outcome.Read : Outcome.NotADate;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static int Year(int number, int digits) => digits == 2 ? number + (number < 70 ? 2000 : 1900) : number;

    private static int Month(ReadOnlySpan<char> word)
    {
        if (word.Length < 3) return 0;
        for (var i = 0; i < 12; i++)
        {
            if (word.StartsWith(Months[i], StringComparison.OrdinalIgnoreCase) || word.StartsWith(GermanMonths[i], StringComparison.OrdinalIgnoreCase)) return i + 1;
        }

        return 0;
    }

    private static ReadOnlySpan<char> WithoutTime(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0) return text;
        var cut = text[..colon].LastIndexOfAny(' ', 'T');
        return cut > 0 ? text[..cut].TrimEnd() : text;
    }
}
