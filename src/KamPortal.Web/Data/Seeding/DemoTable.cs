using System.Globalization;

namespace KamPortal.Data.Seeding;

/// <summary>One of the tables beside this file: names, figures and structure that a person writes better than a generator.</summary>
internal sealed class DemoTable
{
    private readonly string[] _header;
    private readonly string[][] _rows;

    private DemoTable(string[] header, string[][] rows) => (_header, _rows) = (header, rows);

    /// <param name="of">The portfolio, or "shared".</param>
    /// <param name="name">The table.</param>
    public static DemoTable Read(string of, string name) =>
        Find(of, name) ?? throw new InvalidOperationException($"The demo table {of}/{name} is not embedded.");

    /// <summary>A table that a portfolio may do without: no rows then.</summary>
    public static DemoTable ReadOptional(string of, string name) => Find(of, name) ?? new([], []);

    public IReadOnlyList<T> Select<T>(Func<Row, T> row) => [.. _rows.Select(r => row(new Row(_header, r)))];

    private static DemoTable? Find(string of, string name)
    {
        using var stream = typeof(DemoTable).Assembly.GetManifestResourceStream($"KamPortal.Data.Seeding.Demo.{of}.{name}.csv");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(lines[0].TrimEnd('\r').Split(';'), [.. lines.Skip(1).Select(l => l.TrimEnd('\r').Split(';'))]);
    }

    public readonly struct Row(string[] header, string[] cells)
    {
        public string this[string column] => cells[Array.IndexOf(header, column)];

        public bool Has(string column) => Array.IndexOf(header, column) >= 0;

        public string? Optional(string column) => this[column] is { Length: > 0 } text ? text : null;

        public decimal Number(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);

        public int Whole(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);

        public DateOnly? Day(string column) =>
            Optional(column) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

        public T Word<T>(string column) where T : struct, Enum => Enum.Parse<T>(this[column]);

        /// <summary>Words separated by blanks.</summary>
        public IReadOnlyList<string> Words(string column) => this[column].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
