namespace KamPortal.Data.Copy.Workbooks;

/// <summary>Finds one's way about the parts of a package.</summary>
internal static class WorkbookParts
{
    /// <summary>What a part refers to inside the package.</summary>
    public readonly record struct Target(string Id, string Type, string Path);

    public static List<Target> Targets(Workbook book, string relations, string folder)
    {
        var targets = new List<Target>();
        if (!book.Has(relations)) return targets;
        using var xml = book.Xml(relations);
        while (xml.Read())
        {
            if (!xml.IsStartOfAny("Relationship") || xml.Attribute("TargetMode") == "External") continue;
            if (xml.Attribute("Target") is { } target) targets.Add(new(xml.Attribute("Id") ?? "", xml.Attribute("Type") ?? "", Resolved(folder, target)));
        }

        return targets;
    }

    /// <summary>Why a package without a spreadsheet is refused.</summary>
    public static string Refusal(IReadOnlyCollection<string> parts) =>
        parts.Contains("xl/workbook.bin") ? "refused.xlsb"
        : parts.Contains("content.xml") && parts.Contains("mimetype") ? "refused.ods"
        : parts.Contains("[Content_Types].xml") ? "refused.no_workbook"
        : "refused.archive";

    private static string Resolved(string folder, string target)
    {
        target = Uri.UnescapeDataString(target.Replace('\\', '/'));
        var steps = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : $"{folder}/{target}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == "..") steps.RemoveRange(Math.Max(0, steps.Count - 1), Math.Min(1, steps.Count));
            else if (step != ".") steps.Add(step);
        }

        return string.Join('/', steps);
    }
}

/// <summary>The end of a zip archive, read before anyone builds a list of what is in it.</summary>
internal static class ZipDirectory
{
    private const int Size = 22;
    private static readonly byte[] EndMark = [0x50, 0x4B, 0x05, 0x06];

    /// <summary>How many entries the archive says it has; no more than an archive of this size needs, which excludes the 64-bit form.</summary>
    public static int Entries(ReadOnlySpan<byte> file)
    {
        var at = file.LastIndexOf(EndMark);
        return at < 0 || at + Size > file.Length ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 10)..]);
    }
}
