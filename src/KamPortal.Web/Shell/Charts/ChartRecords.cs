namespace KamPortal.Shell.Charts;

/// <summary>What was clicked. <c>Key</c> and <c>Href</c> are what the option's data item carried.</summary>
public sealed record ChartPick(int SeriesIndex, int DataIndex, string? SeriesName, string? Name, string? DataType, string? Key, string? Href);

/// <summary>The same figures as the chart, as a table.</summary>
public sealed record ChartTable(IReadOnlyList<string> Heads, IReadOnlyList<ChartRow> Rows)
{
    /// <summary>How many columns at the left are words; the rest are figures.</summary>
    public int Words { get; init; } = 1;
}

/// <summary>A row of the twin; the first cell links to what is behind the mark.</summary>
public sealed record ChartRow(IReadOnlyList<string> Cells, string? Href = null);

/// <summary>Functions that live in EChart.razor.js and are named in an option; nothing is evaluated in the browser.</summary>
public static class ChartFn
{
    /// <summary>12 400 000 as 12.4 M or 1,240 万.</summary>
    public static object Compact { get; } = Named("compact");

    /// <summary>0.123 as 12.3 %.</summary>
    public static object Share { get; } = Named("share");

    /// <summary>12.3 as 12.3 %.</summary>
    public static object Percent { get; } = Named("percent");

    /// <summary>The data item's own <c>tip</c> text, lines parted by \n.</summary>
    public static object Tip { get; } = Named("tip");

    /// <summary>The data item's own <c>text</c>.</summary>
    public static object Label { get; } = Named("label");

    /// <summary>The nth number of the data item's value, as a symbol's size.</summary>
    public static object Size(int index) => new Dictionary<string, object> { ["$fn"] = "size", ["index"] = index };

    static Dictionary<string, object> Named(string name) => new() { ["$fn"] = name };
}
