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

    /// <summary>Open pages ask this often whether their session still stands.</summary>
    public static readonly TimeSpan CircuitCheck = TimeSpan.FromSeconds(15);

    public static SessionRules From(IConfiguration configuration) => new(
        TimeSpan.FromMinutes(configuration.GetValue("Session:IdleMinutes", 480)),
        TimeSpan.FromMinutes(configuration.GetValue("Session:AbsoluteMinutes", 24 * 60)));

    /// <summary>Past its absolute end, however busy it was.</summary>
    public bool IsOver(ClaimsPrincipal principal, DateTimeOffset now) =>
        !long.TryParse(principal.FindFirstValue(SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        || now - DateTimeOffset.FromUnixTimeSeconds(since) >= Absolute;

    public static Claim SignedIn(DateTimeOffset at) => new(SignedInAt, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
}
