using System.Diagnostics;
using System.Text;
using KamPortal.Data.Copy;
using KamPortal.Data.Copy.Workbooks;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Files made to exhaust whoever opens them are refused by name, fast and in little memory.</summary>
public sealed class BombTests
{
    private static readonly byte[] Megabyte = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<row></row>", 1 << 17)))[..(1 << 20)];

    [Fact]
    public void Ten_gigabytes_in_a_few_megabytes_are_refused_before_they_are_unpacked()
    {
        var bomb = WorkbookMaker.Pack(WorkbookMaker.Parts(""), "xl/worksheets/sheet1.xml", s =>
        {
            // The archive's 32-bit directory says as much as it can; ten gigabytes in all.
            for (var i = 0; i < 200; i++) s.Write(Megabyte);
        });
        Refuses(bomb, "refused.workbook_unpacked");
    }

    [Fact]
    public void A_part_packed_beyond_any_real_one_is_refused() =>
        Refuses(WorkbookMaker.Pack(WorkbookMaker.Parts(""), "xl/media/x.bin", s => s.Write(new byte[50 << 20]), System.IO.Compression.CompressionLevel.Optimal), "refused.workbook_ratio");

    [Fact]
    public void A_directory_of_many_entries_is_refused_before_it_is_read()
    {
        var parts = Enumerable.Range(0, 1_001).ToDictionary(i => $"p{i}", _ => "");
        Refuses(WorkbookMaker.Pack(parts), "refused.workbook_entries");
        Refuses(WorkbookMaker.Pack(Enumerable.Range(0, 100_000).ToDictionary(i => $"p{i}", _ => "")), "refused.workbook_entries");
    }

    [Fact]
    public void A_part_that_is_longer_than_it_says_is_refused()
    {
        var file = WorkbookMaker.Sheet(string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 40_000)));
        // The directory's word for the length of the sheet, turned down to 100 bytes.
        var at = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("xl/worksheets/sheet1.xml")) - 46 + 24;
        BitConverter.GetBytes(100).CopyTo(file, at);
        var refusal = Should.Throw<FileRefusedException>(() => WorkbookTests.Drain(file));
        refusal.Code.ShouldBeOneOf("refused.workbook_damaged", "refused.sheet_damaged");
    }

    [Fact]
    public void A_thousand_million_sparse_cells_cost_only_those_that_are_there()
    {
        var rows = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"""<row r="{i * 1_000 + 1}"><c r="A{i * 1_000 + 1}"><v>1</v></c><c r="XFD{i * 1_000 + 1}" s="3"/></row>"""));
        WorkbookTests.Drain(WorkbookMaker.Sheet(rows)).ShouldBe(1_000);
    }

    [Fact]
    public void XML_deeper_than_any_spreadsheet_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 1_000_000));
        Refuses(WorkbookMaker.Sheet(deep), "refused.sheet_damaged");
        Refuses(WorkbookMaker.Sheet("", "", deep) is var file ? file : [], null);
        Refuses(WorkbookMaker.Sheet("""<row><c t="s"><v>0</v></c></row>""", "", deep), "refused.sheet_damaged");
    }

    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""")]
    [InlineData("""<!DOCTYPE x SYSTEM "http://example.test/x.dtd">""")]
    public void A_document_type_is_refused_in_every_part(string dtd)
    {
        foreach (var part in WorkbookMaker.Parts("").Keys)
        {
            var parts = WorkbookMaker.Parts("""<row><c t="s" s="0"><v>0</v></c></row>""", "", "<si><t>x</t></si>");
            parts[part] = dtd + parts[part];
            Refuses(WorkbookMaker.Pack(parts), "refused.workbook_dtd");
        }
    }

    [Fact]
    public void A_text_without_end_is_refused_before_it_fills_the_memory() =>
        Refuses(WorkbookMaker.Pack(WorkbookMaker.Parts(""), "xl/worksheets/sheet1.xml", s =>
        {
            s.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c t=\"inlineStr\"><is><t>"u8);
            var noise = new byte[3 << 20];
            var random = new Random(5);
            for (var i = 0; i < noise.Length; i++) noise[i] = (byte)('a' + random.Next(26));
            s.Write(noise);
        }), "refused.workbook_damaged");

    /// <param name="code">Null when the file is harmless because nobody reads the part.</param>
    private static void Refuses(byte[] file, string? code)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        if (code is null) WorkbookTests.Drain(file);
        else Should.Throw<FileRefusedException>(() => WorkbookTests.Drain(file)).Code.ShouldBe(code);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(100L << 20);
    }
}
