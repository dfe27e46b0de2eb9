using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Authorization;

namespace KamPortal.Data;

/// <summary>
/// Decides every policy by the rights in the database. A menu asks a dozen policies at once: one reading serves them for a second,
/// and services read again for themselves.
/// </summary>
internal sealed class PermissionHandler(Users users, TimeProvider clock) : AuthorizationHandler<PermissionRequirement>
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (Guid Id, DateTimeOffset At, Task<SessionUser?> Reading)? _last;

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (Users.IdOf(context.User) is not { } id || await ReadAsync(id) is not { } session) return;
        if (session.Stamp != context.User.FindFirstValue(LoginFeature.StampClaim)) return;
        if (session.MustChangePassword && requirement.Permission is not null) return;
        if (requirement.Permission is not { } permission || session.User.May(permission)) context.Succeed(requirement);
    }

    private Task<SessionUser?> ReadAsync(Guid id)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_last is { } last && last.Id == id && now - last.At < Fresh && !last.Reading.IsFaulted) return last.Reading;
            _last = (id, now, users.FindSessionAsync(id, CancellationToken.None));
            return _last.Value.Reading;
        }
    }
}
