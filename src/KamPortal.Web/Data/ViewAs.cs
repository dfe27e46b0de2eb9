using System.Security.Claims;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>
/// An admin looks at the portal as somebody else, to see what they see. It belongs to the one browser session, reads only, and both
/// ends are in the audit log. What is behind the second wall (pay, statements, decisions, loans) stays hidden.
/// </summary>
public sealed class ViewAs(IDbContextFactory<KamDbContext> factory, Users users, TimeProvider clock)
{
    public const string StartPath = "/account/view-as";
    public const string EndPath = "/account/view-as/end";

    /// <summary>False when there is no such living login, it is one's own, or it manages logins itself.</summary>
    public async Task<bool> StartAsync(CurrentUser user, ClaimsPrincipal session, Guid id, string? reason, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        if (Users.SessionOf(session) is not { } sid || id == user.Id || await users.FindAsync(id, ct) is not { } other || other.May(Permission.ManageUsers)) return false;
        await NoteAsync(sid, user, other.Id, "ViewAsStarted", reason, ct);
        return true;
    }

    public async Task EndAsync(ClaimsPrincipal session, CancellationToken ct)
    {
        if (Users.SessionOf(session) is not { } sid || Users.IdOf(session) is not { } id || await users.FindAsync(id, ct) is not { } admin) return;
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.UserSessions.Where(s => s.Id == sid).Select(s => s.ViewsAsId).SingleOrDefaultAsync(ct) is not { } other) return;
        await NoteAsync(sid, admin, other, "ViewAsEnded", null, ct);
    }

    private async Task NoteAsync(Guid sid, CurrentUser admin, Guid other, string action, string? reason, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Guid? viewsAs = action == "ViewAsStarted" ? other : null;
        await db.UserSessions.Where(s => s.Id == sid).ExecuteUpdateAsync(set => set.SetProperty(s => s.ViewsAsId, viewsAs), ct);
        db.AuditEvents.Add(new AuditEvent
        {
            At = clock.GetUtcNow(), UserId = admin.Id, UserName = admin.Name, Action = action, Entity = "Session",
            Key = await db.Users.Where(u => u.Id == other).Select(u => u.UserName!).SingleAsync(ct), Reason = reason,
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
