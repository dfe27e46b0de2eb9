using System.Collections.Frozen;
using KamPortal.Data.Copy;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Imports;

/// <summary>Reads the file row by row and copies typed rows into the temporary table <c>staged</c>, in constant memory.</summary>
public static class Staging
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TotalWords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "合计", "总计", "小计", "total", "grand total", "subtotal", "summe", "gesamt", "gesamtsumme").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What reading came to.</summary>
    public readonly record struct Count(int Rows, int Blank);

    /// <param name="report">Told how many rows were read and about how many there are.</param>
    public static async Task<Count> FillAsync(
        ImportWork work, ImportKind kind, Stream file, long size, Func<long, long?, Task> report, CancellationToken ct)
    {
        await work.ExecuteAsync(
            $"""
            create temp table staged (line int not null, faults text[], {string.Join(", ", kind.Fields.Select(f => $"{f.Key} {f.SqlType}"))}) on commit drop;
            create temp table faults (line int not null, field text not null, code text not null, value text, detail text, primary key (line, field, code)) on commit drop
            """, ct);
        var cells = Cells(work.Settings, kind);
        var required = kind.Required.Select(group => group.Select(f => cells.Find(c => c.Field.Key == f)).OfType<CellReader>().ToArray()).ToArray();
        var count = await CopyAsync(work, cells, required, file, size, report, ct);
        await work.ExecuteAsync(
            $"""
            insert into faults (line, field, code, value, detail)
            select line, split_part(f, E'\x1f', 1), split_part(f, E'\x1f', 2), nullif(split_part(f, E'\x1f', 3), ''), nullif(split_part(f, E'\x1f', 4), '')
            from staged, unnest(faults) f on conflict do nothing;
            analyze staged; analyze faults
            """, ct);
        return count;
    }

    private static List<CellReader> Cells(ImportSettings settings, ImportKind kind) =>
        [.. settings.Fields.Select((field, column) => (field, column)).Where(f => f.field is not null)
            .Select(f => new CellReader(kind.Field(f.field!), f.column, settings.Dialect))];

    private static async Task<Count> CopyAsync(
        ImportWork work, List<CellReader> cells, CellReader[][] required, Stream file, long size, Func<long, long?, Task> report, CancellationToken ct)
    {
        var dialect = work.Settings.Dialect;
        var width = work.Settings.Headers.Count;
        var (rows, blank) = (0, 0);
        using var reader = new CsvRows(new StreamReader(file, TextEncodings.Get(dialect.Encoding), true, 1 << 16), dialect.Delimiter);
        var columns = string.Join(", ", cells.Select(c => c.Field.Key));
        await using var importer = await work.Connection.BeginBinaryImportAsync($"copy staged (line, faults, {columns}) from stdin (format binary)", ct);
        importer.Timeout = TimeSpan.FromMinutes(30);
        var faults = new List<string>();
        while (reader.Read())
        {
            if (reader.Line <= dialect.HeaderLine || IsSeparatorLine(reader)) continue;
            if (reader.IsBlank())
            {
                blank++;
                continue;
            }

            faults.Clear();
            ReadRow(reader, cells, required, width, faults);
            importer.StartRow();
            importer.Write(reader.Line, NpgsqlDbType.Integer);
            if (faults.Count == 0) importer.WriteNull();
            else importer.Write(faults.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
            foreach (var cell in cells) cell.Write(importer);
            if (++rows % 4096 == 0) await report(rows, file.Position > 0 ? Math.Max(rows, rows * size / file.Position) : null);
        }

        await importer.CompleteAsync(ct);
        return new(rows, blank);
    }

    private static void ReadRow(CsvRows reader, List<CellReader> cells, CellReader[][] required, int width, List<string> faults)
    {
        foreach (var cell in cells) cell.Read(reader.Field(cell.Column), faults);
        // A shifted row reads as nonsense in every cell; the one true reason is enough.
        if (HasSurplus(reader, width)) Only("field_count", $"{reader.Count} / {width}");
        var complete = true;
        foreach (var group in required)
        {
            if (Array.Exists(group, c => !c.IsNull)) continue;
            complete = false;
            if (!faults.Exists(f => Array.Exists(group, c => f.StartsWith(c.Field.Key + CellReader.Separator, StringComparison.Ordinal)))) group[0].FaultRequired(faults);
        }

        if (IsTotal(reader) && (!complete || cells.Count(c => !c.IsNull && !c.Field.IsNumber) <= 1)) Only("total_row", null);

        void Only(string code, string? detail)
        {
            faults.Clear();
            faults.Add(string.Join(CellReader.Separator, "", code, "", detail));
        }
    }

    private static bool HasSurplus(CsvRows reader, int width)
    {
        for (var i = width; i < reader.Count; i++)
        {
            if (!reader.Field(i).IsEmpty) return true;
        }

        return false;
    }

    /// <summary>A line of totals is not a customer.</summary>
    private static bool IsTotal(CsvRows reader)
    {
        for (var i = 0; i < reader.Count; i++)
        {
            var field = reader.Field(i);
            if (field.IsEmpty) continue;
            return field.Length < 16 && TotalWords.Contains(field.TrimEnd(":："));
        }

        return false;
    }

    /// <summary>Excel's <c>sep=;</c> in a file without header.</summary>
    private static bool IsSeparatorLine(CsvRows reader) => reader.Line == 1 && reader.Field(0).StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && reader.Count <= 2;
}
