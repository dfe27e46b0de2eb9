using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Data.Jobs;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Imports;

/// <summary>Looks after imports from upload to history. The work itself is a job, see <see cref="ImportRunner"/>.</summary>
public sealed class ImportService(IDbContextFactory<KamDbContext> factory, UploadedFiles files, JobQueue jobs, JobRunner runner, IEnumerable<ImportKind> kinds)
{
    private static readonly ImportState[] AtWork = [ImportState.Checking, ImportState.Importing, ImportState.Undoing];
    private static readonly JobState[] Ended = [JobState.Failed, JobState.Cancelled];

    /// <summary>The kinds that can be imported, in the order in which a portfolio is built up.</summary>
    public IReadOnlyList<ImportKind> Kinds { get; } = [.. kinds.OrderBy(k => k.Order)];

    public ImportKind Kind(string key) => Kinds.Single(k => k.Key == key);

    public async Task<ListResult<ImportRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        var batches = db.ImportBatches.AsNoTracking();
        if (query.Search is { } search) batches = batches.Where(b => EF.Functions.ILike(b.FileName, $"%{search}%"));
        if (query.Filter("kind") is { Count: > 0 } kind) batches = batches.Where(b => kind.Contains(b.Kind));
        if (query.Filter("state") is { Count: > 0 } names)
        {
            var states = names.Where(n => Enum.TryParse<ImportState>(n, out _)).Select(Enum.Parse<ImportState>).ToList();
            batches = batches.Where(b => states.Contains(b.State));
        }

