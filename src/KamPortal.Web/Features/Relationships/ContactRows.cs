using System.Text.Json.Serialization;
using KamPortal.Data;
using KamPortal.Domain.Relationships;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Relationships;

/// <summary>A line of the list.</summary>
/// <param name="Account">Name of the account where the person works.</param>
/// <param name="Lead">Who of ours leads that account.</param>
public sealed record ContactRow(
    int Id, string Name, string? Title, string? Department, string AccountCode, string Account, string? AccountLocalName, ContactSide? Side, BuyingRole? Role, int? Influence, int? Stance,
    string? Email, string? Phone, string? Mobile, string? Lead, DateOnly? LastContact, bool Archived);

/// <summary>What the list says about itself, and what its filters offer.</summary>
/// <param name="AnyContacts">Whether anybody was entered at all.</param>
/// <param name="AnyVisible">Whether the user may see any account.</param>
public sealed record ContactListHead(bool AnyContacts, bool AnyVisible, IReadOnlyList<ListOption> Leads);

/// <summary>One contact as the page shows it.</summary>
public sealed record ContactDetail(
    int Id, string Name, string? Title, string? Department, string? Email, string? Phone, string? Mobile, ContactSide? Side, BuyingRole? Role, int? Influence, int? Stance,
    PoliticalStatus? Status, DecisionOrientation? Orientation, DateOnly? LastContact, DateTimeOffset? ArchivedAt, DateTimeOffset? ErasedAt, DateTimeOffset UpdatedAt, string TimeZone)
{
    [JsonIgnore]
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public required AccountRef Account { get; init; }

    public PersonRef? Lead { get; init; }

    public ContactRef? ReportsTo { get; init; }

    public IReadOnlyList<ContactRef> Reports { get; init; } = [];

    public IReadOnlyList<CounterpartRow> Counterparts { get; init; } = [];

    /// <summary>Who or what set each field last.</summary>
    public IReadOnlyDictionary<string, FieldSource> Sources { get; init; } = new Dictionary<string, FieldSource>();
}

public sealed record AccountRef(string Code, string Name, string? LocalName);

public sealed record PersonRef(string Code, string Name);

public sealed record ContactRef(int Id, string Name, string? Title);

/// <summary>Who of ours looks after the contact.</summary>
public sealed record CounterpartRow(PersonRef Person, RelationshipLevel? Now, RelationshipLevel? Target);
