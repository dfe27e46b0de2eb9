using System.IO.Compression;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>A part of a workbook as it is unpacked: no longer than it says it is, and never long without a tag.</summary>
internal sealed class GuardedStream(ZipArchiveEntry entry) : Stream
{
    private static readonly byte[] Tags = [(byte)'<', (byte)'>'];
    private readonly Stream _source = entry.Open();
    private readonly long _length = entry.Length;
    private long _read;
    private int _stretch;

    public double Fraction => _length == 0 ? 1 : Math.Min(1, (double)_read / _length);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => _length;
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = _source.Read(buffer);
        _read += count;
        if (_read > _length) throw new FileRefusedException("refused.workbook_damaged");
        var last = buffer[..count].LastIndexOfAny(Tags);
        _stretch = last < 0 ? _stretch + count : count - last - 1;
        if (_stretch > WorkbookLimits.StretchBytes) throw new FileRefusedException("refused.workbook_damaged");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }
}
