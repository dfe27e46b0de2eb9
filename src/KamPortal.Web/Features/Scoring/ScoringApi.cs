using System.Text.Json;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Shell.Api;

namespace KamPortal.Features.Scoring;

/// <summary>A version of the scoring model; <c>Definition</c> only where one is asked for.</summary>
public sealed record ModelItem(int Number, string State, int? BasedOn, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, JsonElement? Definition = null);

/// <summary>A finished run.</summary>
public sealed record RunItem(int Number, int Model, DateOnly AsOf, int? WindowMonths, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, bool IsCurrent);

/// <summary>A run asked for.</summary>
public sealed record RunJobItem(Guid Job, JobState State, long Done, long? Total, string? Error);

/// <summary>Scoring models and runs for programs.</summary>
internal static class ScoringApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi("scoring");
        api.MapGet("/models", ModelsAsync)
            .WithSummary("Versions of the scoring model, newest first.").Produces<ApiPage<ModelItem>>();
        api.MapGet("/models/{number:int}", async (ApiCall call, int number, ScoringModels models, CancellationToken ct) =>
                await models.FindAsync(call.User, number, ct) is { } model ? Results.Ok(Item(model.Row, JsonDocument.Parse(model.Model.ToJson()).RootElement)) : ApiResults.NotFound())
            .WithSummary("One version with its definition.").Produces<ModelItem>().ProducesProblem(404);
        api.MapGet("/runs", RunsAsync).WithSummary("Finished runs, newest first.").Produces<ApiPage<RunItem>>();
        api.MapGet("/runs/{number:int}", async (ApiCall call, int number, ScoringService scoring, CancellationToken ct) =>
                (await scoring.RunsAsync(call.User, number, 1, ct)).SingleOrDefault(r => r.Number == number) is { } run ? Results.Ok(Item(run)) : ApiResults.NotFound())
            .WithSummary("One run; its results are under scores.").Produces<RunItem>().ProducesProblem(404);
        api.MapPost("/runs", async (ApiCall call, ScoringService scoring, CancellationToken ct) =>
            {
                var job = await scoring.StartAsync(call.User, new ScoringRunRequest(), ct);
                return Results.Accepted($"{ApiRoutes.Prefix}/runs/jobs/{job}", new RunJobItem(job, JobState.Queued, 0, null, null));
            })
            .WithSummary("Asks for a run of the model in force; one that waits already is joined.").Produces<RunJobItem>(202);
        api.MapGet("/runs/jobs/{id:guid}", async (ApiCall call, Guid id, ScoringService scoring, CancellationToken ct) =>
                await scoring.ProgressAsync(call.User, id, ct) is { } job ? Results.Ok(new RunJobItem(job.JobId, job.State, job.Done, job.Total, job.Error)) : ApiResults.NotFound())
            .WithSummary("How far a run is.").Produces<RunJobItem>().ProducesProblem(404);
    }

    private static async Task<ApiPage<ModelItem>> ModelsAsync(ApiCall call, ScoringModels models, string? after, int? limit, CancellationToken ct)
    {
        var (before, take) = (ApiCursor.Number(after), ApiSlice.Limit(limit));
        var rows = (await models.ListAsync(call.User, ct)).Where(m => before == 0 || m.Number < before).Take(take + 1).Select(m => Item(m));
        return ApiSlice.Cut<ModelItem>([.. rows], take, m => ApiCursor.Of(m.Number));
    }

    private static async Task<ApiPage<RunItem>> RunsAsync(ApiCall call, ScoringService scoring, string? after, int? limit, CancellationToken ct)
    {
        var (before, take) = (ApiCursor.Number(after), ApiSlice.Limit(limit));
        var rows = await scoring.RunsAsync(call.User, before == 0 ? int.MaxValue : before - 1, take + 1, ct);
        return ApiSlice.Cut<RunItem>([.. rows.Select(Item)], take, r => ApiCursor.Of(r.Number));
    }

    private static RunItem Item(RunRow r) => new(r.Number, r.ModelNumber, r.AsOf, r.WindowMonths, r.StartedAt, r.FinishedAt, r.IsCurrent);

    private static ModelItem Item(ModelRow m, JsonElement? definition = null) => new(m.Number, m.State.ToString(), m.BasedOn, m.Reason, m.CreatedAt, m.PublishedAt, definition);
}
