using System.Security.Claims;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell;

// What must gather from all features. A feature fills these in its own AddX with services.AddSingleton(new NavEntry(...));
// the shell draws whatever it finds and knows no feature by name.

/// <summary>A text in a feature's own resources, resolved when it is shown.</summary>
public sealed record Text(Type Resource, string Key)
{
    public static Text Of<TResource>(string key) => new(typeof(TResource), key);

    public string In(IStringLocalizerFactory texts) => texts.Create(Resource)[Key];
}

public enum NavGroup
{
    Work,
    Insight,
    Admin,
}

/// <summary>A line of the rail. <c>Bar</c> puts it in the bottom bar of a phone too (the first three do).</summary>
/// <param name="Icon">An SVG path such as <c>Icons.Material.Outlined.Business</c>.</param>
public sealed record NavEntry(NavGroup Group, int Order, Text Title, string Href, string Icon, string? Policy = null, bool Bar = false)
{
    /// <summary>The letter that leads there behind <c>g</c>.</summary>
    public char? Go { get; init; }

    /// <summary>A small figure at the right, asked for once the page is interactive; null shows nothing.</summary>
    public Func<IServiceProvider, ClaimsPrincipal, CancellationToken, Task<int?>>? Count { get; init; }
}

/// <summary>A tab of the account page at /accounts/{code}/{Key}. The component gets the parameters <c>AccountId</c> (int) and <c>Code</c> (string).</summary>
public sealed record AccountTab(string Key, Text Title, int Order, Type Component, string? Policy = null)
{
    /// <summary>A small figure beside the title, by account id; null shows nothing.</summary>
    public Func<IServiceProvider, int, CancellationToken, Task<int?>>? Count { get; init; }
}

/// <summary>A card of the account page's overview, in columns by <c>Order</c>. The component gets the parameters <c>AccountId</c> (int) and <c>Code</c> (string).</summary>
public sealed record AccountCard(string Key, int Order, Type Component, string? Policy = null);

/// <summary>A block of the home page. Shown to the roles named, or to everyone; <c>Wide</c> takes the full width.</summary>
public sealed record HomeTile(string Key, int Order, Type Component, string? Policy = null, bool Wide = false)
{
    public IReadOnlyList<string> Roles { get; init; } = [];
}

/// <summary>Something small at the right of the top bar, such as the bell.</summary>
public sealed record TopBarItem(int Order, Type Component);

/// <summary>The same for a phone: a place in the bottom bar, before the menu.</summary>
public sealed record BottomBarItem(int Order, Type Component);

/// <summary>A line of the menu behind one's own initials.</summary>
public sealed record UserMenuEntry(int Order, Text Title, string Href);

/// <summary>A tab of the settings.</summary>
public sealed record SettingsTab(int Order, Text Title, string Href, string Policy);

/// <summary>A word of the trade: texts <c>Term.{Key}.Name</c>, <c>.Definition</c> and, if it is computed, <c>.Formula</c>.</summary>
public sealed record GlossaryTerm(string Key, Type Resource, bool Computed = false, string? Href = null)
{
    public Text Name => new(Resource, $"Term.{Key}.Name");

    public Text Definition => new(Resource, $"Term.{Key}.Definition");

    public Text? Formula => Computed ? new(Resource, $"Term.{Key}.Formula") : null;
}
