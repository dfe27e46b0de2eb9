using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Features.Operations;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace KamPortal.Integration.Tests.Operations;

public sealed class JobServiceTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private IHost _host = null!;

    private static CurrentUser Admin { get; } = new(Guid.CreateVersion7(), "Ada", new HashSet<string> { Role.Admin }, null, [], []);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.AddPortal(new PortalDatabase(_database.ConnectionString, KamDatabase.ForApp(_database.ConnectionString)));
        builder.Services.AddSingleton(new JobKind("test.slow", typeof(Resources.OperationsTexts), SlowAsync));
        builder.Services.AddSingleton(new JobKind("test.refused", typeof(Resources.OperationsTexts), (_, _, _) => throw new JobRefusedException("There is nothing to score.")));
        _host = builder.Build();
        await SqlAsync("create table effects (job uuid); grant all on effects to kamportal_app");
    }

    [Fact]
    public async Task A_job_asked_to_stop_in_the_middle_of_a_long_statement_ends_within_seconds_and_leaves_nothing()
    {
        var id = await StoreAsync("test.slow");
        var running = RunAsync(id);
        while ((await RowAsync(id)).State != JobState.Running) await Task.Delay(20);
        await Task.Delay(300);
        var asked = System.Diagnostics.Stopwatch.StartNew();
        await WithAsync<JobService, bool>(async s => { await s.CancelAsync(Admin, id, default); return true; });
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        asked.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await RowAsync(id)).State.ShouldBe(JobState.Cancelled);
        (await SqlAsync("select count(*) from effects")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_failed_job_shows_its_sentence_and_can_be_done_again()
    {
        var id = await StoreAsync("test.refused");
        await RunAsync(id);
        var row = await RowAsync(id);
        (row.State, row.Error).ShouldBe((JobState.Failed, "There is nothing to score."));
        (await WithAsync<JobService, bool>(s => s.RetryAsync(Admin, id, default))).ShouldBeTrue();
        (await WithAsync<JobService, bool>(s => s.RetryAsync(Admin, id, default))).ShouldBeFalse("it waits already");
        (await RowAsync(id)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(JobState.Queued), r => r.Error.ShouldBeNull());
        await RunAsync(id);
        (await RowAsync(id)).State.ShouldBe(JobState.Failed);
        (await WithAsync<JobService, JobsAtAGlance>(s => s.GlanceAsync(Admin, default))).Failed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged_by_the_server()
    {
        for (var i = 0; i < 30; i++) await StoreAsync("test.slow");
        var page = await ListAsync(new() { PageSize = 25, Page = 2, Filters = new Dictionary<string, IReadOnlyList<string>> { ["state"] = ["Queued"], ["kind"] = ["test.slow"] } });
        (page.Total, page.Rows.Count).ShouldBe((30, 5));
        (await ListAsync(new() { Search = "Ad%" })).Total.ShouldBe(0, "a sign of the search is a sign in the name");
        (await ListAsync(new() { Search = "ada" })).Total.ShouldBeGreaterThanOrEqualTo(30);
        foreach (var role in Role.All.Keys.Where(r => r != Role.Admin))
            await Should.ThrowAsync<NotPermittedException>(() => WithAsync<JobService, ListResult<JobRow>>(s => s.ListAsync(Admin with { Roles = new HashSet<string> { role } }, new(), default)));
    }

    [Fact]
    public async Task Recurring_work_is_done_once_by_whichever_instance_comes_first_and_its_failure_is_shown()
    {
        var done = 0;
        var clock = new MovableClock();
        var work = new RecurringWork("test.chore", typeof(Resources.OperationsTexts), TimeSpan.FromHours(1), (_, _) => Interlocked.Increment(ref done) == 2 ? throw new InvalidOperationException("The folder is gone.") : Task.CompletedTask);
        RecurringRunner Instance() => new(_host.Services.GetRequiredService<NpgsqlDataSource>(), [work], _host.Services, clock, _host.Services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<RecurringRunner>>());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Instance().RunDueAsync(default)));
        done.ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(61));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Instance().RunDueAsync(default)));
        done.ShouldBe(2);
        (await SqlAsync("select error from recurring_states where key = 'test.chore'")).ShouldBe("The folder is gone.");
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _database.DisposeAsync();
    }

    private static async Task SlowAsync(IServiceProvider services, JobContext job, CancellationToken ct)
    {
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("with made as (insert into effects values ($1)) select pg_sleep(60)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = job.Id });
        await command.ExecuteNonQueryAsync(ct);
        await job.CommitAsync(transaction, ct);
    }

    private Task<Guid> StoreAsync(string kind) => WithAsync<JobQueue, Guid>(q => q.StoreAsync(kind, new { }, CurrentUser.System with { Name = "Ada" }, default));

    private Task RunAsync(Guid id) => WithAsync<JobRunner, bool>(async r => { await r.RunAsync(id, default); return true; });

    private Task<ListResult<JobRow>> ListAsync(ListQuery query) => WithAsync<JobService, ListResult<JobRow>>(s => s.ListAsync(Admin, query, default));

    private async Task<JobRow> RowAsync(Guid id) => (await ListAsync(new() { PageSize = 100 })).Rows.Single(r => r.Id == id);

    private async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> ask) where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
