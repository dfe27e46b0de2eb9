using KamPortal.Data;
using KamPortal.Domain.Tiering;

namespace KamPortal.Features.Tiering;

/// <summary>Either a dashboard, or what to do to get one; neither when the run asked for does not exist.</summary>
public sealed record TieringAnswer(TieringView? View, NextStep? Next);

/// <summary>What leads to the first dashboard.</summary>
public enum NextStep
{
    /// <summary>There are no facts yet.</summary>
    Import,

    /// <summary>There are facts and no run.</summary>
    Run,

    /// <summary>Somebody else has to import or run.</summary>
    Wait,
}

/// <summary>Whether the run in force still says what the portfolio is.</summary>
public enum Staleness
{
    None,
    FactsChanged,
    ModelChanged,
}

/// <summary>One run as the user sees it.</summary>
/// <param name="IsScoped">Figures are those of the user's accounts only.</param>
public sealed record TieringView(
    Guid RunId, int RunNumber, int ModelNumber, DateTimeOffset RanAt, bool IsCurrent, int NotScored, bool IsScoped, Staleness Staleness, RunDashboard Dashboard)
{
    public TieringPicture Picture => Dashboard.Picture;
}

/// <summary>A run to choose.</summary>
public sealed record RunChoice(int Number, int ModelNumber, DateOnly AsOf, DateTimeOffset RanAt, bool IsCurrent);

/// <summary>A scored account in a list or an export.</summary>
public sealed record TieredRow(
    int AccountId, string Code, string Name, string? LocalName, Tier Tier, decimal Composite, int Rank, double? ProfitScore, double? GrowthScore,
    decimal NetRevenue, decimal Cm1, decimal Cm2);

/// <summary>A run without the long columns.</summary>
internal sealed record RunHead(Guid Id, int Number, int ModelNumber, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int NotScoredCount, bool IsCurrent);
