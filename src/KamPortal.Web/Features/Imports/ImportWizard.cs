using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Imports;

/// <summary>What the pages show and ask, in the words of the reader; the decisions are <see cref="ImportService"/>'s.</summary>
public sealed class ImportWizard(ImportService imports, ImportWords words)
{
    public static IReadOnlyList<string> Encodings => TextEncodings.Offered;

    public IReadOnlyList<KindView> Kinds => [.. imports.Kinds.Select(View)];

    public async Task<ListResult<HistoryRow>> HistoryAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        var page = await imports.ListAsync(user, query, ct);
        return new([.. page.Rows.Select(r => new HistoryRow(r.Number, words.Name(imports.Kind(r.Kind)), r.FileName, Of(r.State), r.CreatedBy, r.CreatedAt, r.Created, r.Updated, r.Bad))], page.Total);
    }

    public async Task<ImportView?> FindAsync(CurrentUser user, int number, CancellationToken ct)
    {
        return await imports.FindAsync(user, number, ct) is { } found ? View(found) : null;
    }

    /// <summary>An import in the words of the reader.</summary>
    public ImportView View(ImportDetail found)
    {
        var kind = imports.Kind(found.Settings.Kind);
        var next = kind.Essential ? imports.Kinds.FirstOrDefault(k => k.Essential && k.Order > kind.Order) : null;
        return new(found.Number, found.FileName, found.FileSize, kind.Key, words.Name(kind), Of(found.State), Form(found.Settings),
            found.Outcome is { } o ? View(kind, o, found.Settings) : null,
            found.Job is { } job ? new ProgressView(job.Step, job.Done, job.Total) : null,
            found.CreatedBy, found.CreatedAt, found.ImportedAt, found.Error is { } error ? words.Refusal(error) : null, found.ErrorReference,
            kind.ResultUrl, next is null ? null : View(next), found.Version)
        { FileErasedAt = found.FileErasedAt, Undone = found.Undone is { } u ? new UndoView(u.Restored, u.Removed, u.KeptCount, [.. u.Kept.Select(k => new KeptView(k.Row, k.Reason))]) : null, FollowUp = kind.FollowUp is var (text, href) ? new FollowUpView(words.Said(kind, text), href) : null };
    }

    /// <summary>The columns step for a form; null when there is no such import.</summary>
    /// <param name="reading">Whether to recognise the columns anew, because the file is now read otherwise.</param>
    public async Task<ColumnsView?> ColumnsAsync(CurrentUser user, int number, ColumnsForm form, Reading reading, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        var settings = Settings(form);
        if (reading != Reading.Same)
        {
            if (await imports.RemapAsync(user, number, settings, reading == Reading.OtherSheet, ct) is not { } remapped) return null;
            settings = remapped with { Currency = settings.Currency };
        }

        if (await imports.PreviewAsync(user, number, settings, ct) is not { } preview) return null;
        var kind = imports.Kind(settings.Kind);
        return new(Form(settings), [.. preview.Columns.Select(c => View(c, kind, settings))], preview.Rows,
            [.. preview.Doubts.Select(d => new QuestionView(d.Code, d.Code switch { "mapped_twice" => words.Field(kind, d.Detail), "refused" => words.Refusal(d.Detail), _ => words.Header(settings, d.Detail) }, d.Blocks))],
            [.. preview.MissingFields.Select(group => string.Join(" / ", group.Select(f => words.Field(kind, f))))],
            [.. kind.Fields.Select(f => new NamedChoice(f.Key, words.Field(kind, f.Key)))],
            [.. kind.Switches.Select(s => new NamedChoice(s.Key, words.Switch(s.Key)))],
            kind.Fields.Any(f => f.Key == "currency") && kind.Fields.Any(f => f.Type == ImportFieldType.Money) && !settings.Has("currency"),
            [.. preview.Sheets.Select(s => new SheetView(s.Name, s.IsHidden))], preview.Months?.Span, preview.Months is { NamesYears: false })
        { Grouped = [.. preview.Grouped.Select(f => new NamedChoice(f, words.Field(kind, f)))] };
    }

    /// <returns>Why not, as a sentence; null when the dry run has begun.</returns>
    public async Task<string?> CheckAsync(CurrentUser user, int number, ColumnsForm form, string? reportingCurrency, uint version, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        return Sentence(await imports.CheckAsync(user, number, Settings(form) with { ReportingCurrency = reportingCurrency }, version, ct));
    }

    /// <returns>Why not, as a sentence; null when the import has begun.</returns>
    public async Task<string?> ImportAsync(CurrentUser user, int number, bool goodRowsOnly, uint version, CancellationToken ct) =>
        Sentence(await imports.ImportAsync(user, number, goodRowsOnly, version, ct));

    /// <returns>Why not, as a sentence; null when taking back has begun.</returns>
    public async Task<string?> UndoAsync(CurrentUser user, int number, uint version, CancellationToken ct) => Sentence(await imports.UndoAsync(user, number, version, ct));

    public Task CancelAsync(CurrentUser user, int number, CancellationToken ct) => imports.CancelAsync(user, number, ct);

    public async Task<string?> DiscardAsync(CurrentUser user, int number, CancellationToken ct) => Sentence(await imports.DiscardAsync(user, number, ct));

    /// <summary>The first bad rows, of one cause or of all.</summary>
    public async Task<IReadOnlyList<ProblemView>> ProblemsAsync(CurrentUser user, int number, string kindKey, string? cause, int skip, int limit, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        if (await imports.FindAsync(user, number, ct) is not { Settings: var settings }) return [];
        var kind = imports.Kind(kindKey);
        var rows = await imports.ProblemsAsync(user, number, cause, skip, limit, ct);
        return [.. rows.Select(r => new ProblemView(settings.SourceLine(r.Row), words.Header(settings, r.Column),
            words.Problem(kind, r.Code, r.Value, Detail(settings, r.Code, r.Detail)), words.Remedy(kind, r.Code)))];
    }

    private string? Sentence(ImportAnswer answer) => answer.Refusal is { } refusal ? words.Refusal(refusal) : null;

    private ColumnView View(PreviewColumn column, ImportKind kind, ImportSettings settings)
    {
        var unit = column.Field is { } key && kind.Field(key).Type == ImportFieldType.Money ? MoneyUnits.Split(column.Header).Unit ?? settings.Dialect.MoneyUnit : 1;
        return new(words.Header(settings, column.Header), column.Samples, unit);
    }

    private KindView View(ImportKind kind) => new(kind.Key, words.Name(kind), words.Hint(kind));

    private OutcomeView View(ImportKind kind, ImportOutcome o, ImportSettings settings) => new(
        o.Rows, o.Blank, [.. o.Skipped.Select(s => new SkippedView(s.Reason, s.Count, [.. s.First.Select(l => new SkippedLineView(l.Line, l.Text))]))], o.Created, o.Updated, o.Unchanged, o.Combined, o.Bad,
        [.. o.Causes.Select(c => new CauseView(c.Code, words.Field(kind, c.Field), words.Problem(kind, c.Code, c.Example, Detail(settings, c.Code, c.Detail)), words.Remedy(kind, c.Code), c.Rows))],
        [.. o.Companions.Select(c => new CompanionView(c.What, c.Count, c.Names))],
        [.. o.Changes.Select(c => new ChangeView(settings.SourceLine(c.Line), c.Row, words.Field(kind, c.Field), Short(c.Before), Short(c.After)))],
        [.. o.NotRecorded.Select(f => words.Field(kind, f))],
        [.. o.UnknownCodes.Select(c => new CodeView(c.Code, c.Rows, c.Revenue))], o.UnknownCodeCount, o.UnknownCodes.Sum(c => c.Revenue),
        o.CurrencyOffer, settings.ReportingCurrency, o.Seconds);

    /// <summary>The line that a repetition refers to is a line of the file.</summary>
    private static string? Detail(ImportSettings settings, string code, string? detail) =>
        code == "duplicate" && int.TryParse(detail, CultureInfo.InvariantCulture, out var line) ? settings.SourceLine(line).ToString(CultureInfo.InvariantCulture) : detail;

    /// <summary>Amounts without the zeros that only the column's precision adds.</summary>
    private static string? Short(string? value) =>
        value?.Contains('.', StringComparison.Ordinal) == true && decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,0.########", CultureInfo.CurrentCulture)
            : value;

    private static Stage Of(ImportState state) => state switch
    {
        ImportState.Checking => Stage.Checking,
        ImportState.Checked => Stage.Checked,
        ImportState.Importing => Stage.Importing,
        ImportState.Imported => Stage.Imported,
        ImportState.Discarded => Stage.Discarded,
        ImportState.Undoing => Stage.Undoing,
        ImportState.Undone => Stage.Undone,
        _ => Stage.Columns,
    };

    private static ColumnsForm Form(ImportSettings settings) => new()
    {
        Kind = settings.Kind, Sheet = settings.Dialect.Sheet ?? "", MonthsAsColumns = settings.Dialect.MonthsAsColumns, Year = settings.Dialect.Year,
        MoneyUnit = settings.Dialect.MoneyUnit, Encoding = settings.Dialect.Encoding, Delimiter = settings.Dialect.Delimiter.ToString(), HeaderLine = settings.Dialect.HeaderLine,
        Decimals = settings.Dialect.Decimals?.ToString() ?? "", Dates = settings.Dialect.Dates?.ToString() ?? "", NullWords = string.Join(' ', settings.Dialect.NullWords),
        Headers = settings.Headers, Fields = [.. settings.Fields.Select(f => f ?? "")], FillDown = [.. settings.FillDown], Switches = [.. settings.Switches], Currency = settings.Currency ?? "",
    };

    private static ImportSettings Settings(ColumnsForm form) => new()
    {
        Kind = form.Kind,
        Dialect = new TableDialect
        {
            Sheet = form.Sheet.Length == 0 ? null : form.Sheet, MonthsAsColumns = form.MonthsAsColumns, Year = form.Year is >= 1900 and < 2200 ? form.Year : null,
            MoneyUnit = MoneyUnits.Offered.Contains(form.MoneyUnit) ? form.MoneyUnit : 1,
            Encoding = TextEncodings.Offered.Contains(form.Encoding) ? form.Encoding : "utf-8",
            Delimiter = form.Delimiter.Length == 1 ? form.Delimiter[0] : ',', HeaderLine = Math.Clamp(form.HeaderLine, 0, 1000),
            Decimals = Enum.TryParse<DecimalStyle>(form.Decimals, out var decimals) ? decimals : null,
            Dates = Enum.TryParse<DateOrder>(form.Dates, out var dates) ? dates : null,
            NullWords = form.NullWords.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        },
        Headers = form.Headers, Fields = [.. form.Fields.Select(f => f.Length == 0 ? null : f)], FillDown = [.. form.FillDown], Switches = [.. form.Switches],
        Currency = form.Currency.Length == 3 ? form.Currency.ToUpperInvariant() : null,
    };
}
