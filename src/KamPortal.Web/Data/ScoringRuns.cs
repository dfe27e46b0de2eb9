using System.Text.Json;
using KamPortal.Data.Jobs;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>What a scoring run is asked to do.</summary>
/// <param name="AsOf">First day of the last month of the window; null for the last month with facts.</param>
/// <param name="Window">Null for the window of the model in force.</param>
public sealed record ScoringRunRequest(DateOnly? AsOf = null, ScoringWindow? Window = null);

/// <summary>An account's names, frozen with a run so that a dashboard needs no second question.</summary>
public sealed record AccountLabel(string Name, string? LocalName);

/// <summary>What is stored with a run for the dashboard of those who see the whole portfolio.</summary>
/// <param name="From">First day of the first month of the window.</param>
/// <param name="WindowMonths">Null for a window of all facts.</param>
/// <param name="IsRevenueOnly">Cost of goods was never recorded: contribution means net revenue.</param>
/// <param name="PotentialFrom">Growth potential from which a C account is C+.</param>
/// <param name="FactsAt">When facts had last changed as the run saw them; another time now means that the run is out of date.</param>
/// <param name="Labels">Names by account code of those the picture names.</param>
public sealed record RunDashboard(
    string Currency,
    DateOnly From,
    DateOnly AsOf,
    int? WindowMonths,
    bool IsRevenueOnly,
    bool LacksCostToServe,
    decimal PotentialFrom,
    DateTimeOffset? FactsAt,
    TieringPicture Picture,
    IReadOnlyDictionary<string, AccountLabel> Labels)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static RunDashboard FromJson(string json) => JsonSerializer.Deserialize<RunDashboard>(json, JsonSerializerOptions.Web)!;
}

/// <summary>Scoring runs as every feature may ask for and read them.</summary>
public static class ScoringRuns
{
    public const string JobKey = "scoring.run";

    /// <summary>Asks for a run. One that waits or works already, for the same window, is joined instead of doing the work twice.</summary>
    public static async Task<Guid> AskForRunAsync(this JobQueue jobs, KamDbContext db, CurrentUser user, ScoringRunRequest request, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        if (request == new ScoringRunRequest() && await db.WaitingRunAsync(ct) is { } waiting) return waiting;
        return await jobs.EnqueueAsync(JobKey, request, user, ct);
    }

    /// <summary>A run that is waiting or at work, if any.</summary>
    public static Task<Guid?> RunUnderWayAsync(this KamDbContext db, CancellationToken ct) =>
        db.Jobs.Where(j => j.Kind == JobKey && (j.State == JobState.Queued || j.State == JobState.Running))
            .OrderBy(j => j.QueuedAt).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(ct);

    // One that works already may have read the facts before they changed, so only a waiting one is as good as a new one.
    private static Task<Guid?> WaitingRunAsync(this KamDbContext db, CancellationToken ct) =>
        db.Jobs.Where(j => j.Kind == JobKey && j.State == JobState.Queued).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(ct);

    /// <summary>The scores of a run that the user may see, each with its account.</summary>
    public static IQueryable<VisibleScore> ScoresVisibleTo(this KamDbContext db, CurrentUser user, Guid runId) =>
        from score in db.AccountScores
        where score.RunId == runId
        join account in db.AccountsVisibleTo(user) on score.AccountId equals account.Id
        select new VisibleScore { Score = score, Account = account };
}

/// <summary>A score beside its account, within a query.</summary>
public sealed class VisibleScore
{
    public required AccountScore Score { get; init; }

    public required Domain.Accounts.Account Account { get; init; }
}
