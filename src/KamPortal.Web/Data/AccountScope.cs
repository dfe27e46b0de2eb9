using KamPortal.Domain.Accounts;
using KamPortal.Security;

namespace KamPortal.Data;

/// <summary>Which accounts a user may know of: written once, used by every query.</summary>
public static class AccountScope
{
    /// <summary>
    /// Account managers and specialists see the accounts they lead or serve; directors those in their regions' subtrees or
    /// bought from their business units; admins, finance and viewers all. To these come the accounts that a colleague who is away
    /// would see by team, region or unit and has lent for the time. Anything else does not exist for the user.
    /// </summary>
    public static IQueryable<Account> AccountsVisibleTo(this KamDbContext db, CurrentUser user)
    {
        if (user.SeesAllAccounts) return db.Accounts;
        int[] people = [.. user is { IsInTeamScope: true, PersonId: { } own } ? [own] : Array.Empty<int>(), .. user.Lent.Select(l => l.PersonId).OfType<int>()];
        int[] regions = [.. user.IsDirector ? user.RegionIds : [], .. user.Lent.SelectMany(l => l.RegionIds)];
        int[] units = [.. user.IsDirector ? user.BusinessUnitIds : [], .. user.Lent.SelectMany(l => l.BusinessUnitIds)];
        var (byTeam, byRegion, byUnit) = (people.Length > 0, regions.Length > 0, units.Length > 0);
        // The most common scope is a few thousand of a million accounts: said as a set of ids, the database starts from them instead of asking each account.
        if (byTeam && !byRegion && !byUnit)
        {
            var theirs = db.Accounts.Where(a => a.LeadId != null && people.Contains(a.LeadId.Value)).Select(a => a.Id)
                .Union(db.AccountTeamMembers.Where(m => people.Contains(m.PersonId)).Select(m => m.AccountId));
            return db.Accounts.Where(a => theirs.Contains(a.Id));
        }

        return db.Accounts.Where(a =>
            byTeam && (a.LeadId != null && people.Contains(a.LeadId.Value) || db.AccountTeamMembers.Any(m => m.AccountId == a.Id && people.Contains(m.PersonId)))
            || byRegion && a.RegionId != null && regions.Contains(a.RegionId.Value)
            || byUnit && db.FinancialFacts.Any(f => f.AccountId == a.Id
                && db.ProductLines.Any(l => l.Id == f.ProductLineId && l.BusinessUnitId != null && units.Contains(l.BusinessUnitId.Value))));
    }
}
