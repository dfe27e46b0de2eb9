namespace KamPortal.Data.Seeding;

/// <summary>One of the tables beside this file: names and structure that a person writes better than a generator.</summary>
internal sealed class DemoTable
{
    private readonly string[] _header;
    private readonly string[][] _rows;

    private DemoTable(string[] header, string[][] rows) => (_header, _rows) = (header, rows);

    public static DemoTable Read(string name)
    {
        using var stream = typeof(DemoTable).Assembly.GetManifestResourceStream($"KamPortal.Data.Seeding.Demo.{name}.csv")
            ?? throw new InvalidOperationException($"The demo table {name} is not embedded.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(lines[0].Split(';'), [.. lines.Skip(1).Select(l => l.TrimEnd('\r').Split(';'))]);
    }

    public IReadOnlyList<T> Select<T>(Func<Row, T> row) => [.. _rows.Select(r => row(new Row(_header, r)))];

    public readonly struct Row(string[] header, string[] cells)
    {
        public string this[string column] => cells[Array.IndexOf(header, column)];

        public string? Optional(string column) => this[column] is { Length: > 0 } text ? text : null;

        public decimal Number(string column) => decimal.Parse(this[column], System.Globalization.CultureInfo.InvariantCulture);

        public DateOnly? Day(string column) =>
            Optional(column) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
