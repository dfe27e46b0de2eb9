using System.Security.Cryptography;
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

    /// <summary>Culture of the letters this person gets, such as <c>zh-CN</c>; null until they chose one.</summary>
    public string? Language { get; set; }

    /// <summary>Where this person's morning is; null: the company's time zone.</summary>
    public string? TimeZone { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public ICollection<UserRegion> Regions { get; } = [];

    public ICollection<UserBusinessUnit> BusinessUnits { get; } = [];

    /// <summary>A login that can be saved once it has a password hash.</summary>
    public static KamUser Create(string displayName, string email, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        DisplayName = displayName.Trim(),
        Email = email.Trim(),
        NormalizedEmail = Normalise(email),
        UserName = email.Trim(),
        NormalizedUserName = Normalise(email),
        EmailConfirmed = true,
        LockoutEnabled = true,
        CreatedAt = now,
        SecurityStamp = NewStamp(),
        ConcurrencyStamp = Guid.CreateVersion7().ToString(),
    };

    /// <summary>Ends every session of the login.</summary>
    public void EndSessions() => SecurityStamp = NewStamp();

    public static string Normalise(string email) => email.Trim().Normalize().ToUpperInvariant();

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
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
