using System.IO.Compression;
using System.Text;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Packs workbooks part by part, honest ones and others.</summary>
internal static class WorkbookMaker
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>One sheet with the rows given as XML.</summary>
    public static byte[] Sheet(string rows, string styles = "", string texts = "", string workbook = "") => Pack(Parts(rows, styles, texts, workbook));

    public static Dictionary<string, string> Parts(string rows, string styles = "", string texts = "", string workbook = "") => new()
    {
        ["_rels/.rels"] = $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
        ["xl/_rels/workbook.xml.rels"] =
            $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="s1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="st" Type="{Relations}/styles" Target="styles.xml"/>
            <Relationship Id="ss" Type="{Relations}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>
            """,
        ["xl/workbook.xml"] = $"""<workbook xmlns="{Main}" xmlns:r="{Relations}">{workbook}<sheets><sheet name="Sales" sheetId="1" r:id="s1"/></sheets></workbook>""",
        ["xl/styles.xml"] = $"""<styleSheet xmlns="{Main}">{styles}</styleSheet>""",
        ["xl/sharedStrings.xml"] = $"""<sst xmlns="{Main}">{texts}</sst>""",
        ["xl/worksheets/sheet1.xml"] = $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""",
    };

    public static byte[] Pack(IReadOnlyDictionary<string, string> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts) Write(zip, name, s => s.Write(Encoding.UTF8.GetBytes(text)));
        }

        return file.ToArray();
    }

    /// <summary>An honest workbook whose sheet is written by the caller, of any length.</summary>
    public static byte[] Pack(IReadOnlyDictionary<string, string> parts, string part, Action<Stream> write, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts.Where(p => p.Key != part)) Write(zip, name, s => s.Write(Encoding.UTF8.GetBytes(text)));
            Write(zip, part, write, level);
        }

        return file.ToArray();
    }

    private static void Write(ZipArchive zip, string name, Action<Stream> write, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var stream = zip.CreateEntry(name, level).Open();
        write(stream);
    }
}
