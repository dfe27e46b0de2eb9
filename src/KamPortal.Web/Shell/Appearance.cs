using System.Globalization;

namespace KamPortal.Shell;

/// <summary>How one person wants to see the portal. Read from cookies before the first byte, so nothing flashes.</summary>
/// <param name="Keys">Whether single keys do something; who speaks to the computer may want none.</param>
public sealed record Appearance(string Theme, string Density, string Rail, string Keys)
{
    public const string System = "system";

    /// <summary>What the server paints; 'system' is settled by theme.js before the first paint.</summary>
    public string Painted => Theme == "dark" ? "dark" : "light";

    /// <summary>The language of the page for the html element.</summary>
    public static string Language =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh-Hans" : "en";

    public static Appearance From(IRequestCookieCollection cookies) => new(
        OneOf(cookies["kp-theme"], System, "light", "dark"),
        OneOf(cookies["kp-density"], "comfortable", "compact"),
        OneOf(cookies["kp-rail"], "wide", "narrow"),
        OneOf(cookies["kp-keys"], "on", "off"));

    static string OneOf(string? value, params ReadOnlySpan<string> allowed) =>
        value is not null && allowed.Contains(value) ? value : allowed[0];
}
