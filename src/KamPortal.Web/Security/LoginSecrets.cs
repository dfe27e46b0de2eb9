namespace KamPortal.Security;

/// <summary>A link sent by mail that works once; only its hash is kept. It dies with the address or the password it was made for.</summary>
public sealed class LoginToken
{
    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    public LoginTokenPurpose Purpose { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

public enum LoginTokenPurpose
{
    Reset,
    Invitation,
}

/// <summary>The authenticator app of a login.</summary>
public sealed class Authenticator
{
    public required Guid UserId { get; init; }

    /// <summary>The shared secret, encrypted with the portal's keys.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Null until the first code was right; until then it is asked for nowhere.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The time step of the last code that was used: no code works twice.</summary>
    public long LastStep { get; set; }
}

/// <summary>One of the codes kept on paper for the day the telephone is lost; it works once.</summary>
public sealed record RecoveryCode(Guid UserId, byte[] Hash);

/// <summary>What signing in demands. One installation, one row.</summary>
public sealed class SignInRules
{
    public const int TheOne = 1;

    public int Id { get; private set; } = TheOne;

    /// <summary>Roles whose holders need a second factor.</summary>
    public List<string> SecondFactorRoles { get; set; } = [];

    public uint Version { get; private set; }
}
