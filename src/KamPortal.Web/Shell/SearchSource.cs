using System.Security.Claims;
using KamPortal.Security;

namespace KamPortal.Shell;

/// <summary>Something that Ctrl+K finds.</summary>
/// <param name="Detail">What tells it from others of the same name: a code, a place.</param>
public sealed record SearchHit(string Title, string? Detail, string Href);

/// <summary>What of a feature Ctrl+K searches. Asked with every pause in typing, so it answers from an index, within the person's scope, best first.</summary>
/// <param name="Title">Heading of its hits.</param>
public sealed record SearchSource(string Key, int Order, Text Title, Permission Permission, Func<IServiceProvider, ClaimsPrincipal, string, CancellationToken, Task<IReadOnlyList<SearchHit>>> Find)
{
    /// <summary>Hits asked of a source; more would only be scrolled past.</summary>
    public const int Most = 8;
}

/// <summary>Something that can be done from anywhere: create an account, import a file.</summary>
/// <param name="Keys">The keys behind one another that do it too, such as <c>g i</c>; null for none.</param>
public sealed record PortalCommand(int Order, Text Title, string Href, Permission Permission, string? Keys = null);
