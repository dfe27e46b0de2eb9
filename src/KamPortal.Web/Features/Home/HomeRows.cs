using KamPortal.Domain.Tiering;

namespace KamPortal.Features.Home;

/// <summary>The run that the figures come from; window null means all months.</summary>
public sealed record RunStamp(Guid Id, int Number, int Model, DateOnly AsOf, int? Months, DateTimeOffset FinishedAt, int NotScored, bool FactsChanged);

public sealed record TierTile(Tier Tier, int Accounts, decimal Revenue, decimal Cm2);

/// <summary>An account in a short list.</summary>
/// <param name="Cm2">Contribution in the window; null without facts.</param>
/// <param name="Change">Against the window before; null when there is none.</param>
public sealed record AccountLine(string Code, string Name, string? LocalName, Tier? Tier, decimal? Score, decimal? Revenue, decimal? Cm2, decimal? Change);

/// <summary>The portfolio as far as the user sees it.</summary>
public sealed record PortfolioView(
    string Currency, RunStamp? Run, bool AnyAccounts, IReadOnlyList<TierTile> Tiers, int LossCount, decimal LossSum, decimal TopTenRevenue,
    IReadOnlyList<AccountLine> Losses, IReadOnlyList<AccountLine> Up, IReadOnlyList<AccountLine> Down)
{
    public int Accounts => Tiers.Sum(t => t.Accounts);

    public decimal Revenue => Tiers.Sum(t => t.Revenue);

    public decimal Cm2 => Tiers.Sum(t => t.Cm2);

    /// <summary>A tier's share of the contribution; null where there is none to share.</summary>
    public decimal? ShareOf(TierTile tier) => Cm2 > 0 ? tier.Cm2 / Cm2 : null;
}

/// <summary>An account manager's own accounts, largest contribution first.</summary>
/// <param name="IsLinked">False when the login belongs to no person, so that nothing can be shown.</param>
/// <param name="LastMonth">End of the window the figures are of; null without any facts.</param>
public sealed record MineView(
    bool IsLinked, string Currency, RunStamp? Run, DateOnly? LastMonth, int? Months, int Total, decimal Revenue, decimal Cm2, decimal? Change,
    IReadOnlyList<AccountLine> Accounts, IReadOnlyList<AccountLine> Losses);

public sealed record SetUpView(
    PortfolioView Portfolio, IReadOnlyList<SetUpStep> Steps, IReadOnlyList<ImportLine> Imports, ModelLine Model,
    IReadOnlyList<FailedJob> Failed, UserCounts Users, bool IsDemo)
{
    public RunStamp? Run => Portfolio.Run;

    public int Done => Steps.Count(s => s.IsDone);
}

/// <param name="Key">Resource key of the step.</param>
public sealed record SetUpStep(string Key, string Href, bool IsDone);

public sealed record ImportLine(Guid Id, int Number, string FileName, string Kind, string State, string By, DateTimeOffset At);

public sealed record ModelLine(int? Published, DateTimeOffset? PublishedAt, int? Draft);

public sealed record FailedJob(string Kind, DateTimeOffset At, string? Error, string? Reference, string By);

public sealed record UserCounts(int Active, int Disabled);
