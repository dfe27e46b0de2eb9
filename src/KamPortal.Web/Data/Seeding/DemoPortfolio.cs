using KamPortal.Data.Jobs;
using KamPortal.Domain;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Data.Seeding;

/// <summary>Which demo to load, and the passwords of its people as hashes: what a load job is given.</summary>
public sealed record DemoOrder(string Portfolio, IReadOnlyList<DemoHash> Logins);

/// <summary>
/// Loads one of the demo portfolios into an empty installation and takes it away again, whole. From the web as a job; from the
/// console and tests at once.
/// </summary>
public sealed class DemoPortfolio(NpgsqlDataSource source, IEnumerable<AfterDemoLoaded> after, IServiceProvider services, TimeProvider clock)
{
    public const string LoadJob = "demo.load", RemoveJob = "demo.remove";

    public const string NotEmpty = "The demo can only be loaded into an empty portfolio, and this one already holds data.";
    public const string NotADemo = "This portfolio is not the demo; nothing was removed.";
    public const string Busy = "An import, a scoring run or other work is under way. Wait until it is done, then try again.";

    private const int Steps = 6;

    /// <summary>Loads the demo and returns its logins, whose passwords cannot be read again.</summary>
    /// <exception cref="DomainRuleException">The portfolio is not empty, or work is under way.</exception>
    public async Task<IReadOnlyList<DemoLogin>> LoadAsync(CurrentUser user, DemoRecipe recipe, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        var logins = DemoLogins.Draw(recipe.Code);
        await using var connection = await OpenAsync(ct);
        await WriteAsync(connection, user, new(recipe.Code, DemoLogins.Hash(logins)), null, (_, _) => Task.CompletedTask, ct);
        await FollowUpAsync(user, ct);
        return logins;
    }

    /// <summary>Takes the whole portfolio away; logins that are not the demo's, and the audit log, stay.</summary>
    /// <exception cref="DomainRuleException">The portfolio is not the demo, or work is under way.</exception>
    public async Task RemoveAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var connection = await OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RemoveAsync(connection, user, null, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The load as a job. The data are committed first and the follow-up comes after, so a job taken over goes on from there.</summary>
    internal async Task RunLoadAsync(JobContext job, CancellationToken ct)
    {
        job.Actor.Demand(Permission.ImportData);
        await using var connection = await job.OpenAsync(ct);
        if (!await WasLoadedByAsync(connection, job.Id, ct))
            await WriteAsync(connection, job.Actor, job.Payload<DemoOrder>(), job.Id, (step, done) => job.ReportAsync(step, done, Steps, ct, always: true), ct);
        await job.ReportAsync("Scoring", Steps - 1, Steps, ct, always: true);
        await FollowUpAsync(job.Actor, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The hashes have done their duty.
        await ExecuteAsync(connection, "update jobs set payload = '{}' where id = $1", ct, job.Id);
        await job.CommitAsync(transaction, ct);
    }

    internal static async Task RunRemoveAsync(JobContext job, CancellationToken ct)
    {
        job.Actor.Demand(Permission.ImportData);
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await job.ReportAsync("Removing", 0, 1, ct, always: true);
        await RemoveAsync(connection, job.Actor, job.Id, ct);
        await job.CommitAsync(transaction, ct);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, CurrentUser user, DemoOrder order, Guid? job, Func<string, long, Task> report, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LockAsync(connection, ct);
        if (await DemoState.IsAnythingThereAsync(connection, ct)) throw new DomainRuleException(NotEmpty);
        if (await DemoState.IsBusyAsync(connection, job, ct)) throw new DomainRuleException(Busy);
        var (book, now) = (DemoRecipe.Of(order.Portfolio).Make(), clock.GetUtcNow());
        var writer = new DemoWriter(connection, book, ct);
        await report("Organisation", 0);
        await writer.WriteOrganisationAsync();
        await report("Accounts", 1);
        await writer.WriteAccountsAsync();
        await report("Relations", 2);
        await writer.WriteRelationsAsync();
        await report("Figures", 3);
        await writer.WriteFiguresAsync();
        await report("Logins", 4);
        await writer.WriteLoginsAsync(order.Logins, now);
        await ExecuteAsync(connection,
            "update portfolio_settings set reporting_currency = $1, fiscal_year_first_month = 1, time_zone = 'Asia/Shanghai', demo_loaded_at = $2, demo_portfolio = $3", ct,
            DemoCosts.ReportingCurrency, now, order.Portfolio);
        foreach (var login in book.Logins)
            await AuditLog.WriteAsync(connection, user, "Created", "User", login.Email, new { login.Name, login.Role, login.Region }, "Login of the demo portfolio", ct);
        await AuditLog.WriteAsync(connection, user, "Loaded", "DemoPortfolio", order.Portfolio, new { rows = writer.Counts, job }, null, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RemoveAsync(NpgsqlConnection connection, CurrentUser user, Guid? job, CancellationToken ct)
    {
        await LockAsync(connection, ct);
        var loaded = await DemoState.LoadedAsync(connection, ct) ?? throw new DomainRuleException(NotADemo);
        if (await DemoState.IsBusyAsync(connection, job, ct)) throw new DomainRuleException(Busy);
        var counts = await DemoRemoval.RunAsync(connection, [.. DemoLogins.All.Select(l => l.Id)], ct);
        await AuditLog.WriteAsync(connection, user, "Removed", "DemoPortfolio", loaded, counts, null, ct);
    }

    private async Task FollowUpAsync(CurrentUser user, CancellationToken ct)
    {
        foreach (var next in after) await next.RunAsync(services, user, ct);
    }

    /// <summary>Two people who press the button together load one demo: the second waits for the first, then is refused.</summary>
    private static Task LockAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ExecuteAsync(connection, "set local lock_timeout = '10min'; select pg_advisory_xact_lock(hashtextextended('kamportal.demo', 0)); set local lock_timeout = '30s'", ct);

    private static async Task<bool> WasLoadedByAsync(NpgsqlConnection connection, Guid job, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select exists (select from audit_events where entity = 'DemoPortfolio' and action = 'Loaded' and after->>'job' = $1)
               and exists (select from portfolio_settings where demo_loaded_at is not null)
            """, connection);
        command.Parameters.Add(new() { Value = job.ToString() });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, "set statement_timeout = '30min'; set idle_in_transaction_session_timeout = '30min'", ct);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
