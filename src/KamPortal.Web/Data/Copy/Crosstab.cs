using System.Collections.Frozen;
using System.Globalization;

namespace KamPortal.Data.Copy;

/// <summary>Months that stand side by side as columns.</summary>
/// <param name="Columns">The columns of months, with the month and, where the header names it, the year.</param>
/// <param name="YearColumn">The column that names the year; -1 when there is none.</param>
public sealed record Crosstab(IReadOnlyList<Crosstab.MonthColumn> Columns, int YearColumn)
{
    private const int FewestMonths = 3;

    private static readonly FrozenSet<string> YearNames =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "year", "calendar year", "fiscal year", "gjahr", "jahr", "geschäftsjahr", "年", "年份", "年度");

    public sealed record MonthColumn(int Index, string Header, int Month, int? Year);

    /// <summary>Whether every month knows its year, by its header or by another column.</summary>
    public bool NamesYears => YearColumn >= 0 || Columns.All(c => c.Year is not null);

    /// <summary>The first and the last month as written.</summary>
    public string Span => $"{Columns[0].Header} – {Columns[^1].Header}";

    /// <summary>The months among column names; null when they are too few to be meant so, or one comes twice.</summary>
    public static Crosstab? Find(IReadOnlyList<string> headers)
    {
        var columns = headers.Select((h, i) => Month(h, i)).OfType<MonthColumn>().ToList();
        return columns.Count < FewestMonths || columns.Select(c => (c.Year, c.Month)).Distinct().Count() < columns.Count
            ? null
            : new(columns, headers.Select((h, i) => (h, i)).Where(p => YearNames.Contains(p.h.Trim())).Select(p => p.i).DefaultIfEmpty(-1).First());
    }

    private static MonthColumn? Month(string header, int index)
    {
        var text = header.Trim();
        if (text.Length is < 2 or > 20) return null;
        if (text[0] is 'M' or 'm' or 'P' or 'p' && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 12)
            return new(index, header, number, null);
        if (text[^1] == '月' && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 12)
            return new(index, header, number, null);
        if (DateText.Parse(text, DateOrder.MonthFirst, out var date) == DateText.Outcome.Read) return date.Day == 1 ? new(index, header, date.Month, date.Year) : null;
        return char.IsLetter(text[0]) && text.All(c => char.IsLetter(c) || c == '.') && DateText.Parse(text.TrimEnd('.') + " 2000", DateOrder.MonthFirst, out date) == DateText.Outcome.Read
            ? new(index, header, date.Month, null)
            : null;
    }
}
