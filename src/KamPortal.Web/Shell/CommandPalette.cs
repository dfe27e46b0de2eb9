using System.Security.Claims;
using KamPortal.Resources;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell;

/// <summary>Answers Ctrl+K: what the features find, then pages and commands, all within the person's rights.</summary>
public sealed class CommandPalette(
    IEnumerable<SearchSource> sources, IEnumerable<PortalCommand> commands, NavList nav, IAuthorizationService authorization, IStringLocalizerFactory texts,
    IStringLocalizer<ShellTexts> t, IServiceProvider scope)
{
    public const string Path = "/search";
    private const int Longest = 100;

    /// <summary>A heading and what stands under it.</summary>
    public sealed record Group(string Title, IReadOnlyList<SearchHit> Hits);

    public async Task<IReadOnlyList<Group>> FindAsync(ClaimsPrincipal user, string sought, CancellationToken ct)
    {
        sought = sought.Trim()[..Math.Min(sought.Trim().Length, Longest)];
        var groups = new List<Group>();
        if (sought.Length > 0)
        {
            foreach (var source in sources.OrderBy(s => s.Order))
            {
                if (await MayAsync(user, source.Permission.ToString())) groups.Add(new(source.Title.In(texts), await source.Find(scope, user, sought, ct)));
            }
        }

        var pages = (await nav.ForAsync(user)).Select(e => new SearchHit(e.Title.In(texts), null, e.Href)).Append(new(t["Palette.Shortcuts"], "?", "/help/shortcuts")).Append(new(t["Glossary.Title"], null, "/glossary"));
        var open = new List<SearchHit>();
        foreach (var command in commands.OrderBy(c => c.Order))
        {
            if (await MayAsync(user, command.Permission.ToString())) open.Add(new(command.Title.In(texts), command.Keys, command.Href));
        }

        groups.Add(new(t["Palette.Pages"], [.. pages.Where(p => Named(p.Title, sought)).Take(SearchSource.Most)]));
        groups.Add(new(t["Palette.Commands"], [.. open.Where(c => Named(c.Title, sought)).Take(SearchSource.Most)]));
        return [.. groups.Where(g => g.Hits.Count > 0)];
    }

    internal static async Task<IResult> AnswerAsync(HttpContext http, [FromServices] CommandPalette palette, [FromQuery] string? q) =>
        Results.Json(await palette.FindAsync(http.User, q ?? "", http.RequestAborted));

    private async Task<bool> MayAsync(ClaimsPrincipal user, string policy) => (await authorization.AuthorizeAsync(user, policy)).Succeeded;

    /// <summary>Every word starts a word of the title; Chinese stands anywhere in it.</summary>
    private static bool Named(string title, string sought) => sought.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        title.Split(' ').Any(part => part.StartsWith(word, StringComparison.CurrentCultureIgnoreCase)) || word.Any(c => c > '\u2e80') && title.Contains(word, StringComparison.Ordinal));
}
