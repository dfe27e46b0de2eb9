using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace KamPortal.Data;

/// <summary>
/// Keeps an open page's session true: when word comes that the login changed, and every few seconds besides. Commands check for
/// themselves in between.
/// </summary>
internal sealed class CircuitSession : RevalidatingServerAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly IServiceScopeFactory _scopes;
    private readonly SessionRules _rules;
    private readonly OpenCircuits _circuits;
    private readonly TimeProvider _clock;
    private bool _isCircuit;

    public CircuitSession(ILoggerFactory logs, IServiceScopeFactory scopes, SessionRules rules, OpenCircuits circuits, TimeProvider clock) : base(logs)
    {
        (_scopes, _rules, _circuits, _clock) = (scopes, rules, circuits, clock);
        AuthenticationStateChanged += Enlist;
    }

    protected override TimeSpan RevalidationInterval => SessionRules.CircuitCheck;

    /// <summary>From now on this is an open page. A page that is only being written out has no say: its session may end in the very request.</summary>
    public void Open()
    {
        _isCircuit = true;
        Enlist(GetAuthenticationStateAsync());
    }

    /// <summary>Looks the session up now. Ended: the page loses its user; else it takes on the roles of this moment, and what it may no longer show goes.</summary>
    public async Task RecheckAsync(CancellationToken ct)
    {
        var principal = (await GetAuthenticationStateAsync()).User;
        if (principal.Identity?.IsAuthenticated != true) return;
        var session = await FindAsync(principal, ct);
        SetAuthenticationState(Task.FromResult(session is null ? Nobody : new AuthenticationState(SessionCookie.AsOfNow(principal, session))));
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await FindAsync(authenticationState.User, cancellationToken) is not null;

    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= Enlist;
        _circuits.Remove(this);
        base.Dispose(disposing);
    }

    private async Task<SessionUser?> FindAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (_rules.IsOver(principal, _clock.GetUtcNow())) return null;
        await using var scope = _scopes.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<Users>().FindSessionAsync(principal, ct);
        return session is { Duty: SessionDuty.None } ? session : null;
    }

    private async void Enlist(Task<AuthenticationState> state)
    {
        try
        {
            if (!_isCircuit) return;
            if (Users.IdOf((await state).User) is { } id) _circuits.Add(id, this);
            else _circuits.Remove(this);
        }
        catch (OperationCanceledException)
        {
            // The page closed before it knew its user.
        }
    }
}
