using System.Text;
using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Features.Imports;

/// <summary>Takes uploaded files in and reads their beginnings.</summary>
public sealed class UploadedFiles(NpgsqlDataSource source, IEnumerable<ImportKind> kinds, TimeProvider clock)
{
    /// <summary>Longest file accepted, in bytes.</summary>
    public const long Limit = 1L << 30;

    /// <summary>Longest workbook accepted: it is unpacked as a whole.</summary>
    public const long WorkbookLimit = 20L << 20;

    private const int TellingLimit = 64;

    /// <summary>Stores a file in slices and proposes how to read it; all or nothing.</summary>
    /// <returns>The number of the new import.</returns>
    /// <exception cref="FileRefusedException">The file is no table.</exception>
    /// <exception cref="FileTooLargeException">The file is longer than <see cref="Limit"/>.</exception>
    public async Task<int> TakeInAsync(CurrentUser user, string fileName, Stream file, string? kind, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        var id = Guid.CreateVersion7();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A slow line may pause between two slices.
        await using (var patience = new NpgsqlCommand("set local idle_in_transaction_session_timeout = '10min'", connection)) await patience.ExecuteNonQueryAsync(ct);
        var name = string.Concat(Path.GetFileName(fileName.Replace('\\', '/')).Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));
        await using var insert = new NpgsqlCommand(
            """
            insert into import_batches (id, kind, file_name, file_size, state, created_by_id, created_by, created_at)
            values ($1, $2, $3, 0, 'Uploaded', $4, $5, $6) returning number
            """, connection)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = kind ?? "" }, new() { Value = name.Length == 0 ? "import.csv" : name[..Math.Min(name.Length, 255)] },
                new() { Value = user.Id }, new() { Value = user.Name }, new() { Value = clock.GetUtcNow() },
            },
        };
        var number = (int)(await insert.ExecuteScalarAsync(ct))!;
        var size = await FileChunks.StoreAsync(connection, id, file, start => TableSample.IsPacked(start.Span) ? WorkbookLimit : Limit, ct);
        using var sample = (await SampleAsync(connection, id, size, settled: false, ct))!;
        var settings = FileProposal.Propose(sample, [.. kinds], kind);
        settings = await RememberedAsync(connection, settings, ct);
        await using var update = new NpgsqlCommand("update import_batches set file_size = $2, kind = $3, options = $4::jsonb where id = $1", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = size }, new() { Value = settings.Kind }, new() { Value = JsonSerializer.Serialize(settings, JsonSerializerOptions.Web) } },
        };
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return number;
    }

    /// <summary>What it takes to see what a file holds; null when the file is no longer kept.</summary>
    public async Task<TableSample?> SampleAsync(Guid id, long size, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await SampleAsync(connection, id, size, settled: true, ct);
    }

    /// <param name="settled">Whether the encoding is known, so that nothing beyond the beginning need be looked at.</param>
    private static async Task<TableSample?> SampleAsync(NpgsqlConnection connection, Guid id, long size, bool settled, CancellationToken ct)
    {
        if (await SliceAsync(connection, id, 0, ct) is not { } start) return null;
        if (!TableSample.IsPacked(start)) return TableSample.OfText(start, settled ? start : await TellingAsync(connection, id, start, ct), size == start.Length);
        var file = new byte[size];
        start.CopyTo(file, 0);
        for (var i = 1; i * (long)FileChunks.Size < size; i++) (await SliceAsync(connection, id, i, ct))!.CopyTo(file, i * FileChunks.Size);
        return TableSample.OfWorkbook(file);
    }

    /// <summary>The first slice that says something about the encoding: one beyond ASCII.</summary>
    private static async Task<byte[]> TellingAsync(NpgsqlConnection connection, Guid id, byte[] start, CancellationToken ct)
    {
        var slice = start;
        for (var i = 1; i < TellingLimit && slice is not null && Ascii.IsValid(slice); i++) slice = await SliceAsync(connection, id, i, ct);
        if (slice is null || slice == start) return start;
        // A slice may begin in the middle of a character.
        var first = Array.FindIndex(slice, b => b is < 0x80 or >= 0xC0);
        return slice[Math.Max(first, 0)..];
    }

    private static async Task<byte[]?> SliceAsync(NpgsqlConnection connection, Guid id, int index, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""select bytes from import_file_chunks where batch_id = $1 and "index" = $2""", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = index } },
        };
        return await command.ExecuteScalarAsync(ct) as byte[];
    }

    /// <summary>The same columns were imported before: they mean what they meant then.</summary>
    private static async Task<ImportSettings> RememberedAsync(NpgsqlConnection connection, ImportSettings settings, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select options from import_batches where state in ('Imported', 'Undone') and kind = $1 and options -> 'headers' = $2::jsonb order by number desc limit 1", connection)
        {
            Parameters = { new() { Value = settings.Kind }, new() { Value = JsonSerializer.Serialize(settings.Headers, JsonSerializerOptions.Web) } },
        };
        if (await command.ExecuteScalarAsync(ct) is not string json) return settings;
        var before = JsonSerializer.Deserialize<ImportSettings>(json, JsonSerializerOptions.Web)!;
        return settings with
        {
            Fields = before.Fields, FillDown = before.FillDown, Switches = before.Switches, Currency = before.Currency,
            // What the file leaves open was said once already.
            Dialect = settings.Dialect with { Decimals = settings.Dialect.Decimals ?? before.Dialect.Decimals, Dates = settings.Dialect.Dates ?? before.Dialect.Dates },
        };
    }
}
