using KamPortal.Domain.Accounts;
using KamPortal.Domain.Contracts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Relationships;

namespace KamPortal.Data.Seeding;

// A demo portfolio before it has keys of the database: everything refers by code.

/// <summary>The whole of a demo portfolio. Facts and volumes may be many: they are made anew each time somebody reads them, and held by nobody.</summary>
public sealed record DemoBook
{
    public required IReadOnlyList<DemoRegion> Regions { get; init; }
    public required IReadOnlyList<DemoSegment> Segments { get; init; }
    public required IReadOnlyList<DemoNamed> BusinessUnits { get; init; }
    public required IReadOnlyList<DemoLine> Lines { get; init; }
    public required IReadOnlyList<DemoPerson> People { get; init; }
    public required IReadOnlyList<DemoCast> Logins { get; init; }
    public required IReadOnlyList<DemoRate> ExchangeRates { get; init; }
    public required IReadOnlyList<DemoActivity> Activities { get; init; }
    public required IReadOnlyList<DemoMarket> Markets { get; init; }
    public required IReadOnlyList<DemoAccount> Accounts { get; init; }
    public required IReadOnlyList<DemoMember> Team { get; init; }
    public required IReadOnlyList<DemoRating> Ratings { get; init; }
    public required IReadOnlyList<DemoContact> Contacts { get; init; }
    public required IReadOnlyList<DemoContract> Contracts { get; init; }
    public required IReadOnlyList<DemoWallet> Wallets { get; init; }
    public required IReadOnlyList<DemoOffer> Offers { get; init; }
    public required IEnumerable<DemoFact> Facts { get; init; }
    public required IEnumerable<DemoVolume> Volumes { get; init; }
}

public sealed record DemoRegion(string Code, string Name, string? Parent);

public sealed record DemoNamed(string Code, string Name);

/// <param name="Season">Name of the course of its year.</param>
/// <param name="Lines">Lines in the order in which such customers take to them.</param>
public sealed record DemoSegment(string Code, string Name, string Industry, string Season, IReadOnlyList<string> Lines);

/// <param name="Margin">Margin above or below what the customer brings on average.</param>
/// <param name="Direct">Largest share of revenue that serving the line costs directly.</param>
public sealed record DemoLine(string Code, string Name, string Unit, decimal Price, decimal Margin, decimal Direct);

/// <param name="Part">What the person is in account teams; Lead takes accounts of its own.</param>
/// <param name="Serves">Regions and segments served, or * for all.</param>
/// <param name="FromSize">Smallest account served, in millions a year.</param>
public sealed record DemoPerson(
    string Code, string Name, string Email, string Title, string? Manager, string Team, string? Region, string? Unit, DateOnly From, DateOnly? To,
    string? Part, IReadOnlyList<string> Serves, decimal FromSize);

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

public sealed record DemoMarket(string Code, string Name, string Region, string Segment, decimal Size, decimal Growth);

/// <param name="Counterpart">Who of ours looks after the contact; null when nobody does.</param>
public sealed record DemoContact(
    string Code, string Account, string Name, string Title, string Department, string Email, string Phone, ContactSide Side, BuyingRole Role,
    int Influence, int Stance, string? ReportsTo, PoliticalStatus Status, DecisionOrientation Orientation, DateOnly LastContact,
    string? Counterpart, RelationshipLevel Now, RelationshipLevel Target);

public sealed record DemoContract(
    string Number, string Account, string Title, string Unit, DateOnly Start, DateOnly End, decimal ValuePerYear, string Currency, decimal Rate,
    DateOnly Notice, bool AutoRenew, ContractState State);

public sealed record DemoWallet(string Account, DateOnly AsOf, decimal Amount, string Source);

/// <summary>An open opportunity of one line.</summary>
public sealed record DemoOffer(
    string Code, string Account, string Name, string Owner, string Unit, string Line, decimal Value, decimal Margin, string Stage, decimal Probability, DateOnly Close);
