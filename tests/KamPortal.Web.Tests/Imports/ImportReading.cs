using System.Text;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Features.Imports;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Web.Tests.Imports;

/// <summary>A file read as the wizard reads it on upload, without a database.</summary>
internal static class ImportReading
{
    public static readonly IReadOnlyList<ImportKind> Kinds = [.. new ServiceCollection().AddImportKinds().BuildServiceProvider().GetServices<ImportKind>().OrderBy(k => k.Order)];

    public static ImportSettings Propose(string path, string? kind = null) => FilePreview.Propose(Sample(File.ReadAllBytes(path)), Kinds, kind);

    public static ImportSettings ProposeText(string text, string? kind = null) => FilePreview.Propose(Sample(Encoding.UTF8.GetBytes(text)), Kinds, kind);

    public static FilePreview Preview(string path, ImportSettings settings) =>
        FilePreview.Of(Sample(File.ReadAllBytes(path)), settings, Kinds.Single(k => k.Key == settings.Kind));

    /// <summary>Header → field for the columns that are used.</summary>
    public static Dictionary<string, string> Mapping(ImportSettings settings) =>
        settings.Headers.Zip(settings.Fields).Where(p => p.Second is not null).ToDictionary(p => p.First, p => p.Second!);

    private static FileSample Sample(byte[] bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, FileChunks.Size)];
        if (CsvSniffer.Refusal(start) is { } refusal) throw new FileRefusedException(refusal);
        var telling = Array.FindIndex(bytes, b => b >= 0x80) is var at and >= FileChunks.Size ? bytes[at..] : start;
        return FileSample.Decode(start, TextEncodings.Guess(start, telling), bytes.Length < FileChunks.Size);
    }
}
