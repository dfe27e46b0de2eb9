using KamPortal.Data.Copy.Workbooks;
using Npgsql;

namespace KamPortal.Data.Copy;

/// <summary>Opens a stored file as the table that its dialect says it is.</summary>
public static class TableFile
{
    /// <exception cref="FileRefusedException">The file is no workbook, or its sheet is gone.</exception>
    public static async Task<TableRows> OpenAsync(NpgsqlDataSource source, Guid batchId, long size, TableDialect dialect, CancellationToken ct)
    {
        if (dialect.Sheet is { } sheet) return Unpivoted(Workbook.Open(await FileChunks.ReadAllAsync(source, batchId, ct)).Rows(sheet, dialect.Decimals ?? DecimalStyle.Point, ownsBook: true), dialect);
        var file = FileChunks.Open(source, batchId);
        return Unpivoted(new CsvRows(new StreamReader(file, TextEncodings.Get(dialect.Encoding), true, 1 << 16), dialect.Delimiter, () => size == 0 ? 1 : (double)file.Position / size), dialect);
    }

    internal static TableRows Unpivoted(TableRows rows, TableDialect dialect) => dialect.MonthsAsColumns ? new UnpivotedRows(rows, dialect) : rows;
}
