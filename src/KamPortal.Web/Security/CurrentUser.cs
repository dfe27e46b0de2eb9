namespace KamPortal.Security;

/// <summary>
/// Who is acting, with rights as they stand in the database now. Services take it as their first argument and decide by it;
/// nothing reads rights from the cookie.
/// </summary>
/// <param name="Id">The login.</param>
/// <param name="Name">Shown in the audit log and on screen.</param>
/// <param name="Roles">Roles held now; empty for a disabled login.</param>
/// <param name="PersonId">The person of ours behind the login, if any.</param>
/// <param name="RegionIds">Regions in the director's scope, subtrees included.</param>
/// <param name="BusinessUnitIds">Business units in the director's scope.</param>
public sealed record CurrentUser(
    Guid Id, string Name, IReadOnlySet<string> Roles, int? PersonId, IReadOnlyList<int> RegionIds, IReadOnlyList<int> BusinessUnitIds)
{
    private static readonly Guid SystemId = new("0196b000-0000-7000-8000-0000000000ff");

    /// <summary>The portal itself: set-up, jobs on a schedule and subcommands run on the server's console.</summary>
    public static CurrentUser System { get; } = new(SystemId, "KamPortal", new HashSet<string> { Role.Admin }, null, [], []);

    /// <summary>What colleagues who are away have lent today: more accounts, never more rights.</summary>
    public IReadOnlyList<LentScope> Lent { get; init; } = [];

    /// <summary>The admin who looks at the portal as this user; nothing may be changed then.</summary>
    public string? ViewedBy { get; init; }

    /// <summary>The permissions given to the key by which a program acts as this user; null for a person.</summary>
    public IReadOnlySet<Permission>? Only { get; init; }

    public bool IsReadOnly => ViewedBy is not null;

    public bool SeesAllAccounts => Roles.Contains(Role.Admin) || Roles.Contains(Role.Finance) || Roles.Contains(Role.Viewer);

    public bool IsInTeamScope => Roles.Contains(Role.AccountManager) || Roles.Contains(Role.TechnicalSpecialist);

    public bool IsDirector => Roles.Contains(Role.SalesDirector);

    public bool May(Permission permission) => Roles.Overlaps(Permissions.RolesWith(permission)) && (!IsReadOnly || Permissions.OnlyReads(permission)) && Only?.Contains(permission) != false;

    /// <exception cref="NotPermittedException">The user does not hold the permission.</exception>
    public void Demand(Permission permission)
    {
        if (!May(permission)) throw new NotPermittedException(permission);
    }

    /// <summary>For changes that need no permission of their own, such as one's own settings.</summary>
    /// <exception cref="NotPermittedException">An admin looks at the portal as this user.</exception>
    public void DemandWrite()
    {
        if (IsReadOnly) throw new NotPermittedException(null);
    }
}

/// <summary>The account scope of a colleague, as it stands, for as long as the loan lasts.</summary>
/// <param name="LenderId">Whose it is.</param>
/// <param name="Lender">The lender's name.</param>
/// <param name="Until">The last day.</param>
/// <param name="PersonId">Their accounts by team, if they have that scope.</param>
/// <param name="RegionIds">Their regions as a director, subtrees included.</param>
/// <param name="BusinessUnitIds">Their units as a director.</param>
public sealed record LentScope(Guid LenderId, string Lender, DateOnly Until, int? PersonId, IReadOnlyList<int> RegionIds, IReadOnlyList<int> BusinessUnitIds);

/// <summary>The user lacks a permission; pages answer with the forbidden page, the API with 403.</summary>
public sealed class NotPermittedException(Permission? permission)
    : Exception(permission is null ? "Nothing can be changed while looking at the portal as somebody else." : $"The permission {permission} is needed.")
{
    public Permission? Permission { get; } = permission;
}

/// <summary>The session has ended: the login was disabled or deleted.</summary>
public sealed class SignedOutException() : Exception("The session has ended; sign in again.");
