using System.IO.Compression;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Damages files as transfers, editors and attackers do; the same number always does the same damage.</summary>
internal static class FileMutations
{
    private static readonly byte[][] Tokens =
    [
        "\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\r"u8.ToArray(), "\n"u8.ToArray(), [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0x81, 0x30], "<c r=\"XFD9\">"u8.ToArray(), "</row>"u8.ToArray(),
        "<!DOCTYPE a>"u8.ToArray(), "&#0;"u8.ToArray(), "t=\"s\""u8.ToArray(), "1E+400"u8.ToArray(), "-1"u8.ToArray(), "9999999999999"u8.ToArray(), "_xD800_"u8.ToArray(), "=cmd|"u8.ToArray(), "sep=\n"u8.ToArray(),
    ];

    public static byte[] Mutate(byte[] seed, int number)
    {
        var random = new Random(number);
        // Half of the workbooks are damaged inside, where the archive's own checks do not catch it.
        return seed is [0x50, 0x4B, ..] && random.Next(2) == 0 && Repacked(seed, random) is { } inside ? inside : Damaged(seed, random);
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var at = random.Next(list.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < list.Count: list[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when at < list.Count: list[at] = (byte)random.Next(256); break;
                case 2: list.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 3: list.RemoveRange(at, Math.Min(random.Next(64), list.Count - at)); break;
                default: list.InsertRange(at, list.GetRange(at, Math.Min(random.Next(256), list.Count - at))); break;
            }
        }

        if (random.Next(10) == 0) list.RemoveRange(random.Next(list.Count + 1) is var cut ? cut : 0, list.Count - cut);
        return [.. list];
    }

    private static byte[]? Repacked(byte[] seed, Random random)
    {
        try
        {
            using var source = new ZipArchive(new MemoryStream(seed));
            using var file = new MemoryStream();
            using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            {
                var victim = random.Next(source.Entries.Count);
                for (var i = 0; i < source.Entries.Count; i++)
                {
                    using var from = source.Entries[i].Open();
                    using var bytes = new MemoryStream();
                    from.CopyTo(bytes);
                    using var to = zip.CreateEntry(source.Entries[i].FullName, CompressionLevel.Fastest).Open();
                    to.Write(i == victim ? Damaged(bytes.ToArray(), random) : bytes.ToArray());
                }
            }

            return file.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
