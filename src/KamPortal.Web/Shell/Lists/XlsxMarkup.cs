using System.Globalization;
using System.Text;

namespace KamPortal.Shell.Lists;

/// <summary>The words of SpreadsheetML that a list needs.</summary>
internal static class XlsxMarkup
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>Longest text that a cell can hold.</summary>
    private const int CellLength = 32_767;

    private enum Style
    {
        Plain,
        Bold,
        Figure,
        Day,
        Moment,
        Share,

        /// <summary>Stays a text when someone edits the cell, whatever it starts with.</summary>
        Quoted,
    }

    public const string PlainStart = $"""{Head}<worksheet xmlns="{Main}"><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="60" customWidth="1"/></cols><sheetData>""";

    public const string PlainEnd = "</sheetData></worksheet>";

    public static string SheetStart(IEnumerable<string> titles)
    {
        var heads = titles.ToList();
        var text = new StringBuilder(Head).Append(CultureInfo.InvariantCulture,
            $"""<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>""");
        for (var i = 0; i < heads.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{Math.Clamp(heads[i].Length * 1.3 + 4, 12, 40):0.##}" customWidth="1"/>""");
        text.Append("</cols><sheetData><row>");
        foreach (var title in heads) Text(text, title, Style.Bold);
        return text.Append("</row>").ToString();
    }

    public static string SheetEnd(int columns, int rows) => $"""</sheetData><autoFilter ref="A1:{Letters(columns)}{rows.ToString(CultureInfo.InvariantCulture)}"/></worksheet>""";

    public static string Row(IEnumerable<(object? Value, bool Share)> cells, TimeZoneInfo zone)
    {
        var text = new StringBuilder("<row>", 512);
        foreach (var (value, share) in cells) Cell(text, value, share, zone);
        return text.Append("</row>").ToString();
    }

    public static string Pair(string name, string value)
    {
        var text = new StringBuilder("<row>");
        Text(text, name, Style.Bold);
        Text(text, value, Style.Quoted);
        return text.Append("</row>").ToString();
    }

    /// <summary>A name that a sheet may have: no more than 31 characters, none of <c>: \ / ? * [ ]</c>.</summary>
    public static string SheetName(string title, int index)
    {
        var number = index == 0 ? "" : " " + (index + 1).ToString(CultureInfo.InvariantCulture);
        var name = string.Concat(title.Where(c => !":\\/?*[]'".Contains(c, StringComparison.Ordinal) && !char.IsControl(c)));
        return (name.Length == 0 ? "-" : name[..Math.Min(name.Length, 31 - number.Length)]) + number;
    }

    /// <summary>What holds the sheets together.</summary>
    public static IEnumerable<(string Path, string Markup)> Frame(IReadOnlyList<string> sheets)
    {
        var numbered = sheets.Select((name, i) => (Name: name, Number: i + 1)).ToList();
        yield return ("[Content_Types].xml", $"""
            {Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{XlsxFile.ContentType}.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{string.Concat(numbered.Select(s => $"""<Override PartName="/xl/worksheets/sheet{s.Number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"""))}</Types>
            """);
        yield return ("_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        yield return ("xl/workbook.xml", $"""
            {Head}<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{string.Concat(numbered.Select(s => $"""<sheet name="{Escape(s.Name)}" sheetId="{s.Number}" r:id="rId{s.Number}"/>"""))}</sheets></workbook>
            """);
        yield return ("xl/_rels/workbook.xml.rels", $"""
            {Head}<Relationships xmlns="{Package}/relationships">{string.Concat(numbered.Select(s => $"""<Relationship Id="rId{s.Number}" Type="{Office}/worksheet" Target="worksheets/sheet{s.Number}.xml"/>"""))}<Relationship Id="rId{sheets.Count + 1}" Type="{Office}/styles" Target="styles.xml"/></Relationships>
            """);
        yield return ("xl/styles.xml", $"""
            {Head}<styleSheet xmlns="{Main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="166" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="4" applyNumberFormat="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="165" applyNumberFormat="1"/><xf xfId="0" numFmtId="166" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/></cellXfs></styleSheet>
            """);
    }

    private static void Cell(StringBuilder to, object? value, bool share, TimeZoneInfo zone)
    {
        switch (value)
        {
            case null: to.Append("<c/>"); break;
            case string text: Text(to, text, ExportText.LooksLikeFormula(text) ? Style.Quoted : Style.Plain); break;
            case bool yes: to.Append(yes ? """<c t="b"><v>1</v></c>""" : """<c t="b"><v>0</v></c>"""); break;
            case Enum name: Text(to, name.ToString(), Style.Plain); break;
            case DateOnly day when day.Year >= 1900: Number(to, day.ToDateTime(TimeOnly.MinValue).ToOADate(), Style.Day); break;
            case DateTimeOffset instant: Number(to, TimeZoneInfo.ConvertTime(instant, zone).DateTime.ToOADate(), Style.Moment); break;
            case double number when !double.IsFinite(number): to.Append("<c/>"); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong: Number(to, (IFormattable)value, Style.Plain); break;
            case decimal or double or float: Number(to, (IFormattable)value, share ? Style.Share : Style.Figure); break;
            default: Text(to, value.ToString() ?? "", Style.Quoted); break;
        }
    }

    private static void Number(StringBuilder to, IFormattable number, Style style) =>
        to.Append(CultureInfo.InvariantCulture, $"""<c s="{(int)style}"><v>{number.ToString(null, CultureInfo.InvariantCulture)}</v></c>""");

    private static void Text(StringBuilder to, string text, Style style) =>
        to.Append(CultureInfo.InvariantCulture, $"""<c s="{(int)style}" t="inlineStr"><is><t xml:space="preserve">{Escape(text.Length > CellLength ? text[..CellLength] : text)}</t></is></c>""");

    /// <summary>Markup is escaped; characters that XML cannot hold are written <c>_xHHHH_</c>, as the format wants.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '&': safe.Append("&amp;"); break;
                case '"': safe.Append("&quot;"); break;
                case '_' when IsEscape(text.AsSpan(i)): safe.Append("_x005F_"); break;
                case '\t' or '\n': safe.Append(c); break;
                case < ' ' or '\ufffe' or '\uffff': safe.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_"); break;
                case >= '\ud800' and <= '\udfff' when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]): safe.Append(c).Append(text[++i]); break;
                case >= '\ud800' and <= '\udfff': safe.Append('\ufffd'); break;
                default: safe.Append(c); break;
            }
        }

        return safe.ToString();
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] is 'x' or 'X' && text[6] == '_' && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);

    private static string Letters(int column) => column <= 26 ? ((char)('A' + column - 1)).ToString() : Letters((column - 1) / 26) + (char)('A' + (column - 1) % 26);
}
