using System.Linq.Expressions;
using KamPortal.Data;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Relationships;

/// <summary>The order a list asks for; what is not known falls back to the name, what is not filled in comes last.</summary>
internal static class ContactOrder
{
    private static readonly HashSet<string> Known = ["name", "title", "account", "side", "role", "influence", "stance", "lead", "last"];

    public static IQueryable<ContactLine> By(KamDbContext db, IQueryable<ContactLine> lines, IReadOnlyList<ListSort> sorts)
    {
        IOrderedQueryable<ContactLine>? ordered = null;
        foreach (var (key, descending) in sorts.Where(s => Known.Contains(s.Key)))
        {
            ordered = key switch
            {
                "name" => Next(l => l.Contact.Name),
                "title" => Next(l => l.Contact.Title ?? Last(descending)),
                "account" => Next(l => l.Account.Name),
                "side" => Next(l => l.Contact.Side.ToString() ?? Last(descending)),
                "role" => Next(l => l.Contact.Role.ToString() ?? Last(descending)),
                "influence" => Next(l => l.Contact.Influence ?? (descending ? -9 : 9)),
                "stance" => Next(l => l.Contact.Stance ?? (descending ? -9 : 9)),
                "lead" => Next(l => db.People.Where(p => p.Id == l.Account.LeadId).Select(p => p.Name).FirstOrDefault() ?? Last(descending)),
                _ => Next(l => l.Contact.LastContact ?? (descending ? DateOnly.MinValue : DateOnly.MaxValue)),
            };
            // The index on accounts by name leads from one account to the next.
            if (key == "account") ordered = descending ? ordered.ThenByDescending(l => l.Account.Id) : ordered.ThenBy(l => l.Account.Id);

            IOrderedQueryable<ContactLine> Next<TKey>(Expression<Func<ContactLine, TKey>> by) => (ordered, descending) switch
            {
                (null, false) => lines.OrderBy(by),
                (null, true) => lines.OrderByDescending(by),
                (_, false) => ordered.ThenBy(by),
                _ => ordered.ThenByDescending(by),
            };
        }

        return sorts is [{ Key: "name", Descending: true }] ? ordered!.ThenByDescending(l => l.Contact.Id)
            : (ordered is null ? lines.OrderBy(l => l.Contact.Name) : ordered.ThenBy(l => l.Contact.Name)).ThenBy(l => l.Contact.Id);
    }

    private static string Last(bool descending) => descending ? "" : "\uffff";
}
