namespace KamPortal.Features.SignIn;

/// <summary>"Chrome, Windows": enough to tell one's own devices apart in a list. What a browser says of itself is not to be relied on.</summary>
internal static class BrowserName
{
    // In this order: Edge also calls itself Chrome, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    private static readonly (string Mark, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static string Of(string? agent) => string.Join(", ", new[] { Named(Browsers, agent), Named(Systems, agent) }.OfType<string>()) is { Length: > 0 } known ? known : "–";

    private static string? Named((string Mark, string Name)[] known, string? agent) =>
        known.FirstOrDefault(k => agent?.Contains(k.Mark, StringComparison.Ordinal) == true).Name;
}
