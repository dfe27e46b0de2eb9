using System.Xml;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>How much of a workbook is unpacked and read: more is refused by name rather than tried.</summary>
internal static class WorkbookLimits
{
    public const int FileBytes = 20 << 20;
    public const int UnpackedBytes = 64 << 20;
    public const int Ratio = 200;

    /// <summary>Parts below this size may be packed more tightly: they hurt nobody.</summary>
    public const int RatioCountsFrom = 1 << 20;

    public const int Entries = 1_000;
    public const int Rows = 50_000;
    public const int Columns = 100;
    public const int CellCharacters = 32_767;
    public const int Depth = 64;

    /// <summary>Longest stretch without a tag: a text or attribute that no spreadsheet writes.</summary>
    public const int StretchBytes = 1 << 20;

    /// <summary>What unpacking and parsing throw when a file is damaged, by accident or on purpose.</summary>
    public static bool MeansDamaged(Exception e) =>
        e is InvalidDataException or IOException or NotSupportedException or XmlException or ArgumentException or OverflowException or FormatException or IndexOutOfRangeException;

    /// <summary>Document types are how entities are blown up and foreign files read; no spreadsheet writes them.</summary>
    public static bool HasDocumentType(Exception e) => e is XmlException && e.Message.Contains("DTD", StringComparison.Ordinal);
}
