using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KamPortal.Features.SignIn;

/// <summary>Prints the first admin's link on the console (never in the log) each time a portal without logins starts.</summary>
internal sealed class FirstRunNotice(IServiceScopeFactory scopes, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _ = PrintAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrintAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var first = scope.ServiceProvider.GetRequiredService<FirstRun>();
        if (!await first.IsOpenAsync(lifetime.ApplicationStopping)) return;
        var token = await first.IssueAsync(lifetime.ApplicationStopping);
        await Console.Out.WriteLineAsync(
            $"""

            KamPortal has no logins yet. Create the first admin here, once, within {FirstRun.Lifetime.TotalMinutes:0} minutes (a restart prints a new link):
              {Address()}/setup?token={token}

            """);
    }

    private string Address()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "http://localhost";
        return address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
    }
}
