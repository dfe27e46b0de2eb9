using System.Globalization;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>Writes the numbers of cells as text: dates as ISO, fifteen digits as a spreadsheet shows them.</summary>
/// <param name="decimals">The style of the file's texts, so that both read the same way.</param>
internal sealed class CellNumbers(CellFormats formats, bool from1904, DecimalStyle decimals)
{
    private const double LastDay = 2_958_466;
    private const int DaysTo1904 = 1462;

    /// <summary>Null when the content is no number.</summary>
    public string? Text(string raw, int style)
    {
        var shown = formats[style];
        if (shown == default && IsShortInteger(raw)) return raw;
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return null;
        if (shown.IsDate && value >= 0 && value < LastDay) return Date(value);
        var text = value.ToString("G15", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal) && Math.Abs(value) is < 1e15 and >= 1e-10) text = ((decimal)value).ToString(CultureInfo.InvariantCulture);
        if (shown.Zeros > 0 && text.All(char.IsAsciiDigit)) return text.PadLeft(shown.Zeros, '0');
        return decimals == DecimalStyle.Comma ? text.Replace('.', ',') : text;
    }

    private string Date(double serial)
    {
        // The calendar of 1900 counts a 29 February that never was.
        var days = from1904 ? serial + DaysTo1904 : serial < 60 ? serial + 1 : serial;
        if (days >= LastDay) return serial.ToString("G15", CultureInfo.InvariantCulture);
        var seconds = (long)Math.Round(days * 86_400);
        var moment = new DateTime(1899, 12, 30).AddSeconds(seconds);
        if (serial < 1 && !from1904) return moment.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return moment.ToString(seconds % 86_400 == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static bool IsShortInteger(string raw) => raw.Length is > 0 and <= 15 && !raw.AsSpan().ContainsAnyExceptInRange('0', '9');
}
