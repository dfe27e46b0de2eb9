using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace KamPortal.Shell.Lists;

/// <summary>
/// What a list shows, as it stands in the address: <c>q</c>, <c>f=tier:A,B</c> (repeated), <c>sort=-score,name</c>, <c>cols=name,tier</c>,
/// <c>density</c>, <c>page</c>, <c>size</c>; or <c>view</c>, the name under which all of that was saved, with <c>changed</c> once it departs from it.
/// The same words reach the page, the exports and the API, so that they can never disagree.
/// </summary>
public sealed record ListQuery
{
    public const int DefaultPageSize = 50;
    public static readonly IReadOnlyList<int> PageSizes = [25, 50, 100];

    /// <summary>Rows that can be paged through: beyond, skipping them would cost more each time, and nobody finds anything there that a filter does not find.</summary>
    public const int Deepest = 10_000;
    public const string Compact = "compact", Comfortable = "comfortable";
    const int MostSorts = 3, MostColumns = 60;
    static readonly string[] OwnKeys = ["q", "f", "sort", "cols", "density", "page", "size", "view", "changed", "peek"];

    public string? Search { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A column's sort key, or null for the list's own order.</summary>
    public string? Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>What decides where the first sort leaves rows equal.</summary>
    public IReadOnlyList<ListSort> Then { get; init; } = [];

    public IReadOnlyList<ListSort> Sorts => Sort is null ? [] : [new(Sort, Descending), .. Then];

    /// <summary>Keys of the columns shown, in order; empty for the list's own.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Row height of this list; null for the person's own.</summary>
    public string? Density { get; init; }

    /// <summary>The saved view that this is, or started from.</summary>
    public string? View { get; init; }

    /// <summary>What the saved view holds, to tell whether this departs from it.</summary>
    public string? ViewState { get; init; }

    /// <summary>The address carries a state of its own on top of the view it names.</summary>
    public bool Changed { get; init; }

    public bool DepartsFromView => View is not null && State() != ViewState;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = DefaultPageSize;

    public int Skip => (Page - 1) * PageSize;

    public bool IsNarrowed => Search is not null || Filters.Count > 0;

    /// <summary>The values of one filter; empty when it is not set.</summary>
    public IReadOnlyList<string> Filter(string key) => Filters.TryGetValue(key, out var values) ? values : [];

    public static ListQuery FromUri(string uri, string? defaultSort = null) =>
        From(QueryHelpers.ParseQuery(new Uri(uri, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } u ? u.Query : uri[(uri.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : uri.Length)..]), defaultSort);

    public static ListQuery From(HttpRequest request, string? defaultSort = null) =>
        From(request.Query.ToDictionary(p => p.Key, p => p.Value), defaultSort);

    static ListQuery From(Dictionary<string, StringValues> query, string? defaultSort)
    {
        string? One(string key) => query.TryGetValue(key, out var v) && !string.IsNullOrWhiteSpace(v[0]) ? v[0]!.Trim() : null;
        int Number(string key, int otherwise) => int.TryParse(One(key), out var n) && n > 0 ? n : otherwise;
        var sorts = (One("sort") ?? defaultSort ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => new ListSort(s.TrimStart('-'), s.StartsWith('-'))).DistinctBy(s => s.Key).Take(MostSorts).ToList();
        var size = Number("size", DefaultPageSize);
        return new()
        {
            Search = One("q"),
            Filters = query.TryGetValue("f", out var f) ? ParseFilters(f) : new Dictionary<string, IReadOnlyList<string>>(),
            Sort = sorts.FirstOrDefault()?.Key,
            Descending = sorts.FirstOrDefault()?.Descending == true,
            Then = [.. sorts.Skip(1)],
            Columns = [.. (One("cols") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(MostColumns)],
            Density = One("density") is Compact or Comfortable ? One("density") : null,
            View = One("view"),
            Changed = One("changed") is not null,
            Page = Math.Min(Number("page", 1), Deepest / (PageSizes.Contains(size) ? size : DefaultPageSize)),
            PageSize = PageSizes.Contains(size) ? size : DefaultPageSize,
        };
    }

    static Dictionary<string, IReadOnlyList<string>> ParseFilters(StringValues filters)
    {
        var parsed = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var filter in filters)
        {
            var at = filter?.IndexOf(':', StringComparison.Ordinal) ?? -1;
            if (at < 1 || at == filter!.Length - 1)
                continue;
            parsed[filter[..at]] = [.. filter[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        }
        return parsed;
    }

    public ListQuery WithFilter(string key, IEnumerable<string> values)
    {
        var filters = Filters.ToDictionary();
        if (values.ToList() is { Count: > 0 } some)
            filters[key] = some;
        else
            filters.Remove(key);
        return this with { Filters = filters, Page = 1 };
    }

    /// <summary>Adds the value if it is absent, else takes it away.</summary>
    public ListQuery Toggle(string key, string value) =>
        WithFilter(key, Filter(key).Contains(value) ? Filter(key).Where(v => v != value) : Filter(key).Append(value));

    /// <summary>First click ascending (or the column's own first direction), second the other way.</summary>
    public ListQuery SortBy(string key, bool descendingFirst = false) =>
        this with { Sort = key, Descending = Sort == key ? !Descending : descendingFirst, Then = [], Page = 1 };

    /// <summary>Adds a sort behind those there are, or turns it round.</summary>
    public ListQuery ThenBy(string key, bool descendingFirst = false)
    {
        if (Sort is null || Sort == key) return SortBy(key, descendingFirst) with { Then = Then };
        return this with
        {
            Then = Then.Any(s => s.Key == key) ? [.. Then.Select(s => s.Key == key ? s with { Descending = !s.Descending } : s)] : [.. Then.Take(MostSorts - 2), new(key, descendingFirst)],
            Page = 1,
        };
    }

    /// <summary>What a view keeps: everything but the page.</summary>
    public string State(string? defaultSort = null) => (this with { View = null, Page = 1 }).ToQueryString(null, defaultSort);

    /// <summary>The query that a view keeps, named after it.</summary>
    public static ListQuery FromState(string slug, string state, string? defaultSort, int page)
    {
        var query = FromUri(state, defaultSort) with { Page = page, View = slug };
        return query with { ViewState = query.State() };
    }

    /// <summary>"?q=…" or nothing; <paramref name="uri"/>'s other parameters (run, tab, period) stay.</summary>
    public string ToQueryString(string? uri = null, string? defaultSort = null)
    {
        var text = new StringBuilder();
        void Add(string key, string value) => text.Append(text.Length == 0 ? '?' : '&').Append(key).Append('=').Append(value);
        if (uri is not null)
        {
            foreach (var (key, values) in QueryHelpers.ParseQuery(new Uri(uri).Query).Where(p => !OwnKeys.Contains(p.Key)))
            {
                foreach (var value in values)
                    Add(Uri.EscapeDataString(key), Uri.EscapeDataString(value ?? ""));
            }
        }
        var isView = View is not null && !DepartsFromView;
        if (View is not null)
            Add("view", Uri.EscapeDataString(View));
        if (View is not null && !isView)
            Add("changed", "1");
        if (Page > 1)
            Add("page", Page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (isView)
            return text.ToString();
        if (Search is not null)
            Add("q", Uri.EscapeDataString(Search));
        foreach (var (key, values) in Filters)
            Add("f", Uri.EscapeDataString(key) + ":" + string.Join(',', values.Select(v => Uri.EscapeDataString(Uri.EscapeDataString(v)))));
        var sort = string.Join(',', Sorts.Select(s => (s.Descending ? "-" : "") + Uri.EscapeDataString(s.Key)));
        if (sort.Length > 0 && (View is not null || sort != defaultSort))
            Add("sort", sort);
        if (Columns.Count > 0)
            Add("cols", string.Join(',', Columns.Select(Uri.EscapeDataString)));
        if (Density is not null)
            Add("density", Density);
        if (PageSize != DefaultPageSize)
            Add("size", PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>The address of this state on the page at <paramref name="uri"/>.</summary>
    public string Href(string uri, string? defaultSort = null) => new Uri(uri).AbsolutePath + ToQueryString(uri, defaultSort);
}

/// <summary>A sort key and its direction.</summary>
public sealed record ListSort(string Key, bool Descending);
