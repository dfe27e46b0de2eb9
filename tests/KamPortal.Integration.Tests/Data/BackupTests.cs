using KamPortal.Data;
using KamPortal.Data.Backups;
using KamPortal.Integration.Tests.Accounts;
using Npgsql;

namespace KamPortal.Integration.Tests.Data;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly Portfolio _portfolio = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kamportal-backup-").FullName;

    private string BackupFile => Path.Combine(_folder, "portal.kam");

    public async Task InitializeAsync()
    {
        await _portfolio.InitializeAsync();
        await _portfolio.RunAsync(
            """
            insert into audit_events (user_name, action, entity, key) values ('Ada', 'Created', 'Account', 'A1'), ('Bo', 'Updated', 'Account', 'A2'), ('Cy', 'Updated', 'Account', 'B1');
            insert into accounts (code, name, kind, status) values ('ZH', '华东电气 “½” 💧', 'Customer', 'Active');
            """);
        await _portfolio.ScoreAsync(("A1", KamPortal.Domain.Tiering.Tier.A, 88.5m, 100, 50), ("B1", KamPortal.Domain.Tiering.Tier.C, 12.25m, 10, -5));
    }

    [Fact]
    public async Task A_backup_restored_elsewhere_is_the_same_portal_down_to_its_locks_and_can_be_backed_up_again()
    {
        var taken = await Of(_portfolio.ConnectionString).WriteAsync(BackupFile, default);
        taken.Rows.ShouldBeGreaterThan(50);
        await using var copy = await TestDatabase.EmptyAsync();
        await Of(copy.ConnectionString).RestoreAsync(BackupFile, replace: false, default);
        (await Of(copy.ConnectionString).CompareAsync(BackupFile, default)).ShouldBeEmpty();
        await KamDatabase.CheckSchemaAsync(copy.ConnectionString);
        await Should.ThrowAsync<PostgresException>(() => RunAsync(copy.ConnectionString, "delete from audit_events"));
        await Should.ThrowAsync<PostgresException>(() => RunAsync(KamDatabase.ForApp(copy.ConnectionString), "update audit_events set user_name = 'x'"));
        await RunAsync(KamDatabase.ForApp(copy.ConnectionString), "insert into accounts (code, name, kind, status) values ('NEW', 'New', 'Customer', 'Active')");

        await Of(copy.ConnectionString).WriteAsync(BackupFile + "2", default);
        await Of(copy.ConnectionString).RestoreAsync(BackupFile + "2", replace: true, default);
        (await Of(copy.ConnectionString).CompareAsync(BackupFile + "2", default)).ShouldBeEmpty();
        (await Of(copy.ConnectionString).CompareAsync(BackupFile, default)).ShouldHaveSingleItem().ShouldContain("accounts");
    }

    [Fact]
    public async Task A_changed_character_a_missing_row_two_exchanged_values_and_an_open_audit_log_are_found()
    {
        await Of(_portfolio.ConnectionString).WriteAsync(BackupFile, default);
        var tampering = new (string Sql, string Table)[]
        {
            ("update accounts set name = 'Aldar Works' where code = 'A1'", "accounts"),
            ("delete from exchange_rates; delete from account_months where account_id = (select id from accounts where code = 'B1')", "account_months"),
            ("set session_replication_role = replica; update audit_events a set user_name = b.user_name from audit_events b where a.key in ('A1', 'A2') and b.key in ('A1', 'A2') and a.key <> b.key", "audit_events"),
            ("alter table audit_events disable trigger audit_events_only_grow", "audit log"),
            ("insert into people (code, name) values ('X', 'X')", "people"),
        };
        await using var copy = await TestDatabase.EmptyAsync();
        foreach (var (sql, table) in tampering)
        {
            await Of(copy.ConnectionString).RestoreAsync(BackupFile, replace: true, default);
            await RunAsync(copy.ConnectionString, sql);
            (await Of(copy.ConnectionString).CompareAsync(BackupFile, default)).ShouldHaveSingleItem(sql).ShouldContain(table);
        }
    }

    [Fact]
    public async Task A_portal_that_is_there_is_replaced_only_when_asked_to_and_comes_back_when_the_file_is_bad()
    {
        await Of(_portfolio.ConnectionString).WriteAsync(BackupFile, default);
        await using var other = await TestDatabase.CloneAsync();
        await RunAsync(other.ConnectionString, "insert into people (code, name) values ('HERE', 'Was here')");
        (await Should.ThrowAsync<BackupException>(() => Of(other.ConnectionString).RestoreAsync(BackupFile, replace: false, default))).Message.ShouldContain("--replace");

        var bytes = await File.ReadAllBytesAsync(BackupFile);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(BackupFile + ".bad", bytes);
        (await Should.ThrowAsync<BackupException>(() => Of(other.ConnectionString).RestoreAsync(BackupFile + ".bad", replace: true, default))).Message.ShouldContain("damaged");
        await File.WriteAllTextAsync(BackupFile + ".text", "not a backup");
        await Should.ThrowAsync<BackupException>(() => Of(other.ConnectionString).RestoreAsync(BackupFile + ".text", replace: true, default));

        await using (var busy = new NpgsqlConnection(other.ConnectionString))
        {
            await busy.OpenAsync();
            (await Should.ThrowAsync<BackupException>(() => Of(other.ConnectionString).RestoreAsync(BackupFile, replace: true, default))).Message.ShouldContain("stop every portal");
            NpgsqlConnection.ClearPool(busy);
        }

        // A copy that differs from its inventory is taken away again.
        await RewriteInventoryAsync(BackupFile, text => text.Replace("\"rows\": 4", "\"rows\": 5", StringComparison.Ordinal));
        (await Should.ThrowAsync<BackupException>(() => Of(other.ConnectionString).RestoreAsync(BackupFile, replace: true, default))).Message.ShouldContain("taken away again");
        (await ValueAsync(other.ConnectionString, "select count(*) from people where code = 'HERE'")).ShouldBe(1L);
        await KamDatabase.CheckSchemaAsync(other.ConnectionString);
    }

    [Fact]
    public async Task A_backup_is_of_one_moment_while_others_write()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await _portfolio.RunAsync($"insert into people (code, name) values ('P{i}', 'P{i}')");
        });
        await Of(_portfolio.ConnectionString).WriteAsync(BackupFile, default);
        await stop.CancelAsync();
        await writing;
        await using var copy = await TestDatabase.EmptyAsync();
        await Of(copy.ConnectionString).RestoreAsync(BackupFile, replace: false, default);
    }

    public async Task DisposeAsync()
    {
        await _portfolio.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private static PortalBackup Of(string connectionString) => new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString, null, TimeProvider.System);

    private static async Task RewriteInventoryAsync(string file, Func<string, string> change)
    {
        await using var zip = await System.IO.Compression.ZipFile.OpenAsync(file, System.IO.Compression.ZipArchiveMode.Update);
        var entry = zip.GetEntry("inventory.json")!;
        string text;
        using (var reader = new StreamReader(entry.Open())) text = await reader.ReadToEndAsync();
        change(text).ShouldNotBe(text);
        entry.Delete();
        await using var writer = new StreamWriter(zip.CreateEntry("inventory.json").Open());
        await writer.WriteAsync(change(text));
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ValueAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
