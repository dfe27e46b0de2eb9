using Npgsql;

namespace KamPortal.Data.Backups;

/// <summary>What a database holds, so that a restored copy can be compared with the original.</summary>
/// <param name="Server">Major version of the server it was taken from.</param>
/// <param name="Migrations">The schema's level.</param>
/// <param name="Sha256">Of the dump that lies beside this.</param>
public sealed record BackupInventory(DateTimeOffset TakenAt, int Server, IReadOnlyList<string> Migrations, IReadOnlyDictionary<string, TableContent> Tables, string Sha256 = "")
{
    public long Rows => Tables.Values.Sum(t => t.Rows);

    /// <summary>Reads every row of every table, in the snapshot of the connection's transaction.</summary>
    public static async Task<BackupInventory> TakeAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        // The same row must read the same on every server, and a row that a policy hides is an error, not nothing.
        await ExecuteAsync(connection, "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'; set local statement_timeout = 0; set local row_security = off", ct);
        var server = int.Parse((string)(await ScalarAsync(connection, "show server_version_num", ct))!, System.Globalization.CultureInfo.InvariantCulture) / 10_000;
        var names = await ListAsync(connection, "select format('%I', relname) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1", ct);
        var tables = new SortedDictionary<string, TableContent>(StringComparer.Ordinal);
        foreach (var name in names) tables[name] = await ReadAsync(connection, name, ct);
        var migrations = names.Contains("\"__EFMigrationsHistory\"") ? await ListAsync(connection, "select migration_id from \"__EFMigrationsHistory\" order by 1", ct) : [];
        return new(now, server, migrations, tables);
    }

    /// <summary>How the other differs, in sentences; none when it holds the same.</summary>
    public IEnumerable<string> Differences(BackupInventory other)
    {
        foreach (var missing in Tables.Keys.Except(other.Tables.Keys)) yield return $"The table {missing} is missing.";
        foreach (var extra in other.Tables.Keys.Except(Tables.Keys)) yield return $"The table {extra} is not in the backup.";
        foreach (var (name, content) in Tables)
        {
            if (!other.Tables.TryGetValue(name, out var found)) continue;
            if (found.Rows != content.Rows) yield return $"The table {name} has {found.Rows} rows instead of {content.Rows}.";
            else if (found.Sum != content.Sum) yield return $"The table {name} has as many rows as it should, {content.Rows}, but not the same content.";
        }

        if (!Migrations.SequenceEqual(other.Migrations)) yield return $"The schema is at {Last(other)} instead of {Last(this)}.";
    }

    private static string Last(BackupInventory inventory) => inventory.Migrations.Count == 0 ? "nothing" : inventory.Migrations[^1];

    /// <summary>A sum over rows, so that their order does not matter and a single changed character does.</summary>
    private static async Task<TableContent> ReadAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from {table} t", connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetInt64(0), row.GetString(1));
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var list = new List<string>();
        while (await rows.ReadAsync(ct)) list.Add(rows.GetString(0));
        return list;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>How many rows a table has, and a sum over their content.</summary>
public sealed record TableContent(long Rows, string Sum);

/// <summary>A backup cannot be made or restored; the message is a sentence for the person at the console.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
