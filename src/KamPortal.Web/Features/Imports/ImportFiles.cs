using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Imports;

/// <summary>The files that the wizard hands out: templates, bad rows with the reason beside them, unknown codes.</summary>
public sealed class ImportFiles(IDbContextFactory<KamDbContext> factory, NpgsqlDataSource source, IEnumerable<ImportKind> kinds, ImportWords words, IStringLocalizer<ImportsTexts> texts)
{
    /// <summary>A file with the column names in the reader's language and one example row; null for a kind that does not exist.</summary>
    public async Task<bool> WriteTemplateAsync(CurrentUser user, string kindKey, Func<Stream> open, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        if (kinds.SingleOrDefault(k => k.Key == kindKey) is not { } kind) return false;
        await using var writer = new StreamWriter(open(), CsvText.Encoding, leaveOpen: true);
        var csv = new CsvText(writer);
        await csv.WriteAsync(kind.Fields.Select(f => words.Field(kind, f.Key)));
        await csv.WriteAsync(kind.Fields.Select(f => f.Example));
        await writer.FlushAsync(ct);
        return true;
    }

    /// <summary>
    /// The bad rows as they stand in the file, each with line, column, reason and remedy, so that they can be corrected and imported
    /// again. Read from the stored file in one pass.
    /// </summary>
    public async Task<bool> WriteProblemsAsync(CurrentUser user, int number, Func<Stream> open, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == number && b.Options != null, ct) is not { } batch) return false;
        var settings = ImportService.Settings(batch);
        var kind = kinds.Single(k => k.Key == settings.Kind);
        using var rows = await TableFile.OpenAsync(source, batch.Id, batch.FileSize, settings.Dialect, ct);
        await using var writer = new StreamWriter(open(), CsvText.Encoding, 1 << 15, leaveOpen: true);
        var csv = new CsvText(writer);
        await csv.WriteAsync([.. settings.Headers.Select(h => words.Header(settings, h)), texts["File.Line"], texts["File.Column"], texts["File.Problem"], texts["File.Remedy"]]);
        var problems = db.ImportProblems.Where(p => p.BatchId == batch.Id).OrderBy(p => p.Row).AsNoTracking().AsAsyncEnumerable();
        await foreach (var problem in problems.WithCancellation(ct))
        {
            while (rows.Line < problem.Row && rows.Read())
            {
            }

            var line = settings.SourceLine(problem.Row).ToString(CultureInfo.InvariantCulture);
            var cells = rows.Line == problem.Row ? Enumerable.Range(0, settings.Headers.Count).Select(rows.Text) : settings.Headers.Select(_ => "");
            await csv.WriteAsync(cells.Append(line).Append(words.Header(settings, problem.Column))
                .Append(words.Problem(kind, problem.Code, problem.Value, problem.Detail)).Append(words.Remedy(kind, problem.Code)));
        }

        await writer.FlushAsync(ct);
        return true;
    }

    /// <summary>The account codes that nobody has entered, with the number of rows and the revenue they stand for.</summary>
    public async Task<bool> WriteUnknownCodesAsync(CurrentUser user, int number, ImportService imports, Func<Stream> open, CancellationToken ct)
    {
        if (await imports.FindAsync(user, number, ct) is not { Outcome: { } outcome }) return false;
        await using var writer = new StreamWriter(open(), CsvText.Encoding, leaveOpen: true);
        var csv = new CsvText(writer);
        await csv.WriteAsync([texts["File.Code"], texts["File.Rows"], texts["File.Revenue"]]);
        foreach (var code in outcome.UnknownCodes)
            await csv.WriteAsync([code.Code, code.Rows.ToString(CultureInfo.InvariantCulture), code.Revenue?.ToString(CultureInfo.InvariantCulture)]);
        await writer.FlushAsync(ct);
        return true;
    }
}
