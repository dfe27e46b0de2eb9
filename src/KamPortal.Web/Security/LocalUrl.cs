namespace KamPortal.Security;

/// <summary>Addresses that stay in the portal, for everything that sends a person "back".</summary>
public static class LocalUrl
{
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    // Browsers drop tabs and line ends and read a backslash as a slash: "/\t/evil" leaves the site.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(c => char.IsControl(c) || c == '\\');
}
