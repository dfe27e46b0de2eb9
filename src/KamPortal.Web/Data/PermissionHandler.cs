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
    private (ClaimsPrincipal Who, DateTimeOffset At, Task<SessionUser?> Reading)? _last;

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (await ReadAsync(context.User) is not { } session) return;
        if (session.Duty != SessionDuty.None && requirement.Permission is not null) return;
        if (requirement.Permission is not { } permission || session.User.May(permission)) context.Succeed(requirement);
    }

    // A page that was told of a change asks with a new principal, and so reads anew.
    private Task<SessionUser?> ReadAsync(ClaimsPrincipal who)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_last is { } last && ReferenceEquals(last.Who, who) && now - last.At < Fresh && !last.Reading.IsFaulted) return last.Reading;
            _last = (who, now, users.FindSessionAsync(who, CancellationToken.None));
            return _last.Value.Reading;
        }
    }
}
