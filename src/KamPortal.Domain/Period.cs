using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KamPortal.Domain;

/// <summary>A calendar month, written <c>2026-03</c>. <c>default</c> is January of the year 1.</summary>
public readonly record struct Period : IComparable<Period>, IParsable<Period>
{
    private const int MonthsInYear = 12;
    private const int LastYear = 9999;

    // Months since January of the year 1, so that arithmetic and comparison are those of one integer.
    private readonly int _index;

    private Period(int index) => _index = index;

    /// <summary>The month of a year. Throws unless the year is 1–9999 and the month 1–12.</summary>
    public Period(int year, int month)
    {
        if (year is < 1 or > LastYear || month is < 1 or > MonthsInYear)
        {
            throw new DomainRuleException($"There is no month {month} in the year {year}.");
        }

        _index = ((year - 1) * MonthsInYear) + month - 1;
    }

    public int Year => (_index / MonthsInYear) + 1;

    /// <summary>1 for January to 12 for December.</summary>
    public int Month => (_index % MonthsInYear) + 1;

    /// <summary>The day under which the month is stored.</summary>
    public DateOnly FirstDay => new(Year, Month, 1);

    public DateOnly LastDay => new(Year, Month, DateTime.DaysInMonth(Year, Month));

    public static Period FromDate(DateOnly day) => new(day.Year, day.Month);

    /// <summary>The month so many months later, earlier when negative. Throws beyond the years 1–9999.</summary>
    public Period AddMonths(int months)
    {
        var index = (long)_index + months;
        return index is >= 0 and < LastYear * MonthsInYear
            ? new Period((int)index)
            : throw new DomainRuleException($"{months} months from {this} is outside the calendar.");
    }

    /// <summary>How many months this one lies after <paramref name="earlier"/>; negative when it lies before.</summary>
    public int MonthsSince(Period earlier) => _index - earlier._index;

    public int CompareTo(Period other) => _index.CompareTo(other._index);

    public static bool operator <(Period left, Period right) => left._index < right._index;

    public static bool operator >(Period left, Period right) => left._index > right._index;

    public static bool operator <=(Period left, Period right) => left._index <= right._index;

    public static bool operator >=(Period left, Period right) => left._index >= right._index;

    /// <summary>Reads <c>yyyy-MM</c> and nothing else.</summary>
    public static Period Parse(string text) => TryParse(text, out var period)
        ? period
        : throw new DomainRuleException($"'{text}' is not a month; write it as 2026-03.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Period period)
    {
        period = default;
        if (!DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        period = FromDate(day);
        return true;
    }

    static Period IParsable<Period>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Period>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Period result) => TryParse(s, out result);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
