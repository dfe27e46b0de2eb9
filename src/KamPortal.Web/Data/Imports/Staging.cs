using System.Globalization;
using KamPortal.Data.Copy;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Imports;

/// <summary>Reads the file row by row and copies typed rows into the temporary table <c>staged</c>, in constant memory.</summary>
public static class Staging
{
    /// <summary>What reading came to.</summary>
    public readonly record struct Count(int Rows, int Blank, IReadOnlyList<SkippedLines> Skipped);

    /// <param name="report">Told how many rows were read and about how many there are.</param>
    public static async Task<Count> FillAsync(
        ImportWork work, ImportKind kind, TableRows table, Func<long, long?, Task> report, CancellationToken ct)
    {
        await work.ExecuteAsync(
            $"""
            create temp table staged (line int not null, faults text[], {string.Join(", ", kind.Fields.Select(f => $"{f.Key} {f.SqlType}"))}) on commit drop;
            create temp table faults (line int not null, field text not null, code text not null, value text, detail text, primary key (line, field, code)) on commit drop
            """, ct);
        var cells = Cells(work.Settings, kind);
        var filled = cells.Where(c => work.Settings.FillDown.Contains(c.Field.Key)).ToHashSet();
        var required = kind.Required.Select(group => group.Select(f => cells.Find(c => c.Field.Key == f)).OfType<CellReader>().ToArray()).ToArray();
        var count = await CopyAsync(work, cells, filled, required, table, report, ct);
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
            .Select(f => new CellReader(kind.Field(f.field!), f.column, settings.Dialect, settings.MoneyUnit(f.column)))];

    private static async Task<Count> CopyAsync(
        ImportWork work, List<CellReader> cells, HashSet<CellReader> filled, CellReader[][] required, TableRows table, Func<long, long?, Task> report, CancellationToken ct)
    {
        var (rows, blank, width) = (0, 0, work.Settings.Headers.Count);
        var layout = new LayoutLines(work.Settings);
        var columns = string.Join(", ", cells.Select(c => c.Field.Key));
        await using var importer = await work.Connection.BeginBinaryImportAsync($"copy staged (line, faults, {columns}) from stdin (format binary)", ct);
        importer.Timeout = TimeSpan.FromMinutes(30);
        var faults = new List<string>();
        while (table.Read())
        {
            if (table.Line <= work.Settings.Dialect.HeaderLine || LayoutLines.IsSeparator(table)) continue;
            if (table.IsBlank())
            {
                blank++;
                continue;
            }

            if (layout.IsRepeatedHeader(table)) continue;
            var complete = ReadRow(table, cells, required, width, faults);
            if (layout.IsTotal(table, complete, cells) || layout.MayBeFooter(table, complete)) continue;
            if (layout.Holds)
            {
                // What stands before a row of the table was no footer.
                foreach (var row in layout.Release())
                {
                    ReadRow(row, cells, required, width, faults, filled);
                    Keep(row);
                }

                ReadRow(table, cells, required, width, faults, filled);
            }
            else if (filled.Count > 0)
            {
                // What a line is shows in what it says itself; only then do its blanks take what stands above.
                ReadRow(table, cells, required, width, faults, filled);
            }

            Keep(table);
            if (rows % 4096 == 0) await report(rows, table.Fraction > 0 ? Math.Max(rows, (long)(rows / table.Fraction)) : null);
        }

        await importer.CompleteAsync(ct);
        return new(rows, blank, layout.Skipped());

        void Keep(TableRows row)
        {
            importer.StartRow();
            importer.Write(row.Line, NpgsqlDbType.Integer);
            if (faults.Count == 0) importer.WriteNull();
            else importer.Write(faults.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
            foreach (var cell in cells) cell.Write(importer);
            foreach (var cell in filled) cell.Remember(row.Field(cell.Column));
            rows++;
        }
    }

    /// <param name="filled">Cells whose blanks repeat the row above; null reads the row as it stands.</param>
    /// <returns>Whether the row has all that each row must have.</returns>
    private static bool ReadRow(TableRows row, List<CellReader> cells, CellReader[][] required, int width, List<string> faults, HashSet<CellReader>? filled = null)
    {
        faults.Clear();
        foreach (var cell in cells)
        {
            if (filled?.Contains(cell) == true) cell.ReadFilled(row.Field(cell.Column), faults);
            else cell.Read(row.Field(cell.Column), faults);
        }

        var complete = true;
        foreach (var group in required)
        {
            if (Array.Exists(group, c => !c.IsNull)) continue;
            complete = false;
            if (!faults.Exists(f => Array.Exists(group, c => f.StartsWith(c.Field.Key + CellReader.Separator, StringComparison.Ordinal)))) group[0].FaultRequired(faults);
        }

        if (!HasSurplus(row, width)) return complete;
        // A shifted row reads as nonsense in every cell; the one true reason is enough.
        faults.Clear();
        faults.Add(string.Join(CellReader.Separator, "", "field_count", "", string.Create(CultureInfo.InvariantCulture, $"{row.Count} / {width}")));
        return complete;
    }

    private static bool HasSurplus(TableRows row, int width)
    {
        for (var i = width; i < row.Count; i++)
        {
            if (!row.Field(i).IsEmpty) return true;
        }

        return false;
    }
}
