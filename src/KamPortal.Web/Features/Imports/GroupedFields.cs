using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>
/// Finds the columns that a report fills in once for a group of rows: their blanks stand below a value, in rows that go on with the others.
/// Amounts are never among them, since repeating an amount would multiply it.
/// </summary>
internal static class GroupedFields
{
    /// <summary>Fewer rows than this say nothing about a habit.</summary>
    private const int FewestContinued = 2;

    public static IReadOnlyList<string> Of(IReadOnlyList<string[]> body, ImportSettings settings, ImportKind kind)
    {
        var rows = body.Where(r => r.Any(c => c.Length > 0)).ToList();
        if (rows.Count == 0) return [];
        var required = kind.Required.SelectMany(group => group).ToHashSet();
        var needed = Candidates(rows, settings, kind).Where(c => required.Contains(c.Field)).ToList();
        // The first column that a row cannot do without leads the group; whatever is blank with it belongs to the group as well.
        if (needed.Count == 0) return [];
        var continued = rows.Where(r => Cell(r, needed[0].Column).Length == 0).ToList();
        return [.. Candidates(rows, settings, kind).Where(c => continued.All(r => Cell(r, c.Column).Length == 0)).Select(c => c.Field)];
    }

    private static IEnumerable<(int Column, string Field)> Candidates(List<string[]> rows, ImportSettings settings, ImportKind kind)
    {
        for (var i = 0; i < settings.Fields.Count; i++)
        {
            if (settings.Fields[i] is not { } key || kind.Field(key).IsNumber || Cell(rows[0], i).Length == 0) continue;
            var blank = rows.Where(r => Cell(r, i).Length == 0).ToList();
            if (blank.Count < FewestContinued || blank.Count * 10 < rows.Count) continue;
            // A row goes on with its group when it fills something that each row must have.
            if (blank.All(r => Goes(r, i, settings, kind))) yield return (i, key);
        }
    }

    private static bool Goes(string[] row, int column, ImportSettings settings, ImportKind kind) =>
        Enumerable.Range(0, settings.Fields.Count).Any(i => i != column && settings.Fields[i] is { } key && Cell(row, i).Length > 0 && kind.Required.Any(group => group.Contains(key)));

    private static string Cell(string[] row, int column) => column < row.Length ? row[column] : "";
}
