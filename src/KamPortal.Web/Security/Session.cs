using System.Globalization;
using System.Security.Claims;

namespace KamPortal.Security;

/// <summary>How long a session lasts, and the claims that a cookie carries: who, since when. Never a right.</summary>
public sealed record SessionRules(TimeSpan Idle, TimeSpan Absolute)
{
    /// <summary>When the person last proved who they are.</summary>
    public const string SignedInAt = "auth_time";

    /// <summary>The name on screen.</summary>
    public const string DisplayName = "display_name";

    /// <summary>The row of the session in the database.</summary>
    public const string SessionId = "sid";

    /// <summary>The admin who looks at the portal as the user of this session; never stored in the cookie.</summary>
    public const string ViewedBy = "viewed_by";

    /// <summary>How recently somebody must have proved who they are before they change how they prove it.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>How exactly a session's last use is noted.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Open pages ask this often whether their session still stands, should word of a change not reach them sooner.</summary>
    public static readonly TimeSpan CircuitCheck = TimeSpan.FromSeconds(15);

    public static SessionRules From(IConfiguration configuration) => new(
        TimeSpan.FromMinutes(configuration.GetValue("Session:IdleMinutes", 480)),
        TimeSpan.FromMinutes(configuration.GetValue("Session:AbsoluteMinutes", 24 * 60)));

    /// <summary>Past its absolute end, however busy it was.</summary>
    public bool IsOver(ClaimsPrincipal principal, DateTimeOffset now) =>
        !long.TryParse(principal.FindFirstValue(SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        || now - DateTimeOffset.FromUnixTimeSeconds(since) >= Absolute;

    /// <summary>Proved who they are a moment ago: enough to change passwords, factors and passkeys.</summary>
    public static bool IsRecent(ClaimsPrincipal principal, DateTimeOffset now) =>
        long.TryParse(principal.FindFirstValue(SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        && now - DateTimeOffset.FromUnixTimeSeconds(since) < Recent;

    public static Claim SignedIn(DateTimeOffset at) => new(SignedInAt, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
}
