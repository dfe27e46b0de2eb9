using System.Buffers;
using System.Text;

namespace KamPortal.Data.Copy;

/// <summary>Writes rows that a spreadsheet opens as text and numbers, never as formulas.</summary>
public sealed class CsvText(TextWriter writer)
{
    /// <summary>UTF-8 with a mark, by which spreadsheets recognise Chinese.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("+-0123456789.,");
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n;\t");

    public async Task WriteAsync(IEnumerable<string?> fields)
    {
        var first = true;
        foreach (var field in fields)
        {
            if (!first) await writer.WriteAsync(',');
            first = false;
            await writer.WriteAsync(Quoted(Harmless(field ?? "")));
        }

        await writer.WriteAsync("\r\n");
    }

    /// <summary>Text that a spreadsheet would take for a formula gets a leading apostrophe; plain numbers stay as they are.</summary>
    public static string Harmless(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>The text as it was before <see cref="Harmless"/>, so that a downloaded file can be read again.</summary>
    public static ReadOnlySpan<char> Original(ReadOnlySpan<char> text) =>
        text is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? text[1..] : text;

    private static bool IsFormula(string text) =>
        text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠', ..]
        && (text.AsSpan().ContainsAnyExcept(OfNumbers)
            || (!NumberText.TryParse(text, DecimalStyle.Point, out _) && !NumberText.TryParse(text, DecimalStyle.Comma, out _)));

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(Special) || text is [' ', ..] or [.., ' '] ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
