using System.Diagnostics;
using KamPortal.Data.Copy;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Files that have broken other readers, whole and mutated: each is read or refused, none fails or hangs.</summary>
public sealed class CorpusReadingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [SkippableTheory]
    [InlineData("poi-xlsx", 182, "1 binary, 19 empty, 5 encrypted, 3 sheet_columns, 1 sheet_damaged, 14 workbook_damaged, 4 workbook_dtd, 1 workbook_empty, 1 workbook_text")]
    [InlineData("sheetjs", 19, null)]
    [InlineData("messytables-horror", 20, null)]
    [InlineData("payloads", 1, null)]
    public void Every_file_of_the_corpora_is_read_to_its_end_or_refused_for_a_reason(string folder, int read, string? refused)
    {
        var (failures, outcomes) = (new List<string>(), new List<(string Reason, string File)>());
        foreach (var file in Directory.GetFiles(SharedData.PathOf("corpora", folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var clock = Stopwatch.StartNew();
            try
            {
                outcomes.Add((Read(File.ReadAllBytes(file))?.Replace("refused.", "", StringComparison.Ordinal) ?? "read", Path.GetFileName(file)));
            }
            catch (Exception e)
            {
                failures.Add($"{Path.GetFileName(file)}: {e}");
            }

            if (clock.Elapsed > Patience) failures.Add($"{Path.GetFileName(file)}: {clock.Elapsed}");
        }

        failures.ShouldBeEmpty();
        outcomes.Count(o => o.Reason == "read").ShouldBeGreaterThanOrEqualTo(read);
        if (refused is null) return;
        var reasons = outcomes.Where(o => o.Reason != "read").GroupBy(o => o.Reason).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        string.Join(", ", reasons).ShouldBe(refused, string.Join('\n', outcomes.Where(o => o.Reason != "read").Select(o => $"{o.Reason} {o.File}")));
    }

    [SkippableFact]
    public void Mutated_files_are_read_or_refused()
    {
        var count = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 20_000 : 400;
        string[] folders = ["corpora/poi-xlsx", "corpora/sheetjs", "corpora/messytables-horror", "corpora/csv-spectrum/csvs", "data/formats/real", "data/formats/variants"];
        var seeds = folders.SelectMany(f => Directory.GetFiles(SharedData.PathOf(f.Split('/')))).Where(f => new FileInfo(f).Length is > 0 and < 40_000).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var failures = new List<string>();
        for (var i = 0; i < count && failures.Count < 5; i++)
        {
            var file = FileMutations.Mutate(seeds[i % seeds.Count], i);
            var clock = Stopwatch.StartNew();
            try
            {
                Read(file);
            }
            catch (Exception e)
            {
                failures.Add($"Mutation {i}: {e}");
            }

            if (clock.Elapsed > Patience) failures.Add($"Mutation {i}: {clock.Elapsed}");
        }

        failures.ShouldBeEmpty();
    }

    /// <summary>Takes a file through everything that happens before a database is asked.</summary>
    private static string? Read(byte[] file)
    {
        try
        {
            var settings = ImportReading.Propose(file);
            ImportReading.Preview(file, settings);
            ImportReading.ReadAll(file, settings.Dialect);
            return null;
        }
        catch (FileRefusedException e)
        {
            e.Code.ShouldStartWith("refused.");
            return e.Code;
        }
    }
}
