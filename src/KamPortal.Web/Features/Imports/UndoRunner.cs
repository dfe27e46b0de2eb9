using System.Globalization;
using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Imports;
using KamPortal.Data.Jobs;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Features.Imports;

/// <summary>Takes an import back in one transaction, which commits together with the word that the job succeeded.</summary>
public sealed class UndoRunner(IEnumerable<ImportKind> kinds, TimeProvider clock)
{
    public const string UndoKind = "imports.undo";

    public async Task RunAsync(JobContext job, CancellationToken ct)
    {
        job.Actor.Demand(Permission.ImportData);
        var order = job.Payload<ImportOrder>();
        var kind = kinds.Single(k => k.Key == order.Settings.Kind);
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var work = new ImportWork(connection, order.Settings, order.BatchId, writes: true);
        await work.ExecuteAsync("set local work_mem = '128MB'; set local lock_timeout = '60s'; set local enable_nestloop = off", ct);
        await ImportRunner.WaitForTurnAsync(job, work, ct);
        await job.ReportAsync("undoing", 0, null, ct, always: true);
        UndoOutcome outcome;
        try
        {
            outcome = await Undo.RunAsync(work, kind, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new JobRefusedException("refused.entered_meanwhile");
        }

        var kept = await work.ExecuteAsync(
            "update import_batches set state = 'Undone', undo_result = $2::jsonb where id = $1 and job_id = $3 and state = 'Undoing'", ct,
            order.BatchId, JsonSerializer.Serialize(outcome, JsonSerializerOptions.Web), job.Id);
        if (kept == 0) throw new JobSupersededException();
        await AuditLog.WriteAsync(connection, job.Actor, "Undo", nameof(ImportBatch), order.Number.ToString(CultureInfo.InvariantCulture),
            new { order.Settings.Kind, order.FileName, outcome.Restored, outcome.Removed, Kept = outcome.KeptCount, At = clock.GetUtcNow() }, null, ct);
        await job.CommitAsync(transaction, ct);
    }
}
