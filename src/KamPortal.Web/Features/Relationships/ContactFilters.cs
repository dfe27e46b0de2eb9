using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships;

/// <summary>A contact beside the account it belongs to.</summary>
internal sealed class ContactLine
{
    public required Contact Contact { get; init; }
    public required Account Account { get; init; }
}

/// <summary>Turns a list's address into a query: page, count and export read the same words.</summary>
internal static class ContactFilters
{
    public const string Yes = "yes", None = "none";

    /// <summary>A word of one or two letters starts words in many names.</summary>
    private const int CommonLength = 2;

    /// <summary>Whoever was erased is nobody's contact any more.</summary>
    public static IQueryable<ContactLine> Of(KamDbContext db, CurrentUser user) =>
        from c in db.Contacts where c.ErasedAt == null join a in db.AccountsVisibleTo(user) on c.AccountId equals a.Id select new ContactLine { Contact = c, Account = a };

    public static IQueryable<ContactLine> Of(KamDbContext db, CurrentUser user, ListQuery query)
    {
        var lines = Of(db, user);
        // With an account its contacts are put away, too.
        lines = query.Filter("archived").Contains(Yes)
            ? lines.Where(l => l.Contact.ArchivedAt != null || l.Account.ArchivedAt != null) : lines.Where(l => l.Contact.ArchivedAt == null && l.Account.ArchivedAt == null);
        if (query.Search is { } search) lines = Matching(db, lines, search);
        if (Choice<ContactSide>(query, "side") is var (sides, noSide) && (sides.Count > 0 || noSide))
            lines = lines.Where(l => l.Contact.Side == null ? noSide : sides.Contains(l.Contact.Side.Value));
        if (Choice<BuyingRole>(query, "role") is var (roles, noRole) && (roles.Count > 0 || noRole))
            lines = lines.Where(l => l.Contact.Role == null ? noRole : roles.Contains(l.Contact.Role.Value));
        if (query.Filter("stance") is { Count: > 0 } stances)
        {
            var (rated, none) = (stances.Select(s => int.TryParse(s, out var n) ? n : (int?)null).OfType<int>().ToList(), stances.Contains(None));
            lines = lines.Where(l => l.Contact.Stance == null ? none : rated.Contains(l.Contact.Stance.Value));
        }

        if (query.Filter("lead") is { Count: > 0 } leads)
        {
            var (ids, none) = (db.People.Where(p => leads.Contains(p.Code)).Select(p => (int?)p.Id), leads.Contains(None));
            lines = lines.Where(l => l.Account.LeadId == null ? none : ids.Contains(l.Account.LeadId));
        }

        if (query.Filter("account") is { Count: > 0 } accounts) lines = lines.Where(l => accounts.Contains(l.Account.Code));
        return lines;
    }

    /// <summary>Each word is found with the person or with the account, so that "chen huawei" finds Ms Chen of Huawei.</summary>
    public static IQueryable<ContactLine> Matching(KamDbContext db, IQueryable<ContactLine> lines, string sought)
    {
        foreach (var word in sought.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(6))
        {
            var people = db.Contacts.Matching(c => EF.Property<string>(c, "SearchText"), word).Select(c => c.Id);
            var accounts = db.Accounts.Matching(a => EF.Property<string>(a, "SearchText"), word);
            if (word.Length <= CommonLength && word.All(char.IsAscii))
            {
                // Found with many: the first of them are met soon on the way through the names.
                lines = lines.Where(l => EF.Functions.Like(EF.Property<string>(l.Contact, "SearchText"), "% " + SearchWords.Escaped(word.ToLowerInvariant()) + "%", "\\") || accounts.Any(a => a.Id == l.Contact.AccountId));
                continue;
            }

            var found = people.Union(db.Contacts.Where(c => accounts.Any(a => a.Id == c.AccountId)).Select(c => c.Id));
            lines = lines.Where(l => found.Contains(l.Contact.Id));
        }

        return lines;
    }

    private static (List<TEnum> Named, bool None) Choice<TEnum>(ListQuery query, string key) where TEnum : struct, Enum =>
        ([.. query.Filter(key).Select(v => Enum.TryParse<TEnum>(v, out var parsed) && Enum.IsDefined(parsed) ? parsed : (TEnum?)null).OfType<TEnum>()], query.Filter(key).Contains(None));
}
