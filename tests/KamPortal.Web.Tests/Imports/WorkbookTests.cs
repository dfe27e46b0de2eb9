using KamPortal.Data.Copy;
using KamPortal.Data.Copy.Workbooks;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Workbooks are read cell by cell as a person sees them in Excel.</summary>
public sealed class WorkbookTests
{
    private const string Styles =
        """
        <numFmts><numFmt numFmtId="164" formatCode="0000000000"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="166" formatCode="[Red]#,##0.00;[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/></cellXfs>
        """;

    [Theory]
    [InlineData("""<c r="A1"><v>1234.5</v></c>""", "1234.5")]
    [InlineData("""<c r="A1"><v>0.30000000000000004</v></c>""", "0.3")]
    [InlineData("""<c r="A1"><v>1E-3</v></c>""", "0.001")]
    [InlineData("""<c r="A1"><v>17850.0</v></c>""", "17850")]
    [InlineData("""<c r="A1"><v>123456789012345678</v></c>""", "1.23456789012346E+17")]
    [InlineData("""<c r="A1" s="1"><v>45747</v></c>""", "2025-03-31")]
    [InlineData("""<c r="A1" s="3"><v>45717</v></c>""", "2025-03-01")]
    [InlineData("""<c r="A1" s="5"><v>45747.5</v></c>""", "2025-03-31 12:00:00")]
    [InlineData("""<c r="A1" s="1"><v>59</v></c>""", "1900-02-28")]
    [InlineData("""<c r="A1" s="4"><v>12.5</v></c>""", "12.5")]
    [InlineData("""<c r="A1" s="2"><v>12345</v></c>""", "0000012345")]
    [InlineData("""<c r="A1" t="d"><v>2025-03-31T00:00:00Z</v></c>""", "2025-03-31T00:00:00Z")]
    [InlineData("""<c r="A1" t="b"><v>1</v></c>""", "TRUE")]
    [InlineData("""<c r="A1" t="e"><v>#DIV/0!</v></c>""", "#DIV/0!")]
    [InlineData("""<c r="A1" t="str"><f>A2&amp;"x"</f><v>ax</v></c>""", "ax")]
    [InlineData("""<c r="A1"><f>1+1</f><v>2</v></c>""", "2")]
    [InlineData("""<c r="A1"><f>1+1</f></c>""", SheetRows.Uncalculated)]
    [InlineData("""<c r="A1" t="s"><v>0</v></c>""", "Müller AG")]
    [InlineData("""<c r="A1" t="s"><v>1</v></c>""", "東京")]
    [InlineData("""<c r="A1" t="s"><v>2</v></c>""", "a\nb _x")]
    [InlineData("""<c r="A1" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c>""", "in line")]
    [InlineData("""<c><v>7</v></c>""", "7")]
    [InlineData("""<c r="A1" t="s"><v/></c><c r="B1"><v>1</v></c>""", "")]
    public void A_cell_reads_as_a_person_sees_it(string cell, string expected)
    {
        const string texts = """<si><r><t>Müller</t></r><r><t xml:space="preserve"> AG</t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>a_x000A_b _x005F_x</t></si>""";
        using var rows = Rows(WorkbookMaker.Sheet($"""<row r="1">{cell}</row>""", Styles, texts));
        rows.Read().ShouldBeTrue();
        rows.Text(0).ShouldBe(expected);
    }

    [Fact]
    public void Dates_of_1904_are_four_years_later()
    {
        using var rows = Rows(WorkbookMaker.Sheet("""<row><c s="1"><v>44285</v></c></row>""", Styles, "", """<workbookPr date1904="1"/>"""));
        rows.Read();
        rows.Text(0).ShouldBe("2025-03-31");
    }

    [SkippableTheory]
    [InlineData("1900.xlsx", "1900-01-01 1900-01-11 1900-04-20 1903-01-15 1930-06-02")]
    [InlineData("1904.xlsx", "1904-01-02 1904-01-12 1904-04-21 1907-01-16 1934-06-03")]
    public void The_same_numbers_are_other_days_in_the_calendar_of_the_Macintosh(string file, string days)
    {
        var rows = ImportReading.ReadAll(File.ReadAllBytes(SharedData.PathOf("corpora", "sheetjs", file)), new TableDialect { Sheet = "Sheet1" });
        rows.SelectMany(r => r).Where(c => c.Length == 10 && c[4] == '-').Distinct().ShouldBe(days.Split(' '));
    }

    [SkippableTheory]
    [InlineData("poi-xlsx/SampleSS.xlsx", "poi-xlsx/SampleSS.strict.xlsx")]
    [InlineData("poi-xlsx/sample.xlsx", "poi-xlsx/sample.strict.xlsx")]
    [InlineData("sheetjs/sheet_visibility.xlsx", "sheetjs/sheet_visibility_strict.xlsx")]
    public void The_strict_standard_gives_the_same_cells(string usual, string strict)
    {
        var (one, other) = (Everything(usual), Everything(strict));
        one.ShouldNotBeEmpty();
        other.ShouldBe(one);
    }

