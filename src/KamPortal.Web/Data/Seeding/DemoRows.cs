using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;

namespace KamPortal.Data.Seeding;

// The demo portfolio before it has keys of the database: everything refers by code.

public sealed record DemoBook(
    IReadOnlyList<DemoRegion> Regions, IReadOnlyList<DemoNamed> Segments, IReadOnlyList<DemoNamed> BusinessUnits,
    IReadOnlyList<DemoLine> Lines, IReadOnlyList<DemoPerson> People, IReadOnlyList<DemoAccount> Accounts,
    IReadOnlyList<DemoMember> Team, IReadOnlyList<DemoRate> ExchangeRates, IReadOnlyList<DemoActivity> Activities,
    IReadOnlyList<DemoFact> Facts, IReadOnlyList<DemoVolume> Volumes, IReadOnlyList<DemoRating> Ratings);

public sealed record DemoRegion(string Code, string Name, string? Parent);

public sealed record DemoNamed(string Code, string Name);

public sealed record DemoLine(string Code, string Name, string Unit, decimal Price);

public sealed record DemoPerson(
    string Code, string Name, string Email, string Title, string? Manager, string Team, string? Region, string? Unit, DateOnly From, DateOnly? To);

public sealed record DemoAccount(
    string Code, string Name, string? LocalName, string LegalName, string? Parent, AccountKind Kind, AccountStatus Status, string Industry,
    string Segment, string Region, string Country, string City, string? Lead, string? DataOwner, DateTime Created, DateTime Updated);

public sealed record DemoMember(string Account, string Person, TeamRole Role);

public sealed record DemoRate(string Currency, DateOnly Month, decimal Rate);

public sealed record DemoActivity(string Code, string Name, string LocalName, ActivityKind Kind, IReadOnlyList<(DateOnly From, decimal Rate)> Rates);

/// <summary>Amounts in reporting currency; currency and rate say from what.</summary>
public sealed record DemoFact(
    string Account, DateOnly Month, string Line, decimal Gross, decimal Discounts, decimal Cogs, decimal DirectServiceCost,
    decimal Quantity, int Orders, string Currency, decimal Rate);

public sealed record DemoVolume(string Account, DateOnly Month, string Activity, decimal Volume);

public sealed record DemoRating(string Account, int Value, string Note, DateTime At);
