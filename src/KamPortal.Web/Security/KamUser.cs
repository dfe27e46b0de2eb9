using Microsoft.AspNetCore.Identity;

namespace KamPortal.Security;

/// <summary>A login. It belongs to at most one person of ours; its e-mail is for signing in only.</summary>
public sealed class KamUser : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    public int? PersonId { get; set; }

    /// <summary>A disabled login keeps its history and loses every right at once.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>
    /// Set while the password is one that somebody else has seen: it must be changed at the next sign-in, and after this instant
    /// it no longer opens anything.
    /// </summary>
    public DateTimeOffset? InitialPasswordUntil { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public ICollection<UserRegion> Regions { get; } = [];

    public ICollection<UserBusinessUnit> BusinessUnits { get; } = [];
}

/// <summary>A region whose subtree is in a director's scope.</summary>
public sealed record UserRegion(Guid UserId, int RegionId);

/// <summary>A business unit in a director's scope.</summary>
public sealed record UserBusinessUnit(Guid UserId, int BusinessUnitId);

/// <summary>The one-time permission to create the first admin; only its hash is stored.</summary>
public sealed class SetupToken
{
    public const int TheOne = 1;

    public int Id { get; private set; } = TheOne;

    public required byte[] Hash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
