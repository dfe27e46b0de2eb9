using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Features.Scoring;

/// <summary>A model version in the list.</summary>
public sealed record ModelRow(
    int Number, ModelState State, int? BasedOn, string? Author, string? Publisher, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt);

/// <summary>A model version opened; <c>Version</c> is that of the row as read.</summary>
public sealed record ModelView(ModelRow Row, ScoringModel Model, uint Version);

/// <summary>The published model.</summary>
public sealed record ModelInForce(int Number, ScoringModel Model);

/// <summary>What became of an attempt to save or publish: exactly one of the three.</summary>
/// <param name="Version">The row's new version when it was kept.</param>
/// <param name="Problems">Rules the model breaks.</param>
/// <param name="Theirs">The draft as somebody else saved it meanwhile; null also when it is gone.</param>
public sealed record ModelOutcome(uint? Version, IReadOnlyList<ModelProblem> Problems, ModelView? Theirs)
{
    public bool Kept => Version is not null;

    public bool Conflict => Version is null && Problems.Count == 0;
}

/// <summary>A finished run in the history.</summary>
public sealed record RunRow(
    Guid Id, int Number, int ModelNumber, DateOnly AsOf, int? WindowMonths, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    int Scored, int NotScored, bool IsCurrent, IReadOnlyList<TierSum> Tiers);

/// <summary>A run being asked for, under way or just ended.</summary>
public sealed record RunProgress(Guid JobId, JobState State, string? Step, long Done, long? Total, string? Error, string? ErrorReference);

/// <summary>Why an account has its tier; <c>Explanation</c> is null when the run did not score it, for the reason given.</summary>
public sealed record AccountExplanation(
    int RunNumber, int ModelNumber, DateOnly AsOf, int? WindowMonths, DateTimeOffset RanAt, string Currency, ScoreExplanation? Explanation, NotScoredReason? Reason);

/// <summary>Why an account has no score.</summary>
public enum NotScoredReason
{
    Archived,
    Distributor,
    NotActive,
    NoFacts,
}

/// <summary>A rating as it stands; <c>Value</c> null when the account was never rated.</summary>
public sealed record RatingView(int? Value, string? Note, string? RatedBy, DateTimeOffset? RatedAt, uint Version);
