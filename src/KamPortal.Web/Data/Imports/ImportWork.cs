using Npgsql;

namespace KamPortal.Data.Imports;

/// <summary>
/// One dry run or import under way, all in one transaction. The rows of the file are in the temporary table <c>staged</c>
/// (<c>line</c> and one column per field, null where blank or unreadable), what is wrong with them in <c>faults</c>.
/// </summary>
public sealed class ImportWork(NpgsqlConnection connection, ImportSettings settings, Guid batchId, bool writes)
{
    /// <summary>Restricts <c>staged s</c> to rows without a fault so far.</summary>
    public const string Good = "not exists (select from faults bad where bad.line = s.line)";

    public NpgsqlConnection Connection => connection;

    public ImportSettings Settings => settings;

    public Guid BatchId => batchId;

    /// <summary>False in a dry run: only temporary tables may be written.</summary>
    public bool Writes => writes;

    /// <summary>Whether the file still names an account and one that was merged into it: what belongs to both is the sum.</summary>
    public bool AddsMerged { get; set; }

    public ImportOutcome Outcome { get; set; } = new();

    public bool Has(string field) => settings.Has(field);

    public bool IsOn(ImportSwitch choice) => settings.Switches.Contains(choice.Key);

    public void Note(Companion companion)
    {
        if (companion.Count > 0) Outcome = Outcome with { Companions = [.. Outcome.Companions, companion] };
    }

    public async Task<int> ExecuteAsync(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default!;
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var list = new List<T>();
        while (await reader.ReadAsync(ct)) list.Add(read(reader));
        return list;
    }

    /// <summary>Marks rows as bad.</summary>
    /// <param name="code">Resource key of the reason.</param>
    /// <param name="field">The field at fault, or empty for the whole row.</param>
    /// <param name="from">What follows <c>from</c>, with <c>staged s</c> in it and the condition.</param>
    /// <param name="value">SQL of the value found.</param>
    /// <param name="detail">SQL of what the sentence needs.</param>
    /// <returns>How many rows were marked.</returns>
    public Task<int> FaultAsync(string code, string field, string from, CancellationToken ct, string value = "null", string detail = "null") =>
        ExecuteAsync(
            $"""
            insert into faults (line, field, code, value, detail)
            select s.line, '{field}', '{code}', left(({value})::text, 200), left(({detail})::text, 200) from {from}
            on conflict do nothing
            """, ct);

    private NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
