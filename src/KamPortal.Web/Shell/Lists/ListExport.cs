using System.Globalization;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell.Lists;

/// <summary>A column of a file. A value may be text, a number, a day, an instant, a truth or nothing.</summary>
/// <param name="Key">The list's column it belongs to: choosing columns chooses by it. Several may share one.</param>
public sealed record ExportColumn<TRow>(string Key, string Title, Func<TRow, object?> Value)
{
    /// <summary>A share from 0 to 1, shown as per cent where the file can say so.</summary>
    public bool Share { get; init; }
}

/// <summary>The rows of a list for taking away, and what the file says about itself.</summary>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="By">Who takes it.</param>
public sealed record ListFile<TRow>(string Name, string Title, string By, IAsyncEnumerable<TRow> Rows, IReadOnlyList<ExportColumn<TRow>> Columns)
{
    public ListQuery Query { get; init; } = new();

    /// <summary>Gives filters and their values the names that the screen shows.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];

    /// <summary>In which instants are told in a workbook, which knows no zones.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The chosen columns in the chosen order; all when none were chosen.</summary>
    public IReadOnlyList<ExportColumn<TRow>> Chosen =>
        Query.Columns.SelectMany(key => Columns.Where(c => c.Key == key)).ToList() is { Count: > 0 } some ? some : Columns;
}

/// <summary>Every list can be taken away as CSV and as a workbook: the same rows, order and columns that the address names.</summary>
public static class ListExport
{
    private const int Slice = 1_000;

    /// <summary>Answers at <paramref name="path"/><c>.csv</c> and <c>.xlsx</c>; null from <paramref name="file"/> is not found.</summary>
    public static void MapListExport<TRow>(this IEndpointRouteBuilder routes, string path, Permission permission, Func<HttpContext, Task<ListFile<TRow>?>> file)
    {
        routes.MapGet(path + ".csv", async (HttpContext http) => await file(http) is { } list
            ? Results.Stream(stream => CsvFile.WriteAsync(stream, list.Rows, list.Chosen, http.RequestAborted), "text/csv; charset=utf-8", list.Name + ".csv")
            : Results.NotFound()).RequireAuthorization(permission.ToString()).RequireRateLimiting(RequestLimits.Export);
        routes.MapGet(path + ".xlsx", async (HttpContext http, [FromServices] TimeProvider clock, [FromServices] IStringLocalizer<ShellTexts> t) => await file(http) is { } list
            ? Results.Stream(
                stream => XlsxFile.WriteAsync(stream, list.Title, list.Rows, list.Chosen, t["Export.About"], About(list, clock.GetUtcNow(), t), list.Zone, ct: http.RequestAborted),
                XlsxFile.ContentType, list.Name + ".xlsx")
            : Results.NotFound()).RequireAuthorization(permission.ToString()).RequireRateLimiting(RequestLimits.Export);
    }

    /// <summary>Every row of a list that is asked for by the page: for lists of thousands, not of millions.</summary>
    public static async IAsyncEnumerable<TRow> AllAsync<TRow>(Func<ListQuery, Task<ListResult<TRow>>> load, ListQuery query)
    {
        for (var page = 1; ; page++)
        {
            var result = await load(query with { Page = page, PageSize = Slice });
            foreach (var row in result.Rows) yield return row;
            if (result.Rows.Count < Slice) yield break;
        }
    }

    /// <summary>Which rows these are, who took them and when: a file travels far from the page it came from.</summary>
    internal static IReadOnlyList<(string Name, string Value)> About<TRow>(ListFile<TRow> file, DateTimeOffset now, IStringLocalizer<ShellTexts> t)
    {
        var lines = new List<(string, string)>
        {
            (t["Export.List"], file.Title), (t["Export.By"], file.By),
            (t["Export.At"], TimeZoneInfo.ConvertTime(now, file.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + file.Zone.Id),
        };
        if (file.Query.Search is { } search) lines.Add((t["List.Search"], search));
        foreach (var (key, values) in file.Query.Filters)
        {
            var filter = file.Filters.FirstOrDefault(f => f.Key == key);
            lines.Add((filter?.Title ?? key, string.Join(", ", values.Select(v => filter?.Options.FirstOrDefault(o => o.Value == v)?.Title ?? v))));
        }

        if (!file.Query.IsNarrowed) lines.Add((t["List.Filters"], t["Export.NoFilter"]));
        if (file.Query.Sorts.Count > 0)
            lines.Add((t["Export.Order"], string.Join(", ", file.Query.Sorts.Select(s => (file.Columns.FirstOrDefault(c => c.Key == s.Key)?.Title ?? s.Key) + (s.Descending ? " ↓" : " ↑")))));
        return lines;
    }
}
