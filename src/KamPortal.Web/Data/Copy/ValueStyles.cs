using System.Globalization;

namespace KamPortal.Data.Copy;

/// <summary>Decides, from the values themselves, how numbers and dates are written.</summary>
public static class ValueStyles
{
    private const int FewestMangled = 5, FewestContrary = 3;

    /// <summary>The style that reads more of the number-like values; null when they read either way and differ.</summary>
    public static DecimalStyle? Decimals(IReadOnlyList<string[]> rows, char delimiter)
    {
        var (point, comma, open) = (0, 0, 0);
        foreach (var field in rows.SelectMany(r => r))
        {
            if (!LooksNumeric(field)) continue;
            var asPoint = NumberText.TryParse(field, DecimalStyle.Point, out var p);
            var asComma = NumberText.TryParse(field, DecimalStyle.Comma, out var c);
            if (asPoint && asComma && p != c) open++;
            else if (asPoint && !asComma) point++;
            else if (asComma && !asPoint) comma++;
        }

        if (point != comma) return point > comma ? DecimalStyle.Point : DecimalStyle.Comma;
        return open > 0 ? null : delimiter == ';' ? DecimalStyle.Comma : DecimalStyle.Point;
    }

    /// <summary>
    /// Month or day first, for dates like 3/4/2026: decided by a number above 12, or by one side being always 1 while the other
    /// varies, as in a column of months. Null when nothing decides, or nothing needs deciding.
    /// </summary>
    public static DateOrder? Dates(IReadOnlyList<string[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(r => r.Length);
        for (var column = 0; column < columns; column++)
        {
            var pairs = new List<(int A, int B)>();
            foreach (var row in rows)
            {
                if (column < row.Length && Pair(row[column]) is { } pair) pairs.Add(pair);
            }

            if (pairs.Count == 0 || pairs.Count * 2 < rows.Count(r => column < r.Length && r[column].Length > 0)) continue;
            if (pairs.Any(p => p.A > 12) && pairs.All(p => p.B <= 12)) return DateOrder.DayFirst;
            if (pairs.Any(p => p.B > 12) && pairs.All(p => p.A <= 12)) return DateOrder.MonthFirst;
            // Two months alone may as well be two days in January.
            if (pairs.All(p => p.B == 1) && pairs.Select(p => p.A).Distinct().Count() > 2) return DateOrder.MonthFirst;
            if (pairs.All(p => p.A == 1) && pairs.Select(p => p.B).Distinct().Count() > 2) return DateOrder.DayFirst;
        }

        return null;
    }

    /// <summary>Whether the values of a column are dates whose order nothing settles.</summary>
    public static bool AreOpenDates(IEnumerable<string> values) => values.Any(v => DateText.Parse(v, null, out _) == DateText.Outcome.OrderOpen);

    /// <summary>
    /// How sure it is that a program in another language dropped the decimal sign, which makes amounts a thousand times too large: every
    /// value grouped in thousands and none with decimals is a suspicion; some that read only in the other style beside them is proof.
    /// </summary>
    public static Mangling LookMangled(IReadOnlyCollection<string> values, DecimalStyle style)
    {
        var filled = values.Where(v => v.Length > 0 && v != "0" && LooksNumeric(v)).ToList();
        var (point, group, other) = style == DecimalStyle.Point ? ('.', ',', DecimalStyle.Comma) : (',', '.', DecimalStyle.Point);
        var grouped = filled.Count(v => v.Contains(group, StringComparison.Ordinal) && !v.Contains(point, StringComparison.Ordinal) && NumberText.TryParse(v, style, out _));
        if (grouped < FewestMangled) return Mangling.None;
        if (grouped == filled.Count) return Mangling.Suspected;
        var contrary = filled.Count(v => !NumberText.TryParse(v, style, out _) && NumberText.TryParse(v, other, out _));
        return contrary >= FewestContrary && contrary * 50 >= filled.Count ? Mangling.Certain : Mangling.None;
    }

    /// <summary>Whether amounts lost their decimal sign on the way.</summary>
    public enum Mangling
    {
        None,
        Suspected,
        Certain,
    }

    private static bool LooksNumeric(string field)
    {
        if (field.Length is 0 or > 30) return false;
        var digits = field.Count(char.IsAsciiDigit);
        return digits > 0 && digits * 2 >= field.Length - field.Count(c => c is ',' or '.');
    }

    private static (int A, int B)? Pair(string field)
    {
        var text = field.AsSpan();
        if (text.IndexOf(' ') is var blank and > 0) text = text[..blank];
        var first = text.IndexOfAny('/', '-');
        if (first is < 1 or > 2) return null;
        var second = text[(first + 1)..].IndexOfAny('/', '-');
        if (second is < 1 or > 2 || text.Length - first - second - 2 is not (2 or 4)) return null;
        return int.TryParse(text[..first], CultureInfo.InvariantCulture, out var a) && int.TryParse(text.Slice(first + 1, second), CultureInfo.InvariantCulture, out var b) ? (a, b) : null;
    }
}
