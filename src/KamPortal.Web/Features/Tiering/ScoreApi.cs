using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using KamPortal.Shell.Api;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Tiering;

/// <summary>An account's result in a run.</summary>
public sealed record ScoreItem(string Account, string Tier, decimal Score, int Rank, double? ProfitScore, double? GrowthScore, decimal NetRevenue, decimal Cm1, decimal Cm2);

/// <summary>Results of runs for programs, best first.</summary>
public sealed class ScoreItems(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Null when there is no such run.</summary>
    public async Task<ApiPage<ScoreItem>?> SliceAsync(CurrentUser user, int run, string? after, int? limit, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.ScoringRuns.Where(r => r.Number == run).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct) is not { } id) return null;
        var from = ApiCursor.Number(after);
        var take = ApiSlice.Limit(limit);
        var rows = await db.ScoresVisibleTo(user, id).Where(v => v.Score.Rank > from).OrderBy(v => v.Score.Rank).Take(take + 1).Select(v => new
        {
            v.Account.Code, v.Score.Tier, v.Score.Composite, v.Score.Rank, v.Score.ProfitScore, v.Score.GrowthScore, v.Score.NetRevenue, v.Score.Cm1, v.Score.Cm2,
        }).ToListAsync(ct);
        return ApiSlice.Cut<ScoreItem>(
            rows.ConvertAll(r => new ScoreItem(r.Code, r.Tier.Code(), r.Composite, r.Rank, r.ProfitScore, r.GrowthScore, r.NetRevenue, r.Cm1, r.Cm2)), take, s => ApiCursor.Of(s.Rank));
    }
}

internal static class ScoreApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("scoring").MapGet("/runs/{number:int}/scores", async (ApiCall call, int number, ScoreItems scores, string? after, int? limit, CancellationToken ct) =>
                await scores.SliceAsync(call.User, number, after, limit, ct) is { } page ? Results.Ok(page) : ApiResults.NotFound())
            .WithSummary("Tier and score of the accounts in the key's scope, best first.").Produces<ApiPage<ScoreItem>>().ProducesProblem(404);
}
