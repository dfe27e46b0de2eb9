using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace KamPortal.Data.Backups;

/// <summary>
/// A whole portal in one file: PostgreSQL's own dump, and beside it an inventory of the same moment, by which a restored copy is compared.
/// </summary>
public sealed class PortalBackup(string owner, string? binaries, TimeProvider clock)
{
    private const string DumpEntry = "portal.dump";
    private const string InventoryEntry = "inventory.json";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the file; one that is there is replaced only by a whole one. The portal may work on meanwhile.</summary>
    public async Task<BackupInventory> WriteAsync(string path, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var name = (string)(await ScalarAsync(connection, "select pg_export_snapshot()", ct))!;
        var inventory = await BackupInventory.TakeAsync(connection, clock.GetUtcNow(), ct);
        if (inventory.Migrations.Count == 0) throw new BackupException("There is no portal in this database: nothing was backed up.");
        var tools = PostgresTools.For(owner, binaries, inventory.Server);
        var part = path + ".part";
        try
        {
            await using (var file = new FileStream(part, OwnFile(FileMode.Create)))
            {
                using var zip = new ZipArchive(file, ZipArchiveMode.Create);
                using var sum = SHA256.Create();
                // The dump is compressed already.
                await using (var entry = await zip.CreateEntry(DumpEntry, CompressionLevel.NoCompression).OpenAsync(ct))
                await using (var summed = new CryptoStream(entry, sum, CryptoStreamMode.Write))
                    await tools.DumpAsync(name, summed, ct);
                inventory = inventory with { Sha256 = Convert.ToHexStringLower(sum.Hash!) };
                await using var second = await zip.CreateEntry(InventoryEntry).OpenAsync(ct);
                await JsonSerializer.SerializeAsync(second, inventory, Readable, ct);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return inventory;
    }

    /// <summary>Reads the file's inventory and puts its dump where PostgreSQL can read it, after comparing its sum.</summary>
    private static async Task<BackupInventory> UnpackAsync(string path, string? dump, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (zip.GetEntry(InventoryEntry) is not { } second || zip.GetEntry(DumpEntry) is not { } first) throw new BackupException($"{path} is no backup of a portal.");
            await using var stream = await second.OpenAsync(ct);
            var inventory = await JsonSerializer.DeserializeAsync<BackupInventory>(stream, Readable, ct) ?? throw new BackupException($"{path} is no backup of a portal.");
            if (dump is null) return inventory;
            using var sum = SHA256.Create();
            await using var packed = await first.OpenAsync(ct);
            await using (var to = new FileStream(dump, OwnFile(FileMode.CreateNew)))
            await using (var summed = new CryptoStream(to, sum, CryptoStreamMode.Write))
                await packed.CopyToAsync(summed, ct);
            return Convert.ToHexStringLower(sum.Hash!) == inventory.Sha256 ? inventory : throw Damaged(path);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw Damaged(path, e);
        }
    }

    private static BackupException Damaged(string path, Exception? inner = null) => new($"{path} is damaged, or no backup of a portal: nothing was restored.", inner);

    /// <summary>
    /// Restores the file and compares the copy. What was there before is put aside, brought back if anything fails, and deleted only when
    /// the copy is found right.
    /// </summary>
    /// <param name="replace">Whether a portal that is there may be replaced; otherwise the database must be empty.</param>
    public async Task<BackupInventory> RestoreAsync(string path, bool replace, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("kamportal-restore-").FullName;
        try
        {
            var dump = Path.Combine(folder, DumpEntry);
            var inventory = await UnpackAsync(path, dump, ct);
            await using var connection = await OpenAsync(ct);
            RefuseNewer(inventory);
            var server = int.Parse((string)(await ScalarAsync(connection, "show server_version_num", ct))!, System.Globalization.CultureInfo.InvariantCulture) / 10_000;
            if (server < inventory.Server) throw new BackupException($"The backup was taken from PostgreSQL {inventory.Server}; this server is {server}: restore it into {inventory.Server} or newer.");
            var tools = PostgresTools.For(owner, binaries, server);
            await using var room = await RestoreRoom.EnterAsync(connection, replace, ct);
            await tools.RestoreAsync(dump, Path.Combine(folder, "list"), ct);
            await room.GrantAsync(ct);
            var wrong = await DifferencesAsync(connection, inventory, ct);
            if (wrong.Count > 0) throw new BackupException("The restored copy is not what was backed up, and was taken away again:\n" + string.Join('\n', wrong));
            await room.KeepAsync(ct);
            return inventory;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>How the database now differs from the file, in sentences; none when it holds exactly what was backed up.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(string path, CancellationToken ct)
    {
        var inventory = await UnpackAsync(path, null, ct);
        await using var connection = await OpenAsync(ct);
        return await DifferencesAsync(connection, inventory, ct);
    }

    private async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection connection, BackupInventory inventory, CancellationToken ct)
    {
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var differences = inventory.Differences(await BackupInventory.TakeAsync(connection, clock.GetUtcNow(), ct)).ToList();
        var locked = await ScalarAsync(connection,
            """
            select (select count(*) from pg_trigger where tgrelid = to_regclass('public.audit_events') and tgenabled in ('O', 'A')
                      and tgname in ('audit_events_only_grow', 'audit_events_never_emptied')) = 2
              and not has_table_privilege('kamportal_app', to_regclass('public.audit_events'), 'update, delete, truncate')
            """, ct);
        if (locked is not true) differences.Add("The audit log is not locked against changes.");
        return differences;
    }

    private void RefuseNewer(BackupInventory inventory)
    {
        using var db = KamDatabase.Owner(owner);
        if (inventory.Migrations.Except(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetMigrations(db.Database)).FirstOrDefault() is { } unknown)
            throw new BackupException($"The backup was made by a newer KamPortal (it knows {unknown}): restore it with that version.");
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        if (await ScalarAsync(connection, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user", ct) is not true)
            throw new BackupException("A backup reads every row, and some are guarded: let the user of ConnectionStrings__KamPortalOwner pass with `alter role … bypassrls`.");
        return connection;
    }

    private static FileStreamOptions OwnFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite };
        // A backup holds the keys of sessions.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
