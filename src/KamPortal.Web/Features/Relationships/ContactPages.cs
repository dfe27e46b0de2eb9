using KamPortal.Data;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Relationships;

/// <summary>What a contact's page shows. Unknown ones and those of accounts out of scope answer null alike.</summary>
public sealed class ContactPages(IDbContextFactory<KamDbContext> factory)
{
    private const int ReportsShown = 100;

    public async Task<ContactDetail?> FindAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var found = await (from c in db.Contacts.AsNoTracking() where c.Id == id join a in db.AccountsVisibleTo(user) on c.AccountId equals a.Id
            select new
            {
                Contact = c, Account = new AccountRef(a.Code, a.Name, a.LocalName),
                Lead = db.People.Where(p => p.Id == a.LeadId).Select(p => new PersonRef(p.Code, p.Name)).FirstOrDefault(),
                ReportsTo = db.Contacts.Where(s => s.Id == c.ReportsToId && s.ErasedAt == null && s.AccountId == a.Id).Select(s => new ContactRef(s.Id, s.Name, s.Title)).FirstOrDefault(),
            }).SingleOrDefaultAsync(ct);
        if (found is not { Contact: var k }) return null;
        return new(k.Id, k.Name, k.Title, k.Department, k.Email, k.Phone, k.Mobile, k.Side, k.Role, k.Influence, k.Stance, k.Status, k.Orientation, k.LastContact,
            k.ArchivedAt, k.ErasedAt, k.UpdatedAt, (await db.BasisAsync(ct)).TimeZone)
        {
            Account = found.Account, Lead = found.Lead, ReportsTo = found.ReportsTo, Sources = FieldSources.Read(k.FieldSources),
            Reports = await db.Contacts.Where(c => c.ReportsToId == id && c.AccountId == k.AccountId && c.ArchivedAt == null).OrderBy(c => c.Name).ThenBy(c => c.Id).Take(ReportsShown)
                .Select(c => new ContactRef(c.Id, c.Name, c.Title)).ToListAsync(ct),
            Counterparts = await (from o in db.ContactCounterparts where o.ContactId == id join p in db.People on o.PersonId equals p.Id orderby p.Name
                select new CounterpartRow(new PersonRef(p.Code, p.Name), o.Now, o.Target)).ToListAsync(ct),
        };
    }
}
