using KamPortal.Data.Copy;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>The traps in a file that a person should know of, or must decide, before it is checked.</summary>
internal static class FileDoubts
{
    public static IEnumerable<Doubt> Of(List<PreviewColumn> columns, IReadOnlyList<string[]> texts, int rows, Crosstab? months, ImportSettings settings, ImportKind kind)
    {
        if (rows == 0) yield return new("no_rows", "", true);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Field is not { } key) continue;
            var values = texts.Where(r => i < r.Length).Select(r => r[i]).ToList();
            foreach (var doubt in OfValues(kind.Field(key), columns[i].Header, values, settings.Dialect)) yield return doubt;
        }

        if (settings.Fields.Where(f => f is not null).GroupBy(f => f).FirstOrDefault(g => g.Count() > 1) is { } twice) yield return new("mapped_twice", twice.Key!, true);
        if (months is null) yield break;
        if (!settings.Dialect.MonthsAsColumns) yield return new("months_as_columns", months.Span, false);
        else if (!months.NamesYears && settings.Dialect.Year is null) yield return new("year_open", months.Span, true);
    }

    private static IEnumerable<Doubt> OfValues(ImportField field, string header, List<string> values, TableDialect dialect)
    {
        if (field.IsNumber && dialect.Decimals is null && values.Any(v => !NumberText.TryParse(v, null, out _, out var open) && open)) yield return new("numbers_open", header, true);
        if (field.IsNumber && dialect.Decimals is { } style && ValueStyles.LookMangled(values, style) is var mangled and not ValueStyles.Mangling.None)
            yield return mangled == ValueStyles.Mangling.Certain ? new("decimals_lost", header, true) : new("numbers_mangled", header, false);
        if (field.IsDate && dialect.Dates is null && ValueStyles.AreOpenDates(values)) yield return new("dates_open", header, true);
        if (field.Type is not ImportFieldType.Text) yield break;
        if (values.Find(v => GarbledText.Find(v) is not null) is { } garbled) yield return new(GarbledText.Find(garbled)!, garbled.Length <= 60 ? garbled : garbled[..60] + "…", false);
    }
}
