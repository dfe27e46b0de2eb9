using System.Globalization;

namespace KamPortal.Data.Copy;

/// <summary>Reads numbers as people and programs write them: grouped, signed on either side, in parentheses, with a currency sign, % or 万, in full-width digits.</summary>
public static class NumberText
{
    private const int LongestWide = 64;

    /// <summary>Reads a number in a known style; grouping that does not come in threes is not a number in that style.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, DecimalStyle style, out decimal value)
    {
        value = 0;
        text = text.Trim();
        if (text.Length <= LongestWide && text.ContainsAnyInRange('！', '～')) return TryParse(Narrowed(text), style, out value);
        var negative = false;
        var percent = false;
        var factor = 1L;
        if (text is ['(', .., ')'])
        {
            negative = true;
            text = text[1..^1].Trim();
        }

        if (text is [.., '%'])
        {
            percent = true;
            text = text[..^1].TrimEnd();
        }

        text = WithoutCurrency(text);
        if (text is [.., '万' or '亿'])
        {
            factor = text[^1] == '万' ? 10_000 : 100_000_000;
            text = text[..^1].TrimEnd();
        }

        if (text is ['-' or '−' or '–' or '+', ..])
        {
            negative ^= text[0] != '+';
            text = text[1..].TrimStart();
        }
        else if (text is [.., '-' or '−'])
        {
            negative = !negative;
            text = text[..^1].TrimEnd();
        }

        text = WithoutCurrency(text);
        if (!Digits(text, style == DecimalStyle.Point ? '.' : ',', style == DecimalStyle.Point ? ',' : '.', out value)
            && !Exponent(text, style, out value)) return false;
        if (factor > 1)
        {
            if (value > 1e15m) return false;
            value *= factor;
        }

        if (percent) value /= 100;
        if (negative) value = -value;
        return true;
    }

    /// <summary>Reads a number whose style is not settled: only when every style that can read it reads the same.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, DecimalStyle? style, out decimal value, out bool open)
    {
        open = false;
        if (style is { } known) return TryParse(text, known, out value);
        var point = TryParse(text, DecimalStyle.Point, out var asPoint);
        var comma = TryParse(text, DecimalStyle.Comma, out var asComma);
        value = point ? asPoint : asComma;
        open = point && comma && asPoint != asComma;
        return (point || comma) && !open;
    }

    private static bool Digits(ReadOnlySpan<char> text, char point, char group, out decimal value)
    {
        value = 0;
        var (units, digits, scale, sincePoint, sinceGroup, grouped) = (0L, 0, 0, false, 0, false);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (++digits > 18) return Long(text, point, group, out value);
                units = units * 10 + (c - '0');
                if (sincePoint) scale++;
                sinceGroup++;
            }
            else if (c == point && !sincePoint)
            {
                if (grouped && sinceGroup != 3) return false;
                sincePoint = true;
            }
            else if ((c == group || c is '\'' or '’' or ' ' or '\u00A0' or '\u202F') && !sincePoint)
            {
                if (digits == 0 || (grouped ? sinceGroup != 3 : sinceGroup > 3)) return false;
                (grouped, sinceGroup) = (true, 0);
            }
            else return false;
        }

        if (digits == 0 || (grouped && !sincePoint && sinceGroup != 3)) return false;
        value = unchecked(new decimal((int)units, (int)(units >> 32), 0, false, (byte)scale));
        return true;
    }

    private static bool Long(ReadOnlySpan<char> text, char point, char group, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands,
            new NumberFormatInfo { NumberDecimalSeparator = point.ToString(), NumberGroupSeparator = group.ToString() }, out value);

    /// <summary>3.00E+07: what a spreadsheet makes of a long number.</summary>
    private static bool Exponent(ReadOnlySpan<char> text, DecimalStyle style, out decimal value)
    {
        value = 0;
        return text.IndexOfAny('e', 'E') > 0 && decimal.TryParse(text, NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint,
            style == DecimalStyle.Point ? NumberFormatInfo.InvariantInfo : new NumberFormatInfo { NumberDecimalSeparator = "," }, out value);
    }

    /// <summary>１２３ as Chinese and Japanese keyboards type it.</summary>
    private static string Narrowed(ReadOnlySpan<char> text) => string.Create(text.Length, text, (narrow, wide) =>
    {
        for (var i = 0; i < wide.Length; i++) narrow[i] = wide[i] is >= '！' and <= '～' ? (char)(wide[i] - '！' + '!') : wide[i];
    });

    private static ReadOnlySpan<char> WithoutCurrency(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && IsSign(text[0])) return text[1..].TrimStart();
        if (text.Length > 0 && (IsSign(text[^1]) || text[^1] == '元')) return text[..^1].TrimEnd();
        if (text.Length > 3 && IsCode(text[..3])) return text[3..].TrimStart();
        if (text.Length > 3 && IsCode(text[^3..])) return text[..^3].TrimEnd();
        return text;

        static bool IsSign(char c) => c is '$' or '€' or '£' or '¥' or '￥';
        static bool IsCode(ReadOnlySpan<char> code) => char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1]) && char.IsAsciiLetterUpper(code[2]);
    }
}
