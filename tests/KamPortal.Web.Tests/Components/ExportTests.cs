using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;
using Sylvan.Data.Csv;

namespace KamPortal.Web.Tests.Components;

public sealed partial class ExportTests : ShellContext
{
    [Fact]
    public async Task A_spreadsheet_shows_chinese_runs_no_formula_and_keeps_its_columns()
    {
        using var file = new MemoryStream();
        await CsvFile.WriteAsync(file, Rows("华为, \"总部\"", "=1+1", "@x", "-5", "plain", "a;b", "\0=1", " +1"),
            [new("a", "客户", r => r), new("b", "Amount", _ => -1234.5m), new("c", "Day", _ => new DateOnly(2026, 1, 2))]);

        var bytes = file.ToArray();
        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes[3..]).Split("\r\n").ShouldBe(
        [
            "客户,Amount,Day", "\"华为, \"\"总部\"\"\",-1234.5,2026-01-02", "'=1+1,-1234.5,2026-01-02", "'@x,-1234.5,2026-01-02", "'-5,-1234.5,2026-01-02", "plain,-1234.5,2026-01-02",
            "\"a;b\",-1234.5,2026-01-02", "'\0=1,-1234.5,2026-01-02", "' +1,-1234.5,2026-01-02", "",
        ]);
    }

    [Fact]
    public async Task A_workbook_has_typed_cells_a_frozen_bold_head_and_a_sheet_about_itself()
    {
        using var workbook = await WorkbookAsync(Rows("=1+1"),
        [
            new("a", "客户", r => r), new("b", "Amount", _ => -1234.5m), new("c", "Day", _ => new DateOnly(2026, 1, 2)), new("d", "At", _ => new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero)),
            new("e", "Share", _ => 0.25m) { Share = true }, new("f", "Yes", _ => true), new("g", "Count", _ => 7), new("h", "None", _ => null),
        ]);

        var sheet = workbook.WorkbookPart!.WorksheetParts.Single(p => p.Uri.OriginalString.EndsWith("sheet1.xml", StringComparison.Ordinal)).Worksheet!;
        var pane = sheet.Descendants<Pane>().ShouldHaveSingleItem();
        (pane.State!.Value, pane.VerticalSplit!.Value).ShouldBe((PaneStateValues.Frozen, 1));
        var styles = workbook.WorkbookPart.WorkbookStylesPart!.Stylesheet!;
        var head = sheet.Descendants<Row>().First().Elements<Cell>().First();
        styles.Fonts!.Elements<Font>().ElementAt((int)styles.CellFormats!.Elements<CellFormat>().ElementAt((int)head.StyleIndex!.Value).FontId!.Value).Bold.ShouldNotBeNull();
        var cells = sheet.Descendants<Row>().Last().Elements<Cell>().ToList();
        cells.Select(c => c.DataType?.InnerText ?? "number").ShouldBe(["inlineStr", "number", "number", "number", "number", "b", "number", "number"]);
        cells.Skip(1).Select(c => c.CellValue?.Text).ShouldBe(["-1234.5", "46024", "46024.458333333336", "0.25", "1", "7", null]);
        string.Join('|', Texts(workbook, "sheet2.xml")).ShouldBe("List|Accounts|Exported by|Li Wei|Exported at|2026-11-23 17:30 Asia/Shanghai|Search|orion|Tier|A, B|Order|客户 ↓");
    }

    [SkippableFact]
    public async Task Nothing_that_people_have_ever_typed_to_harm_becomes_a_formula_and_all_of_it_survives()
    {
        var payloads = File.ReadLines(SharedData.PathOf("corpora", "payloads", "patt", "csv-injection.md")).Select(l => l.Trim())
            .Concat(JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(SharedData.PathOf("corpora", "blns", "blns.json")))!)
            .Concat(["\t=1", "\r=1", "\n=1", "\0=1", "\u200b=1", "_x0041_", "a\u0001b", "\uffff", "=1+1\"&\"x"]).Where(t => t.Length > 0).ToArray();
        payloads.Length.ShouldBeGreaterThan(500);

        using var csv = new MemoryStream();
        await CsvFile.WriteAsync(csv, Rows(payloads), [new("b", "Start", _ => "start"), new("a", "Text", r => r)]);
        csv.Position = 0;
        using var reader = CsvDataReader.Create(new StreamReader(csv), new CsvDataReaderOptions { BufferSize = 1 << 20 });
        foreach (var payload in payloads)
        {
            reader.Read().ShouldBeTrue();
            var cell = reader.GetString(1);
            Regex.IsMatch(cell, @"^[\s\p{C}]*[=+\-@]").ShouldBeFalse(cell);
            (cell == payload || cell == "'" + payload).ShouldBeTrue(payload);
            reader.GetString(0).ShouldBe("start");
        }

        using var workbook = await WorkbookAsync(Rows(payloads), [new("a", "Text", r => r)]);
        workbook.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<CellFormula>()).ShouldBeEmpty();
        Texts(workbook, "sheet1.xml").Skip(1).ShouldBe(payloads);
    }

    [Fact]
    public async Task Ten_thousand_rows_are_a_matter_of_moments_and_more_than_a_sheet_holds_goes_on_the_next()
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var file = new MemoryStream();
        await XlsxFile.WriteAsync(file, "Rows", Many(10_000), [.. Enumerable.Range(0, 20).Select(i => new ExportColumn<int>("c" + i, "Column " + i, r => i % 2 == 0 ? "Customer " + r : r * 1.5m))], "About", [], TimeZoneInfo.Utc);
        System.Diagnostics.Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));

        using var split = new MemoryStream();
        await XlsxFile.WriteAsync(split, "Rows", Many(5), [new("a", "Row", r => r)], "About", [], TimeZoneInfo.Utc, sheetRows: 3);
        using var workbook = SpreadsheetDocument.Open(split, false);
        workbook.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(s => s.Name!.Value).ShouldBe(["Rows", "Rows 2", "Rows 3", "About"]);
    }

    private async Task<SpreadsheetDocument> WorkbookAsync(IAsyncEnumerable<string> rows, IReadOnlyList<ExportColumn<string>> columns)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var list = new ListFile<string>("accounts", "Accounts", "Li Wei", rows, columns)
        {
            Zone = zone, Filters = [new("tier", "Tier", [new("A", "A"), new("B", "B")])], Query = ListQuery.FromUri("?q=orion&f=tier:A,B&sort=-a"),
        };
        var about = ListExport.About(list, new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero), Get<IStringLocalizer<ShellTexts>>());
        var file = new MemoryStream();
        await XlsxFile.WriteAsync(file, list.Title, list.Rows, list.Chosen, "About this file", about, zone);
        file.Position = 0;
        var workbook = SpreadsheetDocument.Open(file, false);
        new OpenXmlValidator().Validate(workbook).Select(e => e.Description + " " + e.Path?.XPath).ShouldBeEmpty();
        return workbook;
    }

    private static IEnumerable<string> Texts(SpreadsheetDocument workbook, string sheet) =>
        workbook.WorkbookPart!.WorksheetParts.Single(p => p.Uri.OriginalString.EndsWith(sheet, StringComparison.Ordinal)).Worksheet!.Descendants<Cell>()
            .Select(c => EscapedCharacter().Replace(c.InnerText, m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    private static async IAsyncEnumerable<string> Rows(params string[] rows)
    {
        foreach (var row in rows)
            yield return await Task.FromResult(row);
    }

    private static async IAsyncEnumerable<int> Many(int count)
    {
        for (var i = 0; i < count; i++)
            yield return await Task.FromResult(i);
    }

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex EscapedCharacter();
}
