using System.Globalization;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>Which number formats of a workbook show a number as a date, and which with leading zeros.</summary>
internal sealed class CellFormats
{
    private readonly List<Shown> _styles = [];

    /// <param name="Zeros">Digits shown at least, when the format is zeros alone.</param>
    public readonly record struct Shown(bool IsDate, int Zeros);

    public Shown this[int style] => style >= 0 && style < _styles.Count ? _styles[style] : default;

    public static CellFormats Read(PartXml xml)
    {
        var formats = new CellFormats();
        var codes = new Dictionary<int, string>();
        var inCells = false;
        while (xml.Read())
        {
            if (xml.IsStart("numFmt") && Number(xml, "numFmtId") is { } id) codes[id] = xml.Attribute("formatCode") ?? "";
            else if (xml.IsStart("cellXfs")) inCells = !xml.IsEmpty;
            else if (xml.IsEnd("cellXfs")) inCells = false;
            else if (inCells && xml.IsStart("xf"))
            {
                var number = Number(xml, "numFmtId") ?? 0;
                formats._styles.Add(codes.TryGetValue(number, out var code) ? Of(code) : new(IsBuiltInDate(number), 0));
            }
        }

        return formats;
    }

    /// <summary>What a format code shows, judged by its first section without quoted text, colours and locales.</summary>
    public static Shown Of(string code)
    {
        if (code.Length > 1 && code.All(c => c == '0')) return new(false, code.Length);
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case ';': return default;
                case '"': i = End(code, i, '"'); break;
                case '[':
                    // [h]:mm is a length of time, not a day.
                    if (i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 'm' or 's' && End(code, i, ']') - i <= 4) return default;
                    i = End(code, i, ']');
                    break;
                case '\\' or '_' or '*': i++; break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S': return new(true, 0);
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase): i += 6; break;
            }
        }

        return default;
    }

    private static int End(string code, int from, char sign) => code.IndexOf(sign, from + 1) is var end and >= 0 ? end : code.Length;

    /// <summary>Formats without a code of their own, those of East Asian editions included.</summary>
    private static bool IsBuiltInDate(int number) => number is (>= 14 and <= 22) or (>= 27 and <= 36) or 45 or 47 or (>= 50 and <= 58);

    private static int? Number(PartXml xml, string name) => int.TryParse(xml.Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
