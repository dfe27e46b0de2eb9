using KamPortal.Data.Jobs;
using KamPortal.Features.Imports;
using Microsoft.Extensions.Options;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>Files laid into a watched folder are imported by themselves, once, and then lie in <c>done</c> or <c>failed</c> with a report.</summary>
public sealed class WatchedFolderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kam-watched-").FullName;
    private ImportBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await ImportBench.OpenAsync();
        _bench.Get<IOptions<FolderImportOptions>>().Value.Folders.Add(new() { Path = _folder });
    }

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_whole_file_is_imported_a_bad_one_is_put_aside_and_one_that_still_grows_is_left_alone()
    {
        Lay("1 customers.csv", "account_id,name\nA1,Anna\nA2,Bert\n");
        Lay("2 sales.csv", "account_id,period,product_line,revenue\nNOBODY,2026-01,Drives,100\n");
        Lay("3 growing.csv", "account_id,name\nA3,Cleo\n", minutesOld: 0);
        Lay("4 sending.csv.part", "account_id,name\nA4,Dora\n");
        await LookAndTakeAsync();

        (await _bench.ListAsync("select code from accounts order by 1")).ShouldBe(["A1", "A2"]);
        var done = Directory.GetFiles(Path.Combine(_folder, "done")).Select(Path.GetFileName).Order().ToList();
        (done.Count, done[0]!.EndsWith(" 1 customers.csv", StringComparison.Ordinal), done[1]!.EndsWith(".report.txt", StringComparison.Ordinal)).ShouldBe((2, true, true));
        (await ReportAsync("done")).ShouldContain("2 rows, 2 created");
        (await ReportAsync("failed")).ShouldContain("NOBODY");
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(["3 growing.csv", "4 sending.csv.part"]);
        Directory.GetFiles(Path.Combine(_folder, "working")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_is_looked_into_without_work_and_work_is_asked_for_once()
    {
        await LookAsync();
        (await JobsAsync()).ShouldBe(0);
        Lay("customers.csv", "account_id,name\nA1,Anna\n");
        await LookAsync();
        await LookAsync();
        (await JobsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_an_instance_that_died_had_begun_is_done_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "working"));
        Lay(Path.Combine("working", "customers.csv"), "account_id,name\nA1,Anna\n");
        await LookAndTakeAsync();
        (await _bench.ListAsync("select code from accounts")).ShouldBe(["A1"]);
    }

    private void Lay(string name, string text, int minutesOld = 5)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-minutesOld));
    }

    private Task LookAsync() => _bench.Get<FolderImports>().LookAsync(default);

    private async Task LookAndTakeAsync()
    {
        await LookAsync();
        var job = await _bench.ScalarAsync<Guid>($"select id from jobs where kind = '{FolderImports.Key}'");
        await _bench.Get<JobRunner>().RunAsync(job, default);
        (await _bench.ScalarAsync<string>($"select state from jobs where id = '{job}'")).ShouldBe("Succeeded");
    }

    private Task<long> JobsAsync() => _bench.ScalarAsync<long>($"select count(*) from jobs where kind = '{FolderImports.Key}'");

    private async Task<string> ReportAsync(string place) => await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_folder, place), "*.report.txt").Single());
}
