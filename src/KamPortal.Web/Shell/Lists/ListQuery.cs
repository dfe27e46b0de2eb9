using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace KamPortal.Shell.Lists;

/// <summary>
/// What a list shows, as it stands in the address: <c>q</c>, <c>f=tier:A,B</c> (repeated), <c>sort=-score</c>, <c>page</c>, <c>size</c>.
/// The same words reach the page, the CSV endpoint and the API, so the three can never disagree.
/// </summary>
public sealed record ListQuery
{
    public const int DefaultPageSize = 50;
    public static readonly IReadOnlyList<int> PageSizes = [25, 50, 100];
    static readonly string[] OwnKeys = ["q", "f", "sort", "page", "size"];

    public string? Search { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A column's sort key, or null for the list's own order.</summary>
    public string? Sort { get; init; }

    public bool Descending { get; init; }

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
        var sort = One("sort") ?? defaultSort;
        var size = Number("size", DefaultPageSize);
        return new()
        {
            Search = One("q"),
            Filters = query.TryGetValue("f", out var f) ? ParseFilters(f) : new Dictionary<string, IReadOnlyList<string>>(),
            Sort = sort?.TrimStart('-'),
            Descending = sort?.StartsWith('-') == true,
            Page = Math.Min(Number("page", 1), 1_000_000),
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
        this with { Sort = key, Descending = Sort == key ? !Descending : descendingFirst, Page = 1 };

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
        if (Search is not null)
            Add("q", Uri.EscapeDataString(Search));
        foreach (var (key, values) in Filters)
            Add("f", Uri.EscapeDataString(key) + ":" + string.Join(',', values.Select(v => Uri.EscapeDataString(Uri.EscapeDataString(v)))));
        var sort = Sort is null ? null : (Descending ? "-" : "") + Sort;
        if (sort is not null && sort != defaultSort)
            Add("sort", Uri.EscapeDataString(sort));
        if (Page > 1)
            Add("page", Page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (PageSize != DefaultPageSize)
            Add("size", PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>The address of this state on the page at <paramref name="uri"/>.</summary>
    public string Href(string uri, string? defaultSort = null) => new Uri(uri).AbsolutePath + ToQueryString(uri, defaultSort);
}
