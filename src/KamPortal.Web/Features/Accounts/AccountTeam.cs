using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Accounts;

/// <summary>Who serves an account beside its lead. Membership gives sight of the account, so only who may edit it may grant it.</summary>
public sealed class AccountTeam(IDbContextFactory<KamDbContext> factory)
{
    /// <summary>Adds the person or changes their part; false when account or person is unknown.</summary>
    public async Task<bool> SetAsync(CurrentUser user, string code, string personCode, TeamRole role, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var account = await db.AccountsVisibleTo(user).Where(a => a.Code == code).Select(a => (int?)a.Id).SingleOrDefaultAsync(ct);
        var person = await db.People.Where(p => p.Code == personCode).Select(p => (int?)p.Id).SingleOrDefaultAsync(ct);
        if (account is not { } accountId || person is not { } personId) return false;
        var member = await db.AccountTeamMembers.SingleOrDefaultAsync(m => m.AccountId == accountId && m.PersonId == personId, ct);
        if (member is null) db.AccountTeamMembers.Add(new(accountId, personId, role));
        else db.Entry(member).Property(m => m.Role).CurrentValue = role;
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Takes the person off; returns the part they played, for undoing, or null when they were not on the team.</summary>
    public async Task<TeamRole?> RemoveAsync(CurrentUser user, string code, string personCode, CancellationToken ct)
    {
        user.Demand(Permission.EditAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var member = await (
            from a in db.AccountsVisibleTo(user) where a.Code == code
            join m in db.AccountTeamMembers on a.Id equals m.AccountId
            join p in db.People on m.PersonId equals p.Id where p.Code == personCode
            select m).SingleOrDefaultAsync(ct);
        if (member is null) return null;
        db.AccountTeamMembers.Remove(member);
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return member.Role;
    }
}
