using System.Text;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Jobs;
using KamPortal.Features.Imports;
using Npgsql;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>All or nothing, whatever happens on the way.</summary>
public sealed class SafetyTests : IAsyncLifetime
{
    private const string Accounts = "account_id,name\nA1,Anna\nA2,Bert\n";
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_runner_that_only_seemed_dead_cannot_commit_what_another_took_over()
    {
        var (number, job) = await ImportingAsync(Accounts);
        await using var blocker = await LockedAsync();
        var slow = _bench.Get<JobRunner>().RunAsync(job, default);
        await WaitForStepAsync(job, "waiting");
        // As another instance does when it takes the job over.
        await _bench.ScalarAsync<object>($"update jobs set attempt = attempt + 1 where id = '{job}'");
        await blocker.DisposeAsync();
        await slow;
        (await _bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(0);

        await _bench.Get<JobRunner>().RunAsync(job, default);
        (await _bench.FindAsync(number)).State.ShouldBe(ImportState.Imported);
        (await _bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_import_leaves_everything_as_it_was_and_can_be_started_again()
    {
        var (number, job) = await ImportingAsync(Accounts);
        await using (await LockedAsync())
        {
            var running = _bench.Get<JobRunner>().RunAsync(job, default);
            await WaitForStepAsync(job, "waiting");
            (await _bench.FindAsync(number)).State.ShouldBe(ImportState.Importing);
            await _bench.Imports.CancelAsync(ImportBench.Admin, number, default);
            await running;
        }

        var stopped = await _bench.FindAsync(number);
        (stopped.State, stopped.Error).ShouldBe((ImportState.Checked, "refused.cancelled"));
        (await _bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(0);

        (await _bench.Imports.ImportAsync(ImportBench.Admin, number, false, stopped.Version, default)).IsAccepted.ShouldBeTrue();
        await _bench.Get<JobRunner>().RunAsync((await _bench.FindAsync(number)).Job!.Id, default);
        (await _bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(2);
    }

    [Fact]
    public async Task Two_imports_take_turns_and_both_come_out_right()
    {
        await _bench.ImportTextAsync(Accounts);
        var one = await ImportingAsync("account_id,period,product_line,revenue\nA1,2026-01,Drives,10\nA2,2026-01,Drives,20\n");
        var other = await ImportingAsync("account_id,period,product_line,revenue\nA1,2026-01,Drives,11\nA1,2026-02,Motors,5\n");
        await Task.WhenAll(_bench.Get<JobRunner>().RunAsync(one.Job, default), _bench.Get<JobRunner>().RunAsync(other.Job, default));
        (await _bench.FindAsync(one.Number)).State.ShouldBe(ImportState.Imported);
        (await _bench.FindAsync(other.Number)).State.ShouldBe(ImportState.Imported);
        (await _bench.ScalarAsync<long>("select count(*) from product_lines where code = 'Drives'")).ShouldBe(1);
        (await _bench.ScalarAsync<decimal>("select sum(net_revenue) from account_months")).ShouldBeOneOf(35m, 36m);
        (await _bench.ScalarAsync<bool>("select (select sum(net_revenue) from account_months) = (select sum(net_revenue) from financial_facts)")).ShouldBeTrue();
    }

    [Fact]
    public async Task Rows_that_became_bad_after_the_dry_run_stop_the_import()
    {
        await _bench.ImportTextAsync("currency,period,rate\nEUR,2026-01,1.10\n");
        await _bench.ImportTextAsync(Accounts);
        var (number, job) = await ImportingAsync("account_id,period,product_line,currency,revenue\nA1,2026-01,Drives,EUR,10\n");
        await _bench.ScalarAsync<object>("delete from exchange_rates");
        await _bench.Get<JobRunner>().RunAsync(job, default);
        var after = await _bench.FindAsync(number);
        (after.State, after.Error).ShouldBe((ImportState.Checked, "refused.bad_rows"));
        (await _bench.ScalarAsync<long>("select count(*) from financial_facts")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_people_cannot_start_the_same_import_twice()
    {
        var number = await _bench.TakeInAsync(Accounts);
        var detail = await _bench.FindAsync(number);
        (await _bench.Imports.CheckAsync(ImportBench.Admin, number, detail.Settings, detail.Version, default)).IsAccepted.ShouldBeTrue();
        (await _bench.Imports.CheckAsync(ImportBench.Admin, number, detail.Settings, detail.Version, default)).Refusal.ShouldBe("answer.busy");
    }

    [Fact]
    public async Task A_file_that_is_refused_leaves_no_trace()
    {
        var files = _bench.Get<UploadedFiles>();
        await Should.ThrowAsync<FileRefusedException>(() => files.TakeInAsync(ImportBench.Admin, "book.xlsx", new MemoryStream([0x50, 0x4B, 3, 4, 1, 1]), null, default));
        (await _bench.ScalarAsync<long>("select count(*) from import_batches")).ShouldBe(0);
        (await _bench.ScalarAsync<long>("select count(*) from import_file_chunks")).ShouldBe(0);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_named_by_its_line()
    {
        var text = new StringBuilder("account_id,name\nA1,Anna\nA2,\"Bert\n");
        for (var i = 0; i < 120_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"B{i},Somebody\n");
        var report = await _bench.ImportTextAsync(text.ToString());
        report.Refusal.ShouldBe("refused.quote 3");
        (await _bench.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(0);
    }

    [Fact]
    public async Task A_given_up_file_is_deleted_but_its_line_in_the_history_stays()
    {
        var number = await _bench.TakeInAsync(Accounts);
        (await _bench.Imports.DiscardAsync(ImportBench.Admin, number, default)).IsAccepted.ShouldBeTrue();
        (await _bench.ScalarAsync<long>("select count(*) from import_file_chunks")).ShouldBe(0);
        (await _bench.Imports.ListAsync(ImportBench.Admin, new(), default)).Rows.ShouldHaveSingleItem().State.ShouldBe(ImportState.Discarded);
    }

    [Fact]
    public async Task Downloaded_problems_hold_the_line_and_the_reason_run_no_formula_and_can_be_imported_again()
    {
        var report = await _bench.ImportTextAsync("account_id,name,industry\nA1,Anna,=cmd|' /C calc'!A0\n=2+3,\"Bert, Ltd\"," + new string('x', 121) + "\n");
        report.Refusal.ShouldBe("refused.bad_rows");
        using var stream = new MemoryStream();
        (await _bench.Get<ImportFiles>().WriteProblemsAsync(ImportBench.Admin, report.Number, () => stream, default)).ShouldBeTrue();
        var lines = Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe("account_id,name,industry,Line,Column,Problem,What to do");
        lines[1].ShouldStartWith("'=2+3,\"Bert, Ltd\",xxxxx");
        lines[1].ShouldContain(",3,industry,The text is longer than 120 characters.");
        stream.ToArray()[..3].ShouldBe([0xEF, 0xBB, 0xBF]);

        await _bench.ImportTextAsync(string.Join('\n', lines).Replace(new string('x', 121), "Steel", StringComparison.Ordinal));
        (await _bench.ScalarAsync<string>("select code || ' ' || name || ' ' || industry from accounts")).ShouldBe("=2+3 Bert, Ltd Steel");
    }

    [Fact]
    public async Task The_same_columns_mean_what_they_meant_last_time()
    {
        await _bench.ImportTextAsync("Nr,Wer\nA1,Anna\n", "accounts", new() { Columns = new Dictionary<string, string> { ["Nr"] = "code", ["Wer"] = "name" } });
        var again = await _bench.FindAsync(await _bench.TakeInAsync("Nr,Wer\nA2,Bert\n", "accounts"));
        again.Settings.Fields.ShouldBe(["code", "name"]);
    }

    /// <summary>Takes a file in, checks it and stores the import job without running it.</summary>
    private async Task<(int Number, Guid Job)> ImportingAsync(string text)
    {
        var number = await _bench.TakeInAsync(text);
        var detail = await _bench.FindAsync(number);
        (await _bench.Imports.CheckAsync(ImportBench.Admin, number, detail.Settings, detail.Version, default)).IsAccepted.ShouldBeTrue();
        await _bench.Get<JobRunner>().RunAsync((await _bench.FindAsync(number)).Job!.Id, default);
        detail = await _bench.FindAsync(number);
        detail.State.ShouldBe(ImportState.Checked);
        (await _bench.Imports.ImportAsync(ImportBench.Admin, number, false, detail.Version, default)).IsAccepted.ShouldBeTrue();
        return (number, (await _bench.FindAsync(number)).Job!.Id);
    }

    /// <summary>Holds the lock under which imports take turns.</summary>
    private async Task<NpgsqlConnection> LockedAsync()
    {
        var connection = await _bench.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtext('kamportal.portfolio'))", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task WaitForStepAsync(Guid job, string step)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await _bench.ScalarAsync<string>($"select step from jobs where id = '{job}'") == step) return;
            await Task.Delay(100);
        }

        Assert.Fail($"The job never came to {step}.");
    }
}
