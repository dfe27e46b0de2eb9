using System.Globalization;
using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Features.Imports;

/// <summary>What an import job is given.</summary>
public sealed record ImportOrder(Guid BatchId, int Number, string FileName, long FileSize, ImportSettings Settings);

/// <summary>
/// Does a dry run or an import in one transaction: copy the file into temporary tables, check it there, merge, and commit together with
/// the word that the job succeeded. Killed at any moment it leaves nothing behind and is simply done again.
/// </summary>
public sealed class ImportRunner(NpgsqlDataSource source, IEnumerable<ImportKind> kinds, Bulletin bulletin, WebhookEvents events, TimeProvider clock)
{
    public const string CheckKind = "imports.check";
    public const string Finished = "import.finished";
    public const string Failed = "import.failed";
    public const string ImportJobKind = "imports.run";

    /// <summary>How many problems are stored row by row; the rest are counted by cause.</summary>
    public const int ProblemsKept = 100_000;

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(400);

    public async Task RunAsync(JobContext job, bool writes, CancellationToken ct)
    {
        job.Actor.Demand(Permission.ImportData);
        var order = job.Payload<ImportOrder>();
        var kind = kinds.Single(k => k.Key == order.Settings.Kind);
        var started = clock.GetTimestamp();
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var work = new ImportWork(connection, order.Settings, order.BatchId, writes);
        await work.ExecuteAsync("set local work_mem = '128MB'; set local lock_timeout = '60s'", ct);

        await job.ReportAsync("reading", 0, null, ct, always: true);
        Staging.Count count;
        try
        {
            using var table = await TableFile.OpenAsync(source, order.BatchId, order.FileSize, order.Settings.Dialect, ct);
            count = await Staging.FillAsync(work, kind, table, (done, total) => job.ReportAsync("reading", done, total, ct), ct);
        }
        catch (FileRefusedException e)
        {
            throw new JobRefusedException(e.Message);
        }

        work.Outcome = new ImportOutcome { Rows = count.Rows, Blank = count.Blank, Skipped = count.Skipped };
        // Right after the first large import the tables' statistics still say "empty", and row by row look-ups would seem cheap.
        if (count.Rows > 5_000) await work.ExecuteAsync("set local enable_nestloop = off", ct);
        if (writes) await WaitForTurnAsync(job, work, ct);
        await job.ReportAsync("checking", count.Rows, count.Rows, ct, always: true);
        await kind.PrepareAsync(work, ct);
        var repeated = await Merge.CheckKeysAsync(work, kind, ct);
        await kind.CheckAsync(work, ct);
        if (writes && !order.Settings.GoodRowsOnly && await work.ScalarAsync<bool>("select exists (select from faults)", ct))
            throw new JobRefusedException("refused.bad_rows");
        var rows = await kind.RowsAsync(work, ct);
        await Merge.CompareAsync(work, kind, rows, repeated, ct);
        if (writes)
        {
            if (!order.Settings.GoodRowsOnly && work.Outcome.Bad > 0) throw new JobRefusedException("refused.bad_rows");
            await job.ReportAsync("writing", count.Rows, count.Rows, ct, always: true);
            try
            {
                await Merge.WriteAsync(work, kind, rows, new FieldStamp(order.Number, clock.GetUtcNow()), ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw new JobRefusedException("refused.entered_meanwhile");
            }

            await job.ReportAsync("finishing", count.Rows, count.Rows, ct, always: true);
            await kind.AfterAsync(work, ct);
        }

        work.Outcome = work.Outcome with { Imported = writes, Seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 2) };
        await KeepAsync(job, work, order, ct);
        await job.CommitAsync(transaction, ct);
    }

    /// <summary>One import at a time changes the portfolio; the lock goes with the transaction.</summary>
    internal static async Task WaitForTurnAsync(JobContext job, ImportWork work, CancellationToken ct)
    {
        while (!await work.ScalarAsync<bool>("select pg_try_advisory_xact_lock(hashtext('kamportal.portfolio'))", ct))
        {
            await job.ReportAsync("waiting", work.Outcome.Rows, work.Outcome.Rows, ct);
            await Task.Delay(LockRetry, ct);
        }
    }

    private async Task KeepAsync(JobContext job, ImportWork work, ImportOrder order, CancellationToken ct)
    {
        var pairs = order.Settings.Headers.Zip(order.Settings.Fields).Where(p => p.Second is not null).ToList();
        await work.ExecuteAsync("delete from import_problems where batch_id = $1", ct, order.BatchId);
        await work.ExecuteAsync(
            $"""
            insert into import_problems (batch_id, row, "column", code, value, detail)
            select $1, f.line, coalesce(left(h.header, 200), f.field), f.code, f.value, f.detail
            from (select * from faults order by line limit {ProblemsKept}) f
            left join unnest($2::text[], $3::text[]) h(field, header) on h.field = f.field
            on conflict do nothing
            """, ct, order.BatchId, pairs.Select(p => p.Second!).ToArray(), pairs.Select(p => p.First).ToArray());
        var outcome = JsonSerializer.Serialize(work.Outcome, JsonSerializerOptions.Web);
        var kept = await work.ExecuteAsync(
            """
            update import_batches set state = $2, result = $3::jsonb, options = $4::jsonb, imported_at = case when $5 then $6::timestamptz end
            where id = $1 and job_id = $7 and state in ('Checking', 'Importing')
            """, ct, order.BatchId, (work.Writes ? ImportState.Imported : ImportState.Checked).ToString(), outcome,
            JsonSerializer.Serialize(order.Settings, JsonSerializerOptions.Web), work.Writes, clock.GetUtcNow(), job.Id);
        if (kept == 0) throw new JobSupersededException();
        if (!work.Writes) return;
        await AuditLog.WriteAsync(work.Connection, job.Actor, "Import", nameof(ImportBatch), order.Number.ToString(CultureInfo.InvariantCulture), new
        {
            order.Settings.Kind, order.FileName, work.Outcome.Rows, work.Outcome.Created, work.Outcome.Updated, work.Outcome.Unchanged, LeftOut = work.Outcome.Bad,
            Companions = work.Outcome.Companions.ToDictionary(c => c.What, c => c.Count), order.Settings.ReportingCurrency,
        }, null, ct);
        await events.RaiseAsync(work.Connection, WebhookEvents.ImportFinished, new { Import = order.Number, order.Settings.Kind, order.FileName, work.Outcome.Rows, work.Outcome.Created, work.Outcome.Updated }, ct);
        await bulletin.TellAsync(work.Connection, new Notice(Finished, Page(order), order.FileName, $"{work.Outcome.Created}", $"{work.Outcome.Updated}"), Readers.One(job.Actor.Id), ct);
    }

    /// <summary>What whoever asked is told when it failed.</summary>
    internal static Notice FailedNotice(Job job)
    {
        var order = JsonSerializer.Deserialize<ImportOrder>(job.Payload, JsonSerializerOptions.Web)!;
        return new(Failed, Page(order), order.FileName);
    }

    private static string Page(ImportOrder order) => string.Create(CultureInfo.InvariantCulture, $"/imports/{order.Number}");
}
