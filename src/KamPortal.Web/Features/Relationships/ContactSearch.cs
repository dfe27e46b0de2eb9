using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships;

/// <summary>What Ctrl+K finds among the contacts: by name, pinyin or its initials, title or e-mail; with a second word the account may be named.</summary>
public sealed class ContactSearch(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Taken from each kind of match before they are put in order; the index gives them without looking at the rest.</summary>
    private const int Candidates = 40;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(CurrentUser user, string sought, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        var start = SearchWords.Escaped(sought.Trim().ToLowerInvariant());
        if (start.Length == 0) return [];
        await using var db = await factory.CreateDbContextAsync(ct);
        var lines = ContactFilters.Of(db, user).Where(l => l.Contact.ArchivedAt == null && l.Account.ArchivedAt == null);
        string first = $" {start}%", word = $"% {start}%";
        var matching = start.Contains(' ', StringComparison.Ordinal) ? ContactFilters.Matching(db, lines, sought) : SearchWords.Patterns(sought).Aggregate(lines, Like);
        var found = Starting(first).Concat(Starting(word)).Concat(matching.Select(l => l.Contact.Id).Take(Candidates));
        var ids = (await found.ToListAsync(ct)).Distinct().ToList();
        var hits = await (from c in db.Contacts where ids.Contains(c.Id) join a in db.Accounts on c.AccountId equals a.Id
            orderby EF.Functions.Like(EF.Property<string>(c, "SearchText"), first, "\\") ? 0 : EF.Functions.Like(EF.Property<string>(c, "SearchText"), word, "\\") ? 1 : 2, c.Name, c.Id
            select new { c.Id, c.Name, c.Title, Account = a.Name }).Take(SearchSource.Most).ToListAsync(ct);
        return [.. hits.Select(h => new SearchHit(h.Name, h.Title is null ? h.Account : $"{h.Title} · {h.Account}", $"/contacts/{h.Id}"))];

        IQueryable<int> Starting(string pattern) => Like(lines, pattern).Select(l => l.Contact.Id).Take(Candidates);

        static IQueryable<ContactLine> Like(IQueryable<ContactLine> among, string pattern) => among.Where(l => EF.Functions.Like(EF.Property<string>(l.Contact, "SearchText"), pattern, "\\"));
    }
}
