using System.Net;
using System.Net.Sockets;

namespace KamPortal.Features.Webhooks;

/// <summary>
/// Which addresses the portal may call: https in the open internet. What leads into a private network is refused after the name is
/// resolved, at each call, unless the installation allows it (<c>KamPortal:Webhooks:AllowPrivate</c>, then http too).
/// </summary>
public sealed class WebhookAddress(IConfiguration configuration)
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private readonly bool _allowPrivate = configuration.GetValue("KamPortal:Webhooks:AllowPrivate", false);

    /// <summary>Whether the address may be registered; whether it may be called is seen when its name is resolved.</summary>
    public bool IsAcceptable(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || _allowPrivate && uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0 && uri.Host.Length > 0 && (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) || IsOpen(ip));

    public bool IsOpen(IPAddress ip)
    {
        if (_allowPrivate) return true;
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        return !Closed.Any(n => n.BaseAddress.AddressFamily == ip.AddressFamily && n.Contains(ip));
    }

    /// <summary>Connects to an address that was looked at, so that the name cannot mean another one a moment later.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (found.Length == 0 || !found.All(IsOpen)) throw new HttpRequestException($"{context.DnsEndPoint.Host} leads into a private network.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
