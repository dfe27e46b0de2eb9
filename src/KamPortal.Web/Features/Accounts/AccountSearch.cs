using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>What Ctrl+K finds among the accounts: by code, name, pinyin or its initials, from the first character on.</summary>
public sealed class AccountSearch(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Taken from each kind of match before they are put in order; the index gives them without looking at the rest.</summary>
    private const int Candidates = 40;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(CurrentUser user, string sought, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        var start = SearchWords.Escaped(sought.Trim().ToLowerInvariant());
        if (start.Length == 0) return [];
        await using var db = await factory.CreateDbContextAsync(ct);
        var accounts = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null);
        string first = $" {start}%", word = $"% {start}%", named = $"{start}%";
        var found = Starting(first).Concat(Starting(word)).Concat(accounts.Matching(a => EF.Property<string>(a, "SearchText"), sought).Select(a => a.Id).Take(Candidates));
        var ids = (await found.ToListAsync(ct)).Distinct().ToList();
        var hits = await db.Accounts.Where(a => ids.Contains(a.Id))
            .OrderBy(a => EF.Functions.ILike(a.Code, start, "\\") ? 0
                : EF.Functions.Like(EF.Property<string>(a, "SearchText"), first, "\\") ? 1
                : EF.Functions.ILike(a.Name, named, "\\") || EF.Functions.Like(a.LocalName!, named, "\\") ? 2
                : EF.Functions.Like(EF.Property<string>(a, "SearchText"), word, "\\") ? 3 : 4)
            .ThenBy(a => a.Name).ThenBy(a => a.Id).Take(SearchSource.Most)
            .Select(a => new { a.Code, a.Name, a.LocalName, Region = db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. hits.Select(h => new SearchHit(
            h.LocalName is null ? h.Name : $"{h.Name} {h.LocalName}", h.Region is null ? h.Code : $"{h.Code} · {h.Region}", "/accounts/" + Uri.EscapeDataString(h.Code)))];

        IQueryable<int> Starting(string pattern) => accounts.Where(a => EF.Functions.Like(EF.Property<string>(a, "SearchText"), pattern, "\\")).Select(a => a.Id).Take(Candidates);
    }
}
