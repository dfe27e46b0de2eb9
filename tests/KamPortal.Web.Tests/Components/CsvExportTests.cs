using System.Text;
using KamPortal.Shell.Lists;

namespace KamPortal.Web.Tests.Components;

public sealed class CsvExportTests
{
    [Fact]
    public async Task A_spreadsheet_shows_chinese_runs_no_formula_and_keeps_its_columns()
    {
        using var file = new MemoryStream();
        await CsvExport.WriteAsync(file, Rows("华为, \"总部\"", "=1+1", "@x", "-5", "plain"), [new("客户", r => r), new("Amount", _ => -1234.5m), new("Day", _ => new DateOnly(2026, 1, 2))]);

        var bytes = file.ToArray();
        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes[3..]).Split("\r\n").ShouldBe(
        [
            "客户,Amount,Day", "\"华为, \"\"总部\"\"\",-1234.5,2026-01-02", "'=1+1,-1234.5,2026-01-02", "'@x,-1234.5,2026-01-02", "'-5,-1234.5,2026-01-02", "plain,-1234.5,2026-01-02", "",
        ]);
    }

    private static async IAsyncEnumerable<string> Rows(params string[] rows)
    {
        foreach (var row in rows)
            yield return await Task.FromResult(row);
    }
}
