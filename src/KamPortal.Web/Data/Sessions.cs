using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>Opens and ends the sessions of browsers: a row in the database, named by the cookie.</summary>
public sealed class Sessions(IDbContextFactory<KamDbContext> factory, SignInManager<KamUser> cookies, IHttpContextAccessor http, SessionRules rules, TimeProvider clock)
{
    /// <summary>Signs this browser in. Rows of sessions past their absolute end go with it.</summary>
    public async Task OpenAsync(KamUser user, SignInMethod method, CancellationToken ct)
    {
        var (now, request) = (clock.GetUtcNow(), http.HttpContext);
        var session = UserSession.Start(user.Id, method, now, request?.Connection.RemoteIpAddress?.ToString(), request?.Request.Headers.UserAgent.ToString());
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.UserSessions.Where(s => s.UserId == user.Id && s.StartedAt <= now - rules.Absolute).ExecuteDeleteAsync(ct);
        db.UserSessions.Add(session);
        await db.SaveChangesAsync(ct);
        await cookies.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(SessionRules.SessionId, session.Id.ToString())]);
    }

    /// <summary>The sessions of the login, the latest first.</summary>
    public async Task<IReadOnlyList<UserSession>> OfAsync(Guid userId, CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - rules.Absolute;
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.UserSessions.AsNoTracking().Where(s => s.UserId == userId && s.StartedAt > oldest).OrderByDescending(s => s.SeenAt).ToListAsync(ct);
    }

    /// <summary>How this browser's session was opened.</summary>
    public async Task<SignInMethod> MethodAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var id = Users.SessionOf(principal);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.UserSessions.Where(s => s.Id == id).Select(s => (SignInMethod?)s.Method).SingleOrDefaultAsync(ct) ?? SignInMethod.Password;
    }

    /// <summary>This browser has shown a second factor after the password.</summary>
    public async Task StrengthenAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var id = Users.SessionOf(principal);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.UserSessions.Where(s => s.Id == id && s.Method == SignInMethod.Password).ExecuteUpdateAsync(set => set.SetProperty(s => s.Method, SignInMethod.PasswordAndCode), ct);
    }

    /// <summary>Ends one session; its pages notice at once.</summary>
    public async Task EndAsync(Guid userId, Guid sessionId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.UserSessions.Where(s => s.UserId == userId && s.Id == sessionId).ExecuteDeleteAsync(ct);
    }

    /// <summary>Notes that the session is in use.</summary>
    internal async Task SeeAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.UserSessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), ct);
    }
}
