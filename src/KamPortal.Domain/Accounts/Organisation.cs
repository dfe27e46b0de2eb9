namespace KamPortal.Domain.Accounts;

/// <summary>A sales region; regions form a tree, and a director sees a whole subtree.</summary>
public sealed class Region
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique short name used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>The region above, or null at the top.</summary>
    public int? ParentId { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>A market segment: customers that are served alike.</summary>
public sealed class Segment
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique short name used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>A part of our own company that answers for a range of product lines.</summary>
public sealed class BusinessUnit
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique short name used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>What we sell, at the level at which profit is followed.</summary>
public sealed class ProductLine
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique short name used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>The unit that owns the line, when one does.</summary>
    public int? BusinessUnitId { get; set; }

    /// <summary>The import that brought the line, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>Someone of ours: an account manager, a specialist, a director. A person needs no login.</summary>
public sealed class Person
{
    /// <summary>Surrogate key.</summary>
    public int Id { get; private set; }

    /// <summary>Unique business key used by imports.</summary>
    public required string Code { get; init; }

    /// <summary>Full name as the person writes it.</summary>
    public required string Name { get; set; }

    /// <summary>Business e-mail; not a login.</summary>
    public string? Email { get; set; }

    /// <summary>Job title.</summary>
    public string? Title { get; set; }

    /// <summary>The person's manager; the manager line is a tree.</summary>
    public int? ManagerId { get; set; }

    /// <summary>Team name.</summary>
    public string? Team { get; set; }

    /// <summary>The region the person works in.</summary>
    public int? RegionId { get; set; }

    /// <summary>The unit the person sells for.</summary>
    public int? BusinessUnitId { get; set; }

    /// <summary>First day of work with us, when known.</summary>
    public DateOnly? ActiveFrom { get; set; }

    /// <summary>Last day of work with us; null while active.</summary>
    public DateOnly? ActiveTo { get; set; }

    /// <summary>The import that brought the person, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>A person who serves an account beside its lead.</summary>
/// <param name="AccountId">The account served.</param>
/// <param name="PersonId">Who serves it.</param>
/// <param name="Role">In what part.</param>
public sealed record AccountTeamMember(int AccountId, int PersonId, TeamRole Role);

/// <summary>The part a person plays in an account team beside the lead.</summary>
public enum TeamRole
{
    /// <summary>Technical specialist; reports to the lead account manager for this account.</summary>
    TechnicalSpecialist,

    /// <summary>An executive of ours who stands for the relationship.</summary>
    ExecutiveSponsor,

    /// <summary>Sells for one business unit.</summary>
    BusinessUnitSeller,
}
