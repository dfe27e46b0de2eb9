using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KamPortal.Data.Copy;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
using Sylvan.Data.Csv;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>Texts that break programs are names like any other: imported, listed and exported they stay what they were.</summary>
public sealed partial class NaughtyStringTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [SkippableFact]
    public async Task Naughty_names_come_back_from_the_exported_list_as_they_went_in_and_run_nothing()
    {
        var names = NaughtyNames.All();
        names.Count.ShouldBeGreaterThan(400);
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var path = Path.Combine(Path.GetTempPath(), $"kam-naughty-{Guid.CreateVersion7():N}.csv");
            await File.WriteAllTextAsync(path, NaughtyNames.Csv(names), new UTF8Encoding(true));
            var report = await scope.ServiceProvider.GetRequiredService<Features.Imports.ImportService>().ImportFileAsync(CurrentUser.System, "accounts", path, new(), default);
            File.Delete(path);
            report.Refusal.ShouldBeNull(string.Join('\n', report.Outcome?.Causes ?? []));
            report.Outcome!.Created.ShouldBe(names.Count);
        }

        await portal.AddLoginAsync("naughty@example.test", [Role.Admin]);
        using var browser = await portal.SignedInAsync("naughty@example.test");
        var bytes = await browser.GetByteArrayAsync("/export/accounts.csv");
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        using var csv = CsvDataReader.Create(new StringReader(Encoding.UTF8.GetString(bytes)[1..]), new() { HasHeaders = true });
        var column = csv.GetOrdinal("Name");
        var exported = new Dictionary<string, string>();
        while (csv.Read())
        {
            for (var i = 0; i < csv.RowFieldCount; i++) csv.GetString(i).ShouldNotMatch(@"^\s*[=@\t\r＝＠]|^\s*[-+＋－](?![\d.,]+$)");
            exported[csv.GetString(0)] = CsvText.Original(csv.GetString(column)).ToString();
        }

        for (var i = 0; i < names.Count; i++) exported[NaughtyNames.Code(i)].ShouldBe(names[i]);

        using var workbook = new ZipArchive(await browser.GetStreamAsync("/export/accounts.xlsx"));
        await using var sheet = workbook.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var rows = XDocument.Load(sheet).Root!.Descendants(Main + "row").ToList();
        rows.Descendants(Main + "f").ShouldBeEmpty("a name is never a formula");
        var typed = rows.Skip(1).Select(r => r.Elements(Main + "c").Take(2).Select(Text).ToList()).ToDictionary(c => c[0], c => c[1]);
        for (var i = 0; i < names.Count; i++) typed[NaughtyNames.Code(i)].ShouldBe(names[i]);
    }

    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>What Excel shows of a text cell: characters that XML cannot hold stand as <c>_x0007_</c>.</summary>
    private static string Text(XElement cell)
    {
        cell.Attribute("t")!.Value.ShouldBe("inlineStr");
        return Hidden().Replace(cell.Element(Main + "is")!.Value, m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
    }

    [GeneratedRegex("_x([0-9A-F]{4})_")]
    private static partial Regex Hidden();
}
