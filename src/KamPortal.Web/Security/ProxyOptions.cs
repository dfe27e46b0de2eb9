using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace KamPortal.Security;

/// <summary><c>Security:Proxies</c> names the reverse proxies (addresses or networks, comma-separated) whose X-Forwarded-* headers count.</summary>
internal static class ProxyOptions
{
    public static ForwardedHeadersOptions? From(IConfiguration configuration)
    {
        if (configuration["Security:Proxies"] is not { Length: > 0 } proxies) return null;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (proxy.Contains('/', StringComparison.Ordinal)) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            else options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return options;
    }
}
