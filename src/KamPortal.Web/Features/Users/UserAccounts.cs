using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Users;

/// <summary>Creates, changes and disables logins. Every change is audited, stands in line behind the others, and leaves an admin.</summary>
public sealed class UserAccounts(
    IDbContextFactory<KamDbContext> factory, IPasswordHasher<KamUser> hasher, LoginLinks links, Bulletin bulletin, TimeProvider clock)
{
    public const string ScopeNotice = "login.scope";

    /// <summary>An initial password that nobody used ends by itself.</summary>
    public static readonly TimeSpan InitialPasswordLifetime = TimeSpan.FromDays(7);

    private static readonly NewLoginFormValidator Validator = new();

    /// <summary>A login with a random password, to be shown once and changed at the first sign-in.</summary>
    public Task<NewLogin> AddAsync(CurrentUser user, NewLoginForm form, CancellationToken ct) => AddAsync(user, form, invite: false, ct);

    /// <summary>A login without a password, and a letter with a link to choose one.</summary>
    public Task<NewLogin> InviteAsync(CurrentUser user, NewLoginForm form, CancellationToken ct) => AddAsync(user, form, invite: true, ct);

    private async Task<NewLogin> AddAsync(CurrentUser user, NewLoginForm form, bool invite, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        if (Validator.FirstProblem(form) is { } problem) return new(Guid.Empty, form.Email, "", problem);
        var login = KamUser.Create(form.DisplayName, form.Email, clock.GetUtcNow());
        var password = invite ? "" : SetInitialPassword(login);
        await using var db = await factory.CreateDbContextAsync(ct);
        (db.Actor, db.Reason) = (user, null);
        login.PersonId = form.PersonId;
        db.Users.Add(login);
        db.UserRoles.AddRange(form.Roles.Select(r => new IdentityUserRole<Guid> { UserId = login.Id, RoleId = Role.All[r] }));
        db.UserRegions.AddRange(form.RegionIds.Select(r => new UserRegion(login.Id, r)));
        db.UserBusinessUnits.AddRange(form.BusinessUnitIds.Select(b => new UserBusinessUnit(login.Id, b)));
        if (invite) await links.PostAsync(db, login, LoginTokenPurpose.Invitation, ct);
        return await SaveAsync(db, ct) is { } refused ? new(Guid.Empty, form.Email, "", refused) : new(login.Id, login.Email!, password);
    }

    public Task<LoginProblem?> ChangeAsync(CurrentUser user, Guid id, NewLoginForm form, string version, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        if (Validator.FirstProblem(form) is { } problem) return Task.FromResult<LoginProblem?>(problem);
        return UpdateAsync(user, id, null, async (db, login) =>
        {
            db.Entry(login).Property(u => u.ConcurrencyStamp).OriginalValue = version;
            var had = await db.UserRoles.Where(g => g.UserId == id).ToListAsync(ct);
            var now = form.Roles.Select(r => Role.All[r]).ToHashSet();
            if (id == user.Id && !now.SetEquals(had.Select(g => g.RoleId))) return LoginProblem.OwnLogin;
            var person = login.PersonId;
            (login.DisplayName, login.PersonId) = (form.DisplayName.Trim(), form.PersonId);
            (login.Email, login.UserName) = (form.Email.Trim(), form.Email.Trim());
            (login.NormalizedEmail, login.NormalizedUserName) = (KamUser.Normalise(form.Email), KamUser.Normalise(form.Email));
            Sync(db.UserRoles, had, now.Select(r => new IdentityUserRole<Guid> { UserId = id, RoleId = r }), g => g.RoleId);
            Sync(db.UserRegions, await db.UserRegions.Where(r => r.UserId == id).ToListAsync(ct), form.RegionIds.Select(r => new UserRegion(id, r)), r => r.RegionId);
            Sync(db.UserBusinessUnits, await db.UserBusinessUnits.Where(b => b.UserId == id).ToListAsync(ct), form.BusinessUnitIds.Select(b => new UserBusinessUnit(id, b)), b => b.BusinessUnitId);
            var scope = db.ChangeTracker.Entries().Any(e => e.Entity is IdentityUserRole<Guid> or UserRegion or UserBusinessUnit && e.State is EntityState.Added or EntityState.Deleted);
            if (scope || person != form.PersonId) await bulletin.TellAsync(db, new Notice(ScopeNotice, "/accounts"), Readers.One(id) with { Except = user.Id }, ct);
            return null;
        }, ct);
    }

    /// <summary>Ends every session at once; the login keeps its history and can be enabled again.</summary>
    public Task<LoginProblem?> DisableAsync(CurrentUser user, Guid id, string reason, CancellationToken ct) => UpdateAsync(user, id, reason, (_, login) =>
    {
        if (id == user.Id) return Task.FromResult<LoginProblem?>(LoginProblem.OwnLogin);
        login.DisabledAt ??= clock.GetUtcNow();
        login.EndSessions();
        return Task.FromResult<LoginProblem?>(null);
    }, ct);

    public Task<LoginProblem?> EnableAsync(CurrentUser user, Guid id, CancellationToken ct) => UpdateAsync(user, id, null, (_, login) =>
    {
        login.DisabledAt = null;
        return Task.FromResult<LoginProblem?>(null);
    }, ct);

    /// <summary>For a forgotten password: a new random one, to be shown once and changed at the next sign-in. Sessions end.</summary>
    public async Task<NewLogin> ResetPasswordAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        var (password, email) = ("", "");
        var problem = await UpdateAsync(user, id, null, (_, login) =>
        {
            if (id == user.Id) return Task.FromResult<LoginProblem?>(LoginProblem.OwnLogin);
            (password, email) = (SetInitialPassword(login), login.Email!);
            (login.LockoutEnd, login.AccessFailedCount) = (null, 0);
            login.EndSessions();
            return Task.FromResult<LoginProblem?>(null);
        }, ct);
        return new(id, email, problem is null ? password : "", problem);
    }

    /// <summary>Sends the person a link to choose a password: an invitation again while they have none, else a reset. The admin never sees it.</summary>
    public Task<LoginProblem?> SendLinkAsync(CurrentUser user, Guid id, CancellationToken ct) => UpdateAsync(user, id, "Link sent", async (db, login) =>
    {
        if (login.DisabledAt is not null) return LoginProblem.NotFound;
        await links.PostAsync(db, login, login.PasswordHash is null ? LoginTokenPurpose.Invitation : LoginTokenPurpose.Reset, ct);
        return null;
    }, ct);

    private async Task<LoginProblem?> UpdateAsync(CurrentUser user, Guid id, string? reason, Func<KamDbContext, KamUser, Task<LoginProblem?>> change, CancellationToken ct)
    {
        user.Demand(Permission.ManageUsers);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LoginLock.TakeAsync(db, ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id, ct) is not { } login) return LoginProblem.NotFound;
        (db.Actor, db.Reason) = (user, reason);
        if (await change(db, login) is { } refused) return refused;
        login.ConcurrencyStamp = Guid.CreateVersion7().ToString();
        if (await SaveAsync(db, ct) is { } problem) return problem;
        var admin = Role.All[Role.Admin];
        if (!await db.Users.AnyAsync(u => u.DisabledAt == null && db.UserRoles.Any(g => g.UserId == u.Id && g.RoleId == admin), ct)) return LoginProblem.LastAdmin;
        await transaction.CommitAsync(ct);
        return null;
    }

    private string SetInitialPassword(KamUser login)
    {
        var password = InitialPassword.Next();
        login.PasswordHash = hasher.HashPassword(login, password);
        login.InitialPasswordUntil = clock.GetUtcNow() + InitialPasswordLifetime;
        return password;
    }

    private static async Task<LoginProblem?> SaveAsync(KamDbContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return LoginProblem.Changed;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken)
        {
            return taken.ConstraintName?.Contains("person", StringComparison.Ordinal) == true ? LoginProblem.PersonTaken : LoginProblem.EmailTaken;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return LoginProblem.ScopeGone;
        }
    }

    private static void Sync<T, TKey>(DbSet<T> set, IReadOnlyList<T> had, IEnumerable<T> wanted, Func<T, TKey> key) where T : class
    {
        var now = wanted.DistinctBy(key).ToList();
        set.RemoveRange(had.ExceptBy(now.Select(key), key));
        set.AddRange(now.ExceptBy(had.Select(key), key));
    }
}
