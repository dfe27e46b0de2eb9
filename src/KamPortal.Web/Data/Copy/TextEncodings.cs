using System.Buffers;
using System.Text;

namespace KamPortal.Data.Copy;

/// <summary>The encodings that uploaded text may have, and how to guess which one it is.</summary>
public static class TextEncodings
{
    /// <summary>Names offered to the person who corrects a guess, in the order of how often they are right.</summary>
    public static readonly IReadOnlyList<string> Offered =
        ["utf-8", "gb18030", "windows-1252", "utf-16", "utf-16BE", "big5", "ibm850", "iso-8859-2", "macintosh"];

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Get(string name) =>
        Offered.Contains(name) ? Encoding.GetEncoding(name) : throw new ArgumentOutOfRangeException(nameof(name), name, "Not an encoding that is offered.");

    /// <summary>
    /// Guesses by byte order mark, else by the pattern of zeros, else by whether the bytes are valid UTF-8, else by whether they
    /// pair up as Chinese does.
    /// </summary>
    /// <param name="start">The first bytes of the file.</param>
    /// <param name="telling">Bytes from where the file first leaves ASCII; the same as <paramref name="start"/> when it does so there.</param>
    public static string Guess(ReadOnlySpan<byte> start, ReadOnlySpan<byte> telling)
    {
        if (start.StartsWith<byte>([0xEF, 0xBB, 0xBF])) return "utf-8";
        if (start.StartsWith<byte>([0xFF, 0xFE])) return "utf-16";
        if (start.StartsWith<byte>([0xFE, 0xFF])) return "utf-16BE";
        if (WideZeros(start) is { } wide) return wide;
        if (IsUtf8(telling)) return "utf-8";
        return PairsLikeChinese(telling) ? "gb18030" : "windows-1252";
    }

    /// <summary>UTF-16 without a mark: most Latin letters leave a zero on the same side of each pair.</summary>
    private static string? WideZeros(ReadOnlySpan<byte> bytes)
    {
        var (even, odd, pairs) = (0, 0, Math.Min(bytes.Length, 4096) / 2);
        for (var i = 0; i < pairs; i++)
        {
            if (bytes[2 * i] == 0) even++;
            if (bytes[2 * i + 1] == 0) odd++;
        }

        return pairs < 2 ? null : odd > pairs / 3 && even < pairs / 20 ? "utf-16" : even > pairs / 3 && odd < pairs / 20 ? "utf-16BE" : null;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            // A sample may end in the middle of a character.
            if (status != OperationStatus.Done) return status == OperationStatus.NeedMoreData;
            bytes = bytes[used..];
        }

        return true;
    }

    /// <summary>In GB 18030 the high bytes of everyday characters come in pairs; accents in Western text stand between letters.</summary>
    private static bool PairsLikeChinese(ReadOnlySpan<byte> bytes)
    {
        var (high, paired) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            high++;
            if (bytes[i] is < 0xA1 or > 0xF7 || i + 1 >= bytes.Length || bytes[i + 1] < 0xA1) continue;
            paired += 2;
            high++;
            i++;
        }

        return high > 0 && paired * 10 >= high * 7;
    }
}
