using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace KamPortal.Data;

/// <summary>Tells the session of a page that a circuit has opened for it.</summary>
internal sealed class CircuitOpening(AuthenticationStateProvider session) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        (session as CircuitSession)?.Open();
        return Task.CompletedTask;
    }
}
