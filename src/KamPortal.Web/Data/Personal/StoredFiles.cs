using System.Text;
using System.Text.Json;
using KamPortal.Data.Copy;
using KamPortal.Data.Copy.Workbooks;
using KamPortal.Data.Imports;
using Npgsql;

namespace KamPortal.Data.Personal;

/// <summary>An uploaded file that is still kept.</summary>
/// <param name="Options">The <see cref="ImportSettings"/> as JSON.</param>
public sealed record StoredFile(Guid Id, int Number, string FileName, long Size, string? Options);

/// <summary>A row of a file in which a person is named: its line, and its cells under their column names.</summary>
public sealed record FoundRow(int Line, IReadOnlyList<(string Column, string Value)> Cells);

/// <summary>Finds people in uploaded files and deletes such files. A file is bytes as they came, so it goes as a whole; what was imported from it stays.</summary>
public sealed class StoredFiles(NpgsqlDataSource source)
{
    private const int Block = 1 << 16, Overlap = 1 << 10, RowsListed = 1_000;

    /// <summary>Those in which somebody is named, and those that cannot be searched.</summary>
    public async Task<IReadOnlyList<StoredFile>> NamingAsync(PersonWords words, CancellationToken ct)
    {
        var naming = new List<StoredFile>();
        foreach (var file in await KeptAsync(ct))
        {
            if (await NamesAsync(file, words, ct)) naming.Add(file);
        }

        return naming;
    }

    /// <summary>The rows of the table in the file that name somebody.</summary>
    public async Task<IReadOnlyList<FoundRow>> RowsAsync(StoredFile file, PersonWords words, CancellationToken ct)
    {
        var found = new List<FoundRow>();
        if (Settings(file) is not { } settings) return found;
        try
        {
            using var rows = await TableFile.OpenAsync(source, file.Id, file.Size, settings.Dialect with { MonthsAsColumns = false }, ct);
            while (found.Count < RowsListed && rows.Read())
            {
                if (rows.Line == settings.Dialect.HeaderLine) continue;
                var cells = rows.Fields();
                if (words.In(string.Join('\t', cells)))
                    found.Add(new(rows.Line, [.. cells.Select((c, i) => (i < settings.Headers.Count ? settings.Headers[i] : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), c)).Where(c => c.c.Length > 0)]));
            }
        }
        catch (FileRefusedException)
        {
            // What can be read up to there is told; that the file names the person is told anyway.
        }

        return found;
    }

    /// <summary>
    /// Deletes these files, the values that were found wrong in them and the samples kept of their rows. What waits to be imported from them is given up.
    /// </summary>
    public static async Task<int> ForgetAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> batches, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            with stopped as (update jobs set cancel_requested = true from import_batches b where jobs.id = b.job_id and b.id = any($1) and jobs.state in ('Queued', 'Running')),
            wrong as (delete from import_problems where batch_id = any($1)),
            gone as (delete from import_file_chunks where batch_id = any($1) returning batch_id),
            settled as (
              update import_batches b set
                state = case when state in ('Uploaded', 'Checking', 'Checked', 'Importing', 'Failed') then 'Discarded' else state end,
                file_erased_at = case when exists (select from gone g where g.batch_id = b.id) then $2 else file_erased_at end,
                result = result || jsonb_build_object(
                  'changes', '[]'::jsonb,
                  'skipped', (select coalesce(jsonb_agg(s || '{"first": []}'), '[]') from jsonb_array_elements(coalesce(result -> 'skipped', '[]')) s),
                  'causes', (select coalesce(jsonb_agg(c || '{"example": null, "detail": null}'), '[]') from jsonb_array_elements(coalesce(result -> 'causes', '[]')) c))
              where id = any($1))
            select count(distinct batch_id)::int from gone
            """, connection) { Parameters = { new() { Value = batches.ToArray() }, new() { Value = now } } };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Every file that is still kept.</summary>
    public async Task<IReadOnlyList<StoredFile>> KeptAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """select b.id, b.number, b.file_name, b.file_size, b.options from import_batches b where exists (select from import_file_chunks c where c.batch_id = b.id and c."index" = 0) order by b.number""");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var files = new List<StoredFile>();
        while (await rows.ReadAsync(ct)) files.Add(new(rows.GetGuid(0), rows.GetInt32(1), rows.GetString(2), rows.GetInt64(3), rows.IsDBNull(4) ? null : rows.GetString(4)));
        return files;
    }

    private async Task<bool> NamesAsync(StoredFile file, PersonWords words, CancellationToken ct)
    {
        var start = new byte[Block];
        int read;
        await using (var stored = FileChunks.Open(source, file.Id)) read = await stored.ReadAtLeastAsync(start, Block, throwOnEndOfStream: false, ct);
        start = start[..read];
        if (TableSample.IsPacked(start)) return await BookNamesAsync(file, words, ct);
        // As somebody said it is written, and as it looks: the two need not agree.
        foreach (var encoding in new[] { Settings(file)?.Dialect.Encoding, TextEncodings.Guess(start, start) }.OfType<string>().Distinct())
        {
            using var reader = new StreamReader(FileChunks.Open(source, file.Id), TextEncodings.Get(encoding), true, Block);
            var (block, kept) = (new char[Overlap + Block], 0);
            for (int more; (more = await reader.ReadBlockAsync(block.AsMemory(kept, Block), ct)) > 0;)
            {
                if (words.In(new string(block, 0, kept + more))) return true;
                var carried = Math.Min(Overlap, kept + more);
                Array.Copy(block, kept + more - carried, block, 0, carried);
                kept = carried;
            }
        }

        return false;
    }

    private async Task<bool> BookNamesAsync(StoredFile file, PersonWords words, CancellationToken ct)
    {
        try
        {
            using var book = Workbook.Open(await FileChunks.ReadAllAsync(source, file.Id, ct));
            foreach (var sheet in book.Sheets)
            {
                using var rows = book.Rows(sheet.Name);
                while (rows.Read())
                {
                    if (words.In(string.Join('\t', rows.Fields()))) return true;
                }
            }

            return false;
        }
        catch (FileRefusedException)
        {
            return true;
        }
    }

    private static ImportSettings? Settings(StoredFile file) => file.Options is null ? null : JsonSerializer.Deserialize<ImportSettings>(file.Options, JsonSerializerOptions.Web);
}