        var total = await batches.CountAsync(ct);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("file", false) => batches.OrderBy(b => b.FileName),
            ("file", true) => batches.OrderByDescending(b => b.FileName),
            ("number", false) => batches.OrderBy(b => b.Number),
            _ => batches.OrderByDescending(b => b.Number),
        };
        return new(await RowsAsync(db, ordered.Skip(query.Skip).Take(query.PageSize), ct), total);
    }

    /// <summary>For programs: the newest first, those before the number in <paramref name="after"/>.</summary>
    public async Task<ApiPage<ImportRow>> SliceAsync(CurrentUser user, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        var (before, take) = (ApiCursor.Number(after), ApiSlice.Limit(limit));
        var rows = await RowsAsync(db, db.ImportBatches.AsNoTracking().Where(b => before == 0 || b.Number < before).OrderByDescending(b => b.Number).Take(take + 1), ct);
        return ApiSlice.Cut<ImportRow>(rows, take, r => ApiCursor.Of(r.Number));
    }

    private static async Task<List<ImportRow>> RowsAsync(KamDbContext db, IQueryable<ImportBatch> batches, CancellationToken ct)
    {
        var page = await batches.Select(b => new { Batch = b, JobState = db.Jobs.Where(j => j.Id == b.JobId).Select(j => (JobState?)j.State).FirstOrDefault() }).ToListAsync(ct);
        return page.ConvertAll(p =>
        {
            var outcome = Outcome(p.Batch);
            return new ImportRow(p.Batch.Number, p.Batch.Kind, p.Batch.FileName, p.Batch.FileSize, Effective(p.Batch.State, p.JobState), p.Batch.CreatedBy,
                p.Batch.CreatedAt, outcome?.Rows ?? 0, outcome?.Created ?? 0, outcome?.Updated ?? 0, outcome?.Bad ?? 0);
        });
    }

    public async Task<ImportDetail?> FindAsync(CurrentUser user, int number, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == number, ct) is not { } batch) return null;
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == batch.JobId, ct);
        return new(batch.Number, batch.FileName, batch.FileSize, Effective(batch.State, job?.State), Settings(batch), Outcome(batch),
            job is null ? null : new JobProgress(job.Id, job.State, job.Step, job.Done, job.Total),
            batch.CreatedBy, batch.CreatedAt, batch.ImportedAt, Failure(batch, job), job?.State == JobState.Failed ? job.ErrorReference : null, batch.Version)
        { FileErasedAt = batch.FileErasedAt, Undone = batch.UndoResult is null ? null : JsonSerializer.Deserialize<UndoOutcome>(batch.UndoResult, JsonSerializerOptions.Web) };
    }

    /// <summary>The file as the settings read it; null when there is no such import.</summary>
    public async Task<FilePreview?> PreviewAsync(CurrentUser user, int number, ImportSettings settings, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        using var sample = await SampleAsync(number, ct);
        try
        {
            return sample is null ? null : FilePreview.Of(sample, settings, Kind(settings.Kind));
        }
        catch (FileRefusedException e)
        {
            return FilePreview.Refused(e, sample!);
        }
    }

    /// <summary>
    /// Recognises the columns anew for a corrected dialect or another kind; another sheet is looked at as if it had just been uploaded.
    /// Null when there is no such import; the settings as they were when the file cannot be read that way.
    /// </summary>
    public async Task<ImportSettings?> RemapAsync(CurrentUser user, int number, ImportSettings settings, bool otherSheet, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        using var sample = await SampleAsync(number, ct);
        if (sample is null) return null;
        try
        {
            return otherSheet ? FileProposal.Propose(sample, Kinds, settings.Kind, settings.Dialect.Sheet) : FileProposal.Map(sample, settings.Dialect, Kinds, settings.Kind);
        }
        catch (FileRefusedException)
        {
            return settings with { Headers = [], Fields = [] };
        }
    }

    /// <summary>Starts a dry run: nothing of the portfolio is written.</summary>
    public async Task<ImportAnswer> CheckAsync(CurrentUser user, int number, ImportSettings settings, uint version, CancellationToken ct)
    {
        var (answer, job) = await ClaimAsync(user, number, settings with { GoodRowsOnly = false }, version, ImportState.Checking, ct);
        if (answer.IsAccepted) await jobs.HandOverAsync(job, ct);
        return answer;
    }

    /// <summary>Starts the import with the settings of the last dry run.</summary>
    public async Task<ImportAnswer> ImportAsync(CurrentUser user, int number, bool goodRowsOnly, uint version, CancellationToken ct)
    {
        var (answer, job) = await ClaimImportAsync(user, number, goodRowsOnly, version, ct);
        if (answer.IsAccepted) await jobs.HandOverAsync(job, ct);
        return answer;
    }

    /// <summary>
    /// For the console: takes a file in, checks it and, unless it is only to be checked, imports it, all before returning. The same rules
    /// as in the wizard hold; what the wizard would ask must be said in the options.
    /// </summary>
    public async Task<FileImportReport> ImportFileAsync(CurrentUser user, string? kind, string path, FileImportOptions options, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var file = File.OpenRead(path);
        return await ImportStreamAsync(user, kind, Path.GetFileName(path), file, options, ct);
    }

    /// <summary>The same for a file that comes as a stream, from another program or a folder.</summary>
    public async Task<FileImportReport> ImportStreamAsync(CurrentUser user, string? kind, string fileName, Stream file, FileImportOptions options, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        int number;
        try
        {
            number = await files.TakeInAsync(user, fileName, file, kind, ct);
        }
        catch (FileRefusedException e)
        {
            return new(0, null, e.Message);
        }

        var detail = (await FindAsync(user, number, ct))!;
        var settings = await options.SettleAsync(this, user, detail, kind, ct);
        var (answer, job) = await ClaimAsync(user, number, settings, detail.Version, ImportState.Checking, ct);
        if (!answer.IsAccepted) return new(number, null, answer.Refusal);
        detail = await FinishAsync(user, number, job, ct);
        if (detail.State != ImportState.Checked || options.DryRun || (detail.Outcome!.Bad > 0 && !options.GoodRowsOnly))
            return new(number, detail.Outcome, detail.Error ?? (options.DryRun ? null : "refused.bad_rows"));
        (answer, job) = await ClaimImportAsync(user, number, options.GoodRowsOnly, detail.Version, ct);
        if (!answer.IsAccepted) return new(number, detail.Outcome, answer.Refusal);
        detail = await FinishAsync(user, number, job, ct);
        return new(number, detail.Outcome, detail.Error);
    }

    /// <summary>Runs the job here; an instance of the portal that takes it over meanwhile is waited for.</summary>
    private async Task<ImportDetail> FinishAsync(CurrentUser user, int number, Guid job, CancellationToken ct)
    {
        await runner.RunAsync(job, ct);
        while (true)
        {
            var detail = (await FindAsync(user, number, ct))!;
            if (!AtWork.Contains(detail.State)) return detail;
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
    }

    /// <summary>Starts taking a finished import back.</summary>
    public async Task<ImportAnswer> UndoAsync(CurrentUser user, int number, uint version, CancellationToken ct)
    {
        if (await FindAsync(user, number, ct) is not { } detail) return new("answer.not_found");
        if (detail.State != ImportState.Imported) return new("answer.busy");
        await using var db = await factory.CreateDbContextAsync(ct);
        var batch = await db.ImportBatches.SingleAsync(b => b.Number == number, ct);
        var job = await jobs.StoreAsync(UndoRunner.UndoKind, new ImportOrder(batch.Id, batch.Number, batch.FileName, batch.FileSize, detail.Settings), user, ct);
        (batch.State, batch.JobId) = (ImportState.Undoing, job);
        db.Entry(batch).Property(b => b.Version).OriginalValue = version;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            await jobs.CancelAsync(user, job, ct);
            return new("answer.changed");
        }

        await jobs.HandOverAsync(job, ct);
        return ImportAnswer.Accepted;
    }

    /// <summary>Asks the running job to stop; it ends without having written anything.</summary>
    public async Task CancelAsync(CurrentUser user, int number, CancellationToken ct)
    {
        if ((await FindAsync(user, number, ct))?.Job is { } job) await jobs.CancelAsync(user, job.Id, ct);
    }

    /// <summary>Gives the import up; the file is deleted, its line in the history stays.</summary>
    public async Task<ImportAnswer> DiscardAsync(CurrentUser user, int number, CancellationToken ct)
    {
        if (await FindAsync(user, number, ct) is not { } detail) return new("answer.not_found");
        if (AtWork.Contains(detail.State) || detail.State is ImportState.Imported or ImportState.Undone) return new("answer.busy");
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var taken = await db.ImportBatches.Where(b => b.Number == number && b.Version == detail.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, ImportState.Discarded), ct);
        if (taken == 0) return new("answer.changed");
        await db.ImportFileChunks.Where(c => db.ImportBatches.Any(b => b.Id == c.BatchId && b.Number == number)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return ImportAnswer.Accepted;
    }

    public async Task<IReadOnlyList<ProblemRow>> ProblemsAsync(CurrentUser user, int number, string? code, int skip, int limit, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.ImportProblems.Where(p => db.ImportBatches.Any(b => b.Id == p.BatchId && b.Number == number) && (code == null || p.Code == code))
            .OrderBy(p => p.Row).ThenBy(p => p.Column).ThenBy(p => p.Code).Skip(skip).Take(limit).Select(p => new ProblemRow(p.Row, p.Column, p.Code, p.Value, p.Detail)).ToListAsync(ct);
    }

    private async Task<(ImportAnswer Answer, Guid Job)> ClaimImportAsync(CurrentUser user, int number, bool goodRowsOnly, uint version, CancellationToken ct) =>
        await FindAsync(user, number, ct) switch
        {
            null => (new("answer.not_found"), default),
            { State: ImportState.Checked } d => await ClaimAsync(user, number, d.Settings with { GoodRowsOnly = goodRowsOnly }, version, ImportState.Importing, ct),
            _ => (new("answer.check_first"), default),
        };

    /// <summary>Stores the job and notes it on the batch, unless another is at work or someone changed the batch meanwhile.</summary>
    private async Task<(ImportAnswer Answer, Guid Job)> ClaimAsync(CurrentUser user, int number, ImportSettings settings, uint version, ImportState state, CancellationToken ct)
    {
        user.Demand(Permission.ImportData);
        if (settings.ReportingCurrency is not null) user.Demand(Permission.ManageSettings);
        if (await PreviewAsync(user, number, settings, ct) is not { } preview) return (new("answer.not_found"), default);
        if (preview.Doubts.FirstOrDefault(d => d.Code == "refused") is { } refused) return (new(refused.Detail), default);
        if (preview.MissingFields.Count > 0) return (new("answer.missing_fields"), default);
        if (preview.Doubts.FirstOrDefault(d => d.Blocks) is { } doubt) return (new("doubt." + doubt.Code), default);

        await using var db = await factory.CreateDbContextAsync(ct);
        var batch = await db.ImportBatches.SingleAsync(b => b.Number == number, ct);
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == batch.JobId, ct);
        if (batch.State is ImportState.Imported or ImportState.Undone or ImportState.Discarded || (AtWork.Contains(batch.State) && AtWork.Contains(Effective(batch.State, job?.State)))) return (new("answer.busy"), default);
        var order = new ImportOrder(batch.Id, batch.Number, batch.FileName, batch.FileSize, settings);
        var id = await jobs.StoreAsync(state == ImportState.Importing ? ImportRunner.ImportJobKind : ImportRunner.CheckKind, order, user, ct);
        (batch.State, batch.JobId, batch.Kind, batch.Options) = (state, id, settings.Kind, JsonSerializer.Serialize(settings, JsonSerializerOptions.Web));
        if (state == ImportState.Checking) batch.Result = null;
        db.Entry(batch).Property(b => b.Version).OriginalValue = version;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            await jobs.CancelAsync(user, id, ct);
            return (new("answer.changed"), default);
        }

        return (ImportAnswer.Accepted, id);
    }

    private async Task<TableSample?> SampleAsync(int number, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var batch = await db.ImportBatches.Where(b => b.Number == number).Select(b => new { b.Id, b.FileSize }).SingleOrDefaultAsync(ct);
        return batch is null ? null : await files.SampleAsync(batch.Id, batch.FileSize, ct);
    }

    internal static ImportSettings Settings(ImportBatch batch) => JsonSerializer.Deserialize<ImportSettings>(batch.Options!, JsonSerializerOptions.Web)!;

    private static ImportOutcome? Outcome(ImportBatch batch) => batch.Result is null ? null : JsonSerializer.Deserialize<ImportOutcome>(batch.Result, JsonSerializerOptions.Web);

    /// <summary>A batch whose job ended without effect is where it was before.</summary>
    private static ImportState Effective(ImportState state, JobState? job) => (state, job) switch
    {
        (ImportState.Checking, JobState.Failed or JobState.Cancelled) => ImportState.Uploaded,
        (ImportState.Importing, JobState.Failed or JobState.Cancelled) => ImportState.Checked,
        (ImportState.Undoing, JobState.Failed or JobState.Cancelled) => ImportState.Imported,
        _ => state,
    };

    private static string? Failure(ImportBatch batch, Job? job) => !AtWork.Contains(batch.State) || job is null || !Ended.Contains(job.State) ? null
        : job.State == JobState.Cancelled ? "refused.cancelled" : job.Error ?? "refused.failed";
}