    [SkippableFact]
    public void Hidden_sheets_are_marked_and_a_visible_one_is_proposed()
    {
        using var book = Workbook.Open(File.ReadAllBytes(SharedData.PathOf("corpora", "poi-xlsx", "TwoSheetsOneHidden.xlsx")));
        book.Sheets.Count(s => s.IsHidden).ShouldBe(1);
        var settings = ImportReading.Propose(WorkbookMaker.Sheet("""<row><c t="inlineStr"><is><t>Customer ID</t></is></c></row><row><c><v>7</v></c></row>"""));
        (settings.Dialect.Sheet, settings.Kind).ShouldBe(("Sales", "accounts"));
    }

    [Fact]
    public void What_lies_between_filled_cells_is_never_made()
    {
        using var rows = Rows(WorkbookMaker.Sheet("""<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="CV1048576"><v>2</v></c><c r="XFD1048576" s="1"/></row>""", Styles));
        rows.Read().ShouldBeTrue();
        rows.Read().ShouldBeTrue();
        (rows.Line, rows.Count, rows.Text(99)).ShouldBe((1_048_576, 100, "2"));
        rows.Read().ShouldBeFalse();
    }

    [Fact]
    public void Numbers_of_cells_are_not_in_doubt_however_texts_are_written()
    {
        var file = WorkbookMaker.Sheet(WorkbookMaker.Row("account_id", "period", "product_line", "revenue", "cogs") + """<row><c t="inlineStr"><is><t>A1</t></is></c><c s="1"><v>45717</v></c><c t="inlineStr"><is><t>Pumps</t></is></c><c><v>1.234</v></c><c t="inlineStr"><is><t>1.234,56</t></is></c></row>""", Styles);
        var settings = ImportReading.Propose(file);
        settings.Dialect.Decimals.ShouldBe(DecimalStyle.Comma);
        ImportReading.Preview(file, settings).Doubts.ShouldBeEmpty();
        ImportReading.ReadAll(file, settings.Dialect)[1].ShouldBe(["A1", "2025-03-01", "Pumps", "1,234", "1.234,56"]);
    }

    [Theory]
    [InlineData("""<row r="3"><c r="CW3"><v>1</v></c></row>""", "refused.sheet_columns", "Sales|CW3|100")]
    [InlineData("""<row r="3"><c r="B3" t="s"><v>99</v></c></row>""", "refused.sheet_damaged", "Sales|4")]
    [InlineData("""<row r="3"><c r="B3"><v>abc</v></c></row>""", "refused.sheet_damaged", "Sales|4")]
    [InlineData("""<row r="x"></row>""", "refused.sheet_damaged", "Sales|1")]
    [InlineData("""<row r="2"><c r="ZZZZ2"><v>1</v></c></row>""", "refused.sheet_damaged", "Sales|3")]
    public void A_refusal_names_sheet_and_place(string rows, string code, string details)
    {
        var refusal = Should.Throw<FileRefusedException>(() => Drain(WorkbookMaker.Sheet(rows)));
        (refusal.Code, string.Join('|', refusal.Details)).ShouldBe((code, details));
    }

    [Fact]
    public void A_text_longer_than_a_cell_may_hold_is_named_by_its_cell()
    {
        var refusal = Should.Throw<FileRefusedException>(() => Drain(WorkbookMaker.Sheet($"""<row r="2"><c r="B2" t="inlineStr"><is><t>{new string('x', 32_768)}</t></is></c></row>""")));
        (refusal.Code, refusal.Details[1]).ShouldBe(("refused.sheet_cell", "B2"));
    }

    [Fact]
    public void More_rows_than_a_sheet_may_have_are_refused()
    {
        var rows = string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 50_001));
        Should.Throw<FileRefusedException>(() => Drain(WorkbookMaker.Sheet(rows))).Code.ShouldBe("refused.sheet_rows");
        Drain(WorkbookMaker.Sheet(rows[..^"<row><c><v>1</v></c></row>".Length] + string.Concat(Enumerable.Repeat("<row/>", 5_000)))).ShouldBe(55_000);
    }

    [Theory]
    [InlineData("xl/workbook.bin", "refused.xlsb")]
    [InlineData("content.xml,mimetype", "refused.ods")]
    [InlineData("[Content_Types].xml,word/document.xml", "refused.no_workbook")]
    [InlineData("simple.csv", "refused.archive")]
    public void What_is_packed_but_no_workbook_is_called_by_its_name(string parts, string code) =>
        Should.Throw<FileRefusedException>(() => Workbook.Open(WorkbookMaker.Pack(parts.Split(',').ToDictionary(p => p, _ => "x")))).Code.ShouldBe(code);

    internal static int Drain(byte[] file)
    {
        using var rows = Rows(file);
        var count = 0;
        while (rows.Read()) count++;
        return count;
    }

    private static SheetRows Rows(byte[] file) => Workbook.Open(file).Rows("Sales", ownsBook: true);

    private static List<string> Everything(string file)
    {
        using var book = Workbook.Open(File.ReadAllBytes(SharedData.PathOf(["corpora", .. file.Split('/')])));
        var cells = new List<string>();
        foreach (var sheet in book.Sheets)
        {
            using var rows = book.Rows(sheet.Name);
            while (rows.Read()) cells.Add($"{sheet.Name} {sheet.IsHidden} {rows.Line} {string.Join('|', rows.Fields())}");
        }

        return cells;
    }
}
