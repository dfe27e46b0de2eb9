using KamPortal.Data.Copy;
using KamPortal.Data.Copy.Workbooks;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>A column of the file beside what it fills.</summary>
public sealed record PreviewColumn(string Header, string? Field, IReadOnlyList<string> Samples);

/// <summary>Something a person should look at before going on.</summary>
/// <param name="Code">Resource key.</param>
/// <param name="Blocks">Whether the dry run cannot begin before it is settled.</param>
public sealed record Doubt(string Code, string Detail, bool Blocks);

/// <summary>The file as the settings read it.</summary>
public sealed record FilePreview(IReadOnlyList<PreviewColumn> Columns, IReadOnlyList<string[]> Rows, IReadOnlyList<Doubt> Doubts, IReadOnlyList<string[]> MissingFields)
{
    private const int SamplesShown = 5, RowsShown = 8, LongestShown = 120;

    /// <summary>The sheets to choose from; none for a file of text.</summary>
    public IReadOnlyList<SheetName> Sheets { get; init; } = [];

    /// <summary>Months that stand side by side as columns, and can be read as rows.</summary>
    public Crosstab? Months { get; init; }

    /// <summary>Fields that the file names once for a group of rows, so that their blanks may mean the value above.</summary>
    public IReadOnlyList<string> Grouped { get; init; } = [];

    /// <summary>A file that cannot be read this way, for example because the chosen sheet is damaged.</summary>
    public static FilePreview Refused(FileRefusedException reason, TableSample sample)
    {
        IReadOnlyList<SheetName> sheets = [];
        try
        {
            sheets = sample.Sheets;
        }
        catch (FileRefusedException)
        {
            // Then there is nothing to choose from.
        }

        return new([], [], [new("refused", reason.Message, true)], []) { Sheets = sheets };
    }

    public static FilePreview Of(TableSample sample, ImportSettings settings, ImportKind kind)
    {
        var rows = sample.Rows(settings.Dialect);
        var header = settings.Dialect.HeaderLine;
        var body = rows.Where(r => r.Line > header).Select(r => r.Fields).ToList();
        var columns = settings.Headers.Select((h, i) => new PreviewColumn(h, settings.Fields.ElementAtOrDefault(i), FileProposal.Samples(rows, header, i, SamplesShown, LongestShown))).ToList();
        var months = FileProposal.Months(sample, settings.Dialect);
        // A workbook types its own numbers and dates; only its texts can be in doubt.
        var texts = sample.IsWorkbook ? [.. sample.Rows(settings.Dialect, onlyTexts: true).Where(r => r.Line > header).Select(r => r.Fields)] : body;
        return new(columns, [.. body.Take(RowsShown).Select(r => r.Select(Short).ToArray())], [.. FileDoubts.Of(columns, texts, body.Count, months, settings, kind)],
            [.. kind.Required.Where(group => !group.Any(settings.Has))]) 
        {
            Sheets = sample.Sheets, Months = months, Grouped = GroupedFields.Of(body, settings, kind),
        };
    }

    private static string Short(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";
}
