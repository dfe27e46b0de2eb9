using KamPortal.Domain.Accounts;
using KamPortal.Security;

namespace KamPortal.Data;

/// <summary>Which accounts a user may know of: written once, used by every query.</summary>
public static class AccountScope
{
    /// <summary>
    /// Account managers and specialists see the accounts they lead or serve; directors those in their regions' subtrees or
    /// bought from their business units; admins, finance and viewers all. Anything else does not exist for the user.
    /// </summary>
    public static IQueryable<Account> AccountsVisibleTo(this KamDbContext db, CurrentUser user)
    {
        if (user.SeesAllAccounts) return db.Accounts;
        var (regions, units, person) = (user.RegionIds, user.BusinessUnitIds, user.PersonId);
        var (director, team) = (user.IsDirector, user.IsInTeamScope && user.PersonId is not null);
        return db.Accounts.Where(a =>
            team && (a.LeadId == person || db.AccountTeamMembers.Any(m => m.AccountId == a.Id && m.PersonId == person))
            || director && a.RegionId != null && regions.Contains(a.RegionId.Value)
            || director && units.Count > 0 && db.FinancialFacts.Any(f => f.AccountId == a.Id
                && db.ProductLines.Any(l => l.Id == f.ProductLineId && l.BusinessUnitId != null && units.Contains(l.BusinessUnitId.Value))));
    }
}
