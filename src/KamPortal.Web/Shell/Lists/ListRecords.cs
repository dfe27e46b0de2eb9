using Microsoft.AspNetCore.Components;

namespace KamPortal.Shell.Lists;

/// <summary>One page of rows. <c>TotalIsExact</c> is false where counting would cost more than the page ("more than 10,000").</summary>
public sealed record ListResult<TRow>(IReadOnlyList<TRow> Rows, long Total, bool TotalIsExact = true);

/// <summary>A column of a list. <c>SortKey</c> null: not sortable. <c>Fact</c>: shown on the card under 600 px (choose three).</summary>
public sealed record ListColumn<TRow>(string Key, string Title, RenderFragment<TRow> Cell)
{
    public string? SortKey { get; init; }

    /// <summary>Figures are sorted largest first on the first click and stand at the right.</summary>
    public bool Figure { get; init; }

    /// <summary>Only shown when it is chosen.</summary>
    public bool Optional { get; init; }

    public string? Width { get; init; }

    public bool Fact { get; init; }

    /// <summary>Taken away under 960 px.</summary>
    public bool HideOnNarrow { get; init; }

    /// <summary>A key of the glossary, for a column that is computed.</summary>
    public string? Term { get; init; }

    internal string Css(bool head = false) =>
        string.Join(' ', new[] { Figure ? "r" : null, HideOnNarrow ? "mid-hide" : null, Fact && !head ? "fact" : null }.Where(x => x is not null));
}

/// <summary>A column that can be chosen.</summary>
public sealed record ColumnChoice(string Key, string Title, bool Shown);

/// <summary>Rows that were chosen: by their codes, or all that a query finds.</summary>
/// <param name="Total">How many the query finds, when all of them were chosen.</param>
/// <param name="Clear">Takes the choice back once something was done with it.</param>
public sealed record ListSelection(IReadOnlyList<string> Codes, ListQuery Query, long? Total, bool TotalIsExact, Action Clear)
{
    public long Count => Total ?? Codes.Count;
}

/// <summary>A filter with a closed list of values, e.g. tier A, B, C+, C.</summary>
public sealed record ListFilter(string Key, string Title, IReadOnlyList<ListOption> Options)
{
    /// <summary>Only one value at a time.</summary>
    public bool Single { get; init; }
}

public sealed record ListOption(string Value, string Title);
