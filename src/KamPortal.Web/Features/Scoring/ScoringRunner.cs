using System.Data;
using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Scoring;

/// <summary>
/// Scores the whole portfolio: read, decide, write. Results appear at once, with the commit that ends the job, or not at all;
/// one run works at a time and the others wait.
/// </summary>
public sealed class ScoringRunner(ScoringModels models, Bulletin bulletin, WebhookEvents events, TimeProvider clock)
{
    public const string FinishedNotice = "run.finished";

    /// <summary>Held by the connection of the run at work, so that it is free again whatever becomes of the process.</summary>
    private const string Lock = "hashtextextended('kamportal scoring run', 0)";

    public async Task RunAsync(JobContext job, CancellationToken ct)
    {
        job.Actor.Demand(Permission.ManageScoring);
        await using var connection = await job.OpenAsync(ct);
        while (!await LockAsync(connection, $"select pg_try_advisory_lock({Lock})", ct))
        {
            await job.ReportAsync("Step.Waiting", 0, null, ct, always: true);
            await Task.Delay(TimeSpan.FromMilliseconds(300), clock, ct);
        }

        try
        {
            await RunAloneAsync(job, connection, ct);
        }
        finally
        {
            // A broken connection has let go of it already.
            if (connection.State == ConnectionState.Open) await LockAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private async Task RunAloneAsync(JobContext job, NpgsqlConnection connection, CancellationToken ct)
    {
        var request = job.Payload<ScoringRunRequest>();
        var inForce = await models.EnsureInForceAsync(job.Actor, ct);
        var (model, startedAt) = (inForce.Model, clock.GetUtcNow());

        var (scope, columns, held) = await ReadAsync(job, connection, request, model, ct);

        await job.ReportAsync("Step.Scoring", 0, columns.Ids.Length, ct, always: true);
        var scored = PortfolioScoring.Score(columns.Facts, model, held, Environment.ProcessorCount);

        await using var transaction = await connection.BeginTransactionAsync(ct);
        var runId = Guid.CreateVersion7();
        var writer = new RunWriter(runId, columns, scored);
        await writer.WriteAsync(connection, done => job.ReportAsync("Step.Writing", done, columns.Ids.Length, ct), ct);
        await job.ReportAsync("Step.Summing", columns.Ids.Length, columns.Ids.Length, ct, always: true);
        var picture = TieringPicture.Of(new(
            [.. Enumerable.Range(0, scored.Count).Select(scored.Facts.CodeOf)], Column(scored, scored.TierOf), Column(scored, writer.ProfitScore),
            Column(scored, writer.GrowthScore), columns.NetRevenues, columns.GrossMargins, columns.Profits));
        var dashboard = new RunDashboard(
            scope.Currency, scope.Window.First.FirstDay, scope.Window.Last.FirstDay, scope.Asked.Months, scope.Basis.IsRevenueOnly,
            !scope.Basis.CostToServeRecorded, model.TierRule.PotentialFrom, scope.FactsAt, picture, await LabelsAsync(connection, picture, ct));
        var number = await SwitchAsync(connection, new(runId, inForce.Number, startedAt, scope.Accounts - scored.Count, dashboard, scored.Reference), ct);
        await AuditLog.WriteAsync(
            connection, job.Actor, "Scored", nameof(ScoringRun), $"{number}",
            new { Model = inForce.Number, dashboard.AsOf, dashboard.WindowMonths, Accounts = scored.Count, Tiers = picture.Tiers.ToDictionary(t => t.Tier.Code(), t => t.Count) },
            null, ct);
        await bulletin.TellAsync(connection, new Notice(FinishedNotice, "/tiering", $"{number}", $"{scored.Count}"), Readers.One(job.Actor.Id), ct);
        await events.RaiseAsync(connection, WebhookEvents.RunFinished, new { Run = number, Model = inForce.Number, dashboard.AsOf, Accounts = scored.Count }, ct);
        await job.CommitAsync(transaction, ct);
    }

    /// <summary>One snapshot for everything the run reads, so that an import committed meanwhile is seen whole or not at all.</summary>
    private static async Task<(RunScope Scope, PortfolioColumns Columns, HeldTier[]? Held)> ReadAsync(
        JobContext job, NpgsqlConnection connection, ScoringRunRequest request, ScoringModel model, CancellationToken ct)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await ExecuteAsync(connection, "set transaction read only; set local work_mem = '256MB'", ct);
        await job.ReportAsync("Step.Reading", 0, null, ct, always: true);
        var scope = await RunScope.ReadAsync(connection, request.Window ?? model.Window, request.AsOf, ct);
        var columns = await new PortfolioReader(scope).ReadAsync(connection, done => job.ReportAsync("Step.Reading", done, null, ct), ct);
        var held = await HeldTiers.ReadAsync(connection, scope.Window.Last.FirstDay, model.Stability, columns.Ids, ct);
        await snapshot.CommitAsync(ct);
        return (scope, columns, held);
    }

    private sealed record FinishedRun(Guid Id, int Model, DateTimeOffset StartedAt, int NotScored, RunDashboard Dashboard, ScoringReference Reference);

    /// <summary>Stores the run and puts it in force in place of the one before.</summary>
    private async Task<int> SwitchAsync(NpgsqlConnection connection, FinishedRun run, CancellationToken ct)
    {
        await ExecuteAsync(connection, "update scoring_runs set is_current = false where is_current", ct);
        await using var command = new NpgsqlCommand(
            """
            insert into scoring_runs (id, number, model_number, as_of, window_months, trigger, started_at, finished_at,
                                      scored_count, not_scored_count, is_current, reference, dashboard)
            select $1, coalesce((select max(number) from scoring_runs), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10, $11
            returning number
            """, connection);
        command.Parameters.Add(new() { Value = run.Id });
        command.Parameters.Add(new() { Value = run.Model });
        command.Parameters.Add(new() { Value = run.Dashboard.AsOf });
        command.Parameters.Add(new() { Value = (object?)run.Dashboard.WindowMonths ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = nameof(RunTrigger.Manual) });
        command.Parameters.Add(new() { Value = run.StartedAt });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = run.Dashboard.Picture.Accounts });
        command.Parameters.Add(new() { Value = run.NotScored });
        command.Parameters.Add(new() { Value = run.Reference.ToJson(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = run.Dashboard.ToJson(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Dictionary<string, AccountLabel>> LabelsAsync(NpgsqlConnection connection, TieringPicture picture, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select code, name, local_name from accounts where code = any($1)", connection);
        command.Parameters.Add(new() { Value = picture.NamedAccounts().ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var labels = new Dictionary<string, AccountLabel>();
        while (await rows.ReadAsync(ct)) labels[rows.GetString(0)] = new(rows.GetString(1), await rows.IsDBNullAsync(2, ct) ? null : rows.GetString(2));
        return labels;
    }

    private static T[] Column<T>(ScoredPortfolio scored, Func<int, T> value)
    {
        var column = new T[scored.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(i);
        return column;
    }

    private static async Task<bool> LockAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
