using KamPortal.Data;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Cover;

/// <summary>Lends one's accounts to a colleague and takes them back. Both see it, it is audited, and it ends by itself.</summary>
public sealed class CoverService(IDbContextFactory<KamDbContext> factory, Data.Users users, TimeProvider clock)
{
    private const int MostRows = 100, MostColleagues = 2000;

    private static readonly CoverFormValidator Validator = new();

    public async Task<CoverView> ViewAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var behind = await db.BehindWallAsync(user, ct);
        var (today, arranges) = (await TodayAsync(db, ct), user.May(Permission.ManageUsers));
        var viewers = Permissions.RolesWith(Permission.ViewAccounts).Select(r => Role.All[r]).ToList();
        var colleagues = await db.Users.Where(u => u.DisabledAt == null && (arranges || u.Id != user.Id) && db.UserRoles.Any(g => g.UserId == u.Id && viewers.Contains(g.RoleId)))
            .OrderBy(u => u.DisplayName).Take(MostColleagues).Select(u => new Colleague(u.Id, u.DisplayName)).ToListAsync(ct);
        var loans = await (from d in db.Delegations.AsNoTracking()
            join lender in db.Users on d.LenderId equals lender.Id
            join borrower in db.Users on d.BorrowerId equals borrower.Id
            orderby d.EndedAt != null || d.ToDay < today, d.FromDay descending
            select new { d, Lender = lender.DisplayName, Borrower = borrower.DisplayName }).Take(MostRows).ToListAsync(ct);
        return new(today, user.Id, HasOwnScope(user), arranges, colleagues, [.. loans.Select(l =>
        {
            var state = l.d.EndedAt is not null || l.d.ToDay < today ? CoverState.Over : l.d.FromDay > today ? CoverState.Planned : CoverState.Running;
            return new CoverRow(l.d.Id, l.Lender, l.Borrower, l.d.FromDay, l.d.ToDay, l.d.Note, state, state != CoverState.Over && !user.IsReadOnly);
        })]);
    }

    /// <summary>Null when done.</summary>
    public async Task<CoverProblem?> LendAsync(CurrentUser user, CoverForm form, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        user.DemandWrite();
        var lenderId = form.LenderId ?? user.Id;
        if (lenderId != user.Id) user.Demand(Permission.ManageUsers);
        if (Validator.FirstProblem(form with { LenderId = lenderId }) is { } problem) return problem;
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.BehindWallAsync(user, ct);
        if (form.ToDay < await TodayAsync(db, ct)) return CoverProblem.Past;
        if (await users.FindAsync(lenderId, ct) is not { } lender || !HasOwnScope(lender)) return CoverProblem.NothingToLend;
        if (await users.FindAsync(form.BorrowerId!.Value, ct) is not { } borrower || !borrower.May(Permission.ViewAccounts)) return CoverProblem.Unsuitable;
        db.Delegations.Add(new Delegation
        {
            Id = Guid.CreateVersion7(), LenderId = lender.Id, BorrowerId = borrower.Id, FromDay = form.FromDay!.Value, ToDay = form.ToDay!.Value,
            Note = string.IsNullOrWhiteSpace(form.Note) ? null : form.Note.Trim(), CreatedAt = clock.GetUtcNow(),
        });
        db.Reason = $"{lender.Name} → {borrower.Name}";
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Ends a loan before its time; either of the two may, and an admin.</summary>
    public async Task<CoverProblem?> EndAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        user.DemandWrite();
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.BehindWallAsync(user, ct);
        if (await db.Delegations.SingleOrDefaultAsync(d => d.Id == id && d.EndedAt == null, ct) is not { } loan) return CoverProblem.NotFound;
        loan.EndedAt = clock.GetUtcNow();
        db.Reason = string.Join(" → ", await db.Users.Where(u => u.Id == loan.LenderId || u.Id == loan.BorrowerId).OrderBy(u => u.Id != loan.LenderId).Select(u => u.DisplayName).ToListAsync(ct));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    // Who sees everything by role has nothing of their own that a colleague could stand in for.
    private static bool HasOwnScope(CurrentUser user) =>
        user is { IsInTeamScope: true, PersonId: not null } || user.IsDirector && (user.RegionIds.Count > 0 || user.BusinessUnitIds.Count > 0);

    private async Task<DateOnly> TodayAsync(KamDbContext db, CancellationToken ct)
    {
        var zone = await db.PortfolioSettings.Select(s => s.TimeZone).SingleAsync(ct);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
    }
}
