using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace KamPortal.Data;

/// <summary>Asks, while a page stays open, whether its session still stands; commands check for themselves in between.</summary>
internal sealed class CircuitSession(ILoggerFactory logs, IServiceScopeFactory scopes, SessionRules rules, TimeProvider clock)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => SessionRules.CircuitCheck;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var principal = authenticationState.User;
        if (rules.IsOver(principal, clock.GetUtcNow()) || Users.IdOf(principal) is not { } id) return false;
        await using var scope = scopes.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<Users>().FindSessionAsync(id, cancellationToken);
        return session is { MustChangePassword: false } && session.Stamp == principal.FindFirstValue(LoginFeature.StampClaim);
    }
}
