using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace KamPortal.Shell;

/// <summary>The entries one person may follow, in order.</summary>
public sealed class NavList(IEnumerable<NavEntry> entries, IAuthorizationService authorization)
{
    public async Task<IReadOnlyList<NavEntry>> ForAsync(ClaimsPrincipal user)
    {
        var open = new List<NavEntry>();
        foreach (var entry in entries.OrderBy(e => e.Group).ThenBy(e => e.Order))
        {
            if (entry.Policy is null || (await authorization.AuthorizeAsync(user, entry.Policy)).Succeeded)
                open.Add(entry);
        }
        return open;
    }
}
