using KamPortal.Domain.Tiering;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.People;

/// <param name="Leads">Accounts the person leads, of those the viewer may see.</param>
public sealed record PersonRow(
    string Code, string Name, string? Title, string? Email, string? Team, string? Manager, string? Region, string? Unit, DateOnly? ActiveFrom, DateOnly? ActiveTo, int Leads);

public sealed record PersonPageData(PersonRow Person, string? ManagerCode, IReadOnlyList<PersonRef> Reports, IReadOnlyList<PersonAccountRow> Accounts, int AccountCount, bool HasLogin);

public sealed record PersonRef(string Code, string Name);

/// <param name="Role">Null for the lead, else the part in the team.</param>
public sealed record PersonAccountRow(string Code, string Name, string? Role, Tier? Tier);

public sealed record PeopleChoices(IReadOnlyList<ListOption> People, IReadOnlyList<ListOption> Regions, IReadOnlyList<ListOption> Units, IReadOnlyList<ListOption> Teams);
