using System.IO.Compression;
using System.Text;

namespace KamPortal.Testing;

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

    /// <summary>A sheet with its rows as XML.</summary>
    public sealed record Page(string Name, string Rows, bool IsHidden = false);

    /// <summary>Several sheets.</summary>
    public static byte[] Book(params Page[] pages)
    {
        var parts = Parts("");
        parts["xl/_rels/workbook.xml.rels"] = $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(pages.Select((_, i) => $"""<Relationship Id="s{i}" Type="{Relations}/worksheet" Target="worksheets/sheet{i}.xml"/>"""))}</Relationships>""";
        parts["xl/workbook.xml"] = $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{string.Concat(pages.Select((p, i) => $"""<sheet name="{p.Name}" sheetId="{i + 1}" r:id="s{i}"{(p.IsHidden ? " state=\"hidden\"" : "")}/>"""))}</sheets></workbook>""";
        for (var i = 0; i < pages.Length; i++) parts[$"xl/worksheets/sheet{i}.xml"] = $"""<worksheet xmlns="{Main}"><sheetData>{pages[i].Rows}</sheetData></worksheet>""";
        return Pack(parts);
    }

    /// <summary>A row of texts.</summary>
    public static string Row(params string[] cells) => $"<row>{string.Concat(cells.Select(c => $"<c t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(c)}</t></is></c>"))}</row>";

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
