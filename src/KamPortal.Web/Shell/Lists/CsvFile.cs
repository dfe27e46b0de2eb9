using System.Buffers;
using System.Globalization;
using System.Text;

namespace KamPortal.Shell.Lists;

/// <summary>
/// Streams rows as CSV that a spreadsheet opens as it is: UTF-8 with a mark (so that Chinese shows), invariant numbers,
/// ISO dates. Text that a spreadsheet would run as a formula gets an apostrophe in front.
/// </summary>
public static class CsvFile
{
    public static async Task WriteAsync<TRow>(Stream stream, IAsyncEnumerable<TRow> rows, IReadOnlyList<ExportColumn<TRow>> columns, CancellationToken ct = default)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 15, leaveOpen: true);
        await writer.WriteAsync(Line(columns.Select(c => Field(c.Title))).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct))
            await writer.WriteAsync(Line(columns.Select(c => Field(c.Value(row)))).AsMemory(), ct);
    }

    static string Line(IEnumerable<string> fields) => string.Join(',', fields) + "\r\n";

    static string Field(object? value) => value switch
    {
        null => "",
        string text => Quote(Harmless(text)),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable figure => Quote(figure.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quote(Harmless(value.ToString() ?? "")),
    };

    static readonly SearchValues<char> Parting = SearchValues.Create("\",\r\n;\t");

    static string Harmless(string text) => ExportText.LooksLikeFormula(text) ? "'" + text : text;

    // Semicolon and tab part the fields where a spreadsheet's language has a comma for decimals.
    static string Quote(string text) => !text.AsSpan().ContainsAny(Parting) && text.Trim().Length == text.Length
        ? text
        : '"' + text.Replace("\"", "\"\"") + '"';
}
