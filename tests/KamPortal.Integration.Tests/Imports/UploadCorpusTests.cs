using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using KamPortal.Features.Imports;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>
/// Files that have broken other programs, sent through the portal's own upload and looked at as the wizard looks at them: none fails,
/// none takes longer than ten seconds or more than 300 MB.
/// </summary>
public sealed partial class UploadCorpusTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const long MostMemory = 300L << 20;

    [SkippableTheory]
    [InlineData("poi-xlsx")]
    [InlineData("sheetjs")]
    [InlineData("messytables-horror")]
    [InlineData("csv-spectrum/csvs")]
    [InlineData("payloads")]
    public async Task Every_file_of_a_corpus_is_taken_in_and_shown_or_refused_with_a_sentence(string folder)
    {
        var files = Directory.GetFiles(SharedData.PathOf(["corpora", .. folder.Split('/')]), "*", SearchOption.AllDirectories);
        // The reader itself meets every file in each run; the way through the upload only in a full one.
        var step = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 1 : 6;
        await SendAsync(files.Order(StringComparer.Ordinal).Where((_, i) => i % step == 0).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
    }

    [Fact]
    public async Task Workbooks_made_to_exhaust_their_reader_are_refused_with_a_sentence()
    {
        var large = WorkbookMaker.Pack(WorkbookMaker.Parts(""), "xl/worksheets/sheet1.xml", s =>
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 10_240; i++) s.Write(zeros);
        }, System.IO.Compression.CompressionLevel.Optimal);
        var parts = WorkbookMaker.Parts("");
        parts["xl/workbook.xml"] = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""" + parts["xl/workbook.xml"];
        (string, byte[])[] bombs =
        [
            ("10 GB.xlsx", large), ("entries.xlsx", WorkbookMaker.Pack(Enumerable.Range(0, 150_000).ToDictionary(i => $"p{i}", _ => ""))),
            ("xxe.xlsx", WorkbookMaker.Pack(parts)), ("deep.xlsx", WorkbookMaker.Sheet(string.Concat(Enumerable.Repeat("<a>", 2_000_000)))),
            ("long.xlsx", [0x50, 0x4B, 3, 4, .. new byte[21 << 20]]),
        ];
        (await SendAsync(bombs)).ShouldBe(0);
    }

    /// <returns>How many of the files were taken in.</returns>
    private async Task<int> SendAsync(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        var email = $"admin-{Guid.CreateVersion7():N}@example.test";
        var admin = await portal.UserAsync(await portal.AddLoginAsync(email, [Role.Admin]));
        using var browser = await portal.SignedInAsync(email);
        var token = Token().Match(await browser.GetStringAsync("/imports/new")).Groups[1].Value;
        var (taken, failures) = (0, new List<string>());
        foreach (var (name, bytes) in files)
        {
            GC.Collect();
            var (clock, before) = (Stopwatch.StartNew(), GC.GetTotalMemory(true));
            using var memory = new Timer(_ => { if (GC.GetTotalMemory(false) - before > MostMemory) failures.Add($"{name}: more than 300 MB"); }, null, 0, 20);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/imports/upload?fileName={Uri.EscapeDataString(name)}") { Content = new ByteArrayContent(bytes) };
            request.Headers.Add("RequestVerificationToken", token);
            using var answer = await browser.SendAsync(request);
            var body = await answer.Content.ReadFromJsonAsync<UploadAnswer>();
            if (answer.StatusCode == HttpStatusCode.OK && body?.Number is { } number)
            {
                taken++;
                if (!await ShowsAsync(admin, number)) failures.Add($"{name}: not shown");
            }
            else if (answer.StatusCode is not (HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge) || body?.Error is not { Length: > 20 } sentence
                || !sentence.Contains(name, StringComparison.Ordinal) || sentence.Contains("refused.", StringComparison.Ordinal))
            {
                failures.Add($"{name}: {answer.StatusCode} {body?.Error}");
            }

            if (clock.Elapsed > Patience) failures.Add($"{name}: {clock.Elapsed}");
        }

        failures.ShouldBeEmpty();
        portal.Log.ShouldNotContain(l => l.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase));
        return taken;
    }

    /// <summary>The columns step, as the page asks for it, for every sheet of the file.</summary>
    private Task<bool> ShowsAsync(CurrentUser admin, int number) => portal.WithAsync<ImportWizard, bool>(async wizard =>
    {
        if (await wizard.FindAsync(admin, number, default) is not { } import) return false;
        if (await wizard.ColumnsAsync(admin, number, import.Form, Reading.Same, default) is not { } view) return false;
        foreach (var sheet in view.Sheets)
        {
            if (await wizard.ColumnsAsync(admin, number, import.Form with { Sheet = sheet.Name }, Reading.OtherSheet, default) is null) return false;
        }

        return true;
    });

    private sealed record UploadAnswer(int? Number, string? Error);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
