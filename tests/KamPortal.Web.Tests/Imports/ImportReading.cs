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

    public static ImportSettings Propose(string path, string? kind = null) => Propose(File.ReadAllBytes(path), kind);

    public static ImportSettings ProposeText(string text, string? kind = null) => Propose(Encoding.UTF8.GetBytes(text), kind);

    public static ImportSettings Propose(byte[] file, string? kind = null, string? sheet = null)
    {
        using var sample = Sample(file);
        return FileProposal.Propose(sample, Kinds, kind, sheet);
    }

    public static FilePreview Preview(string path, ImportSettings settings) => Preview(File.ReadAllBytes(path), settings);

    public static FilePreview Preview(byte[] file, ImportSettings settings)
    {
        using var sample = Sample(file);
        return FilePreview.Of(sample, settings, Kinds.Single(k => k.Key == settings.Kind));
    }

    /// <summary>Every row of a file, cells as the dialect reads them.</summary>
    public static List<string[]> ReadAll(byte[] file, TableDialect dialect)
    {
        using var sample = Sample(file, whole: true);
        return [.. sample.Rows(dialect, int.MaxValue).Select(r => r.Fields)];
    }

    /// <summary>Header → field for the columns that are used.</summary>
    public static Dictionary<string, string> Mapping(ImportSettings settings) =>
        settings.Headers.Zip(settings.Fields).Where(p => p.Second is not null).ToDictionary(p => p.First, p => p.Second!);

    private static TableSample Sample(byte[] bytes, bool whole = false)
    {
        if (TableSample.IsPacked(bytes)) return TableSample.OfWorkbook(bytes);
        var start = whole ? bytes : bytes[..Math.Min(bytes.Length, FileChunks.Size)];
        var telling = Array.FindIndex(bytes, b => b >= 0x80) is var at and >= FileChunks.Size ? bytes[at..] : start;
        return TableSample.OfText(start, telling, whole || bytes.Length < FileChunks.Size);
    }
}
