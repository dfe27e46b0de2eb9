using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace KamPortal.Shell.Lists;

/// <summary>
/// Streams rows as an Excel workbook straight into the answer: text is always text, numbers and days are typed, the head is bold
/// and stays in sight, a second sheet says what the file is. The parts are written forward only, so memory does not grow with
/// the rows; libraries that keep a package open for change hold every part until the end.
/// </summary>
public static class XlsxFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows that a sheet can hold, its head included.</summary>
    public const int SheetRows = 1_048_576;

    public static async Task WriteAsync<TRow>(
        Stream stream, string title, IAsyncEnumerable<TRow> rows, IReadOnlyList<ExportColumn<TRow>> columns, string aboutTitle,
        IReadOnlyList<(string Name, string Value)> about, TimeZoneInfo zone, int sheetRows = SheetRows, CancellationToken ct = default)
    {
        await using var pending = new Pending(stream);
        using (var archive = new ZipArchive(pending, ZipArchiveMode.Create, leaveOpen: true))
        {
            var sheets = new List<string>();
            await using (var source = rows.GetAsyncEnumerator(ct))
            {
                // A million rows need a second sheet; a list without rows still has its head.
                for (var more = await source.MoveNextAsync(); more || sheets.Count == 0;)
                {
                    sheets.Add(XlsxMarkup.SheetName(title, sheets.Count));
                    await using var sheet = PartOf(archive, $"xl/worksheets/sheet{sheets.Count}.xml");
                    await sheet.WriteAsync(XlsxMarkup.SheetStart(columns.Select(c => c.Title)));
                    var written = 1;
                    for (; more && written < sheetRows; written++, more = await source.MoveNextAsync())
                    {
                        await sheet.WriteAsync(XlsxMarkup.Row(columns.Select(c => (c.Value(source.Current), c.Share)), zone));
                        await pending.SendAsync(ct);
                    }

                    await sheet.WriteAsync(XlsxMarkup.SheetEnd(columns.Count, written));
                }
            }

            sheets.Add(XlsxMarkup.SheetName(aboutTitle, 0));
            await using (var sheet = PartOf(archive, $"xl/worksheets/sheet{sheets.Count}.xml"))
            {
                await sheet.WriteAsync(XlsxMarkup.PlainStart + string.Concat(about.Select(line => XlsxMarkup.Pair(line.Name, line.Value))) + XlsxMarkup.PlainEnd);
            }

            foreach (var (path, markup) in XlsxMarkup.Frame(sheets))
            {
                await using var part = PartOf(archive, path);
                await part.WriteAsync(markup);
            }
        }

        await pending.SendAsync(ct, all: true);
    }

    private static StreamWriter PartOf(ZipArchive archive, string path) =>
        new(archive.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 15);

    /// <summary>What the archive writes, which it does at once, until it can be sent without holding a thread.</summary>
    private sealed class Pending(Stream to) : Stream
    {
        private const int Enough = 1 << 16;
        private readonly ArrayBufferWriter<byte> _held = new(2 * Enough);

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task SendAsync(CancellationToken ct, bool all = false)
        {
            if (_held.WrittenCount < Enough && !all) return;
            await to.WriteAsync(_held.WrittenMemory, ct);
            _held.ResetWrittenCount();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Sent when there is enough of it.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
