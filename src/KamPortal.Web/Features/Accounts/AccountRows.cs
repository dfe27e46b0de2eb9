using System.Text.Json.Serialization;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Tiering;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Accounts;

/// <summary>A line of the list. Figures are of the current scoring run; before the first run, of the last twelve months.</summary>
public sealed record AccountRow(
    int Id, string Code, string Name, string? LocalName, string? Region, string? Segment, string? Lead, AccountKind Kind, AccountStatus Status,
    string? Country, bool Archived)
{
    public string? City { get; init; }
    public string? Street { get; init; }
    public string? PostalCode { get; init; }
    public string? TaxId { get; init; }
    public Tier? Tier { get; init; }
    public decimal? NetRevenue { get; init; }
    public decimal? Cm1 { get; init; }
    public decimal? Cm2 { get; init; }
    public decimal? Score { get; init; }
    public double? Growth { get; init; }

    /// <summary>CM2 over net revenue; null where net revenue is not positive.</summary>
    public decimal? Margin => NetRevenue > 0 ? Cm2 / NetRevenue : null;
}

/// <summary>What the list says about itself, and what its filters offer.</summary>
/// <param name="Run">The current scoring run, if any.</param>
/// <param name="Months">The months behind the figures; null when there are none.</param>
/// <param name="FiguresSortable">Before the first run a portfolio can be too large to sort by figures in passing.</param>
/// <param name="AnyAccounts">Whether the portfolio holds any account at all.</param>
/// <param name="AnyVisible">Whether the user may see any.</param>
public sealed record AccountListHead(
    string Currency, RunStamp? Run, MonthSpan? Months, bool FiguresSortable, bool AnyAccounts, bool AnyVisible, bool DemoLoaded,
    IReadOnlyList<ListOption> Regions, IReadOnlyList<ListOption> Segments, IReadOnlyList<ListOption> Leads, IReadOnlyList<ListOption> Countries);

/// <summary>First days of the first and the last month.</summary>
public sealed record MonthSpan(DateOnly First, DateOnly Last);

public sealed record RunStamp(Guid Id, int Number, int Model, DateOnly AsOf, int? WindowMonths, DateTimeOffset FinishedAt);

/// <summary>The head of an account's page.</summary>
public sealed record AccountSummary(
    int Id, string Code, string Name, string? LocalName, AccountKind Kind, AccountStatus Status, DateTimeOffset? ArchivedAt,
    string? Industry, string? Region, string? Segment, string? City, string? Country, string? LegalName,
    PersonRef? Lead, PersonRef? DataOwner, string Currency, string TimeZone)
{
    [JsonIgnore]
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public string? Street { get; init; }
    public string? PostalCode { get; init; }
    public string? TaxId { get; init; }

    /// <summary>Codes of accounts merged into this one.</summary>
    public string? FormerCodes { get; init; }

    public RunStamp? Run { get; init; }
    public Tier? Tier { get; init; }
    public decimal? Score { get; init; }
    public decimal? PreviousScore { get; init; }
    public double? GrowthScore { get; init; }

    /// <summary>Contribution of the last twelve months; null without facts in them.</summary>
    public Contribution? Twelve { get; init; }

    /// <summary>Contribution of the twelve months before; null without facts in them.</summary>
    public Contribution? Before { get; init; }

    public MonthSpan? TwelveMonths { get; init; }

    /// <summary>The topmost account of the group; null for an account on its own.</summary>
    public GroupRef? Group { get; init; }

    public ImportRef? LastImport { get; init; }

    /// <summary>Who or what set each field last.</summary>
    public IReadOnlyDictionary<string, FieldSource> Sources { get; init; } = new Dictionary<string, FieldSource>();
}

public sealed record PersonRef(string Code, string Name);

public sealed record GroupRef(string Code, string Name, int Members);

public sealed record ImportRef(int Number, string FileName, DateTimeOffset At);

/// <summary>The overview tab.</summary>
/// <param name="Quarters">Calendar quarters, the last twelve with facts.</param>
/// <param name="Members">The group's accounts that the user may see, the account itself included; empty for an account on its own.</param>
/// <param name="HiddenMembers">Accounts of the group outside the user's scope: counted in nothing shown.</param>
public sealed record AccountOverview(IReadOnlyList<QuarterRow> Quarters, IReadOnlyList<GroupMemberRow> Members, int HiddenMembers, IReadOnlyList<TeamRow> Team);

public sealed record QuarterRow(int Year, int Quarter, Contribution Contribution);

public sealed record GroupMemberRow(string Code, string Name, int Depth, bool IsThis, Tier? Tier, Contribution? Contribution);

public sealed record TeamRow(int PersonId, string Code, string Name, string? Title, TeamRole Role);
