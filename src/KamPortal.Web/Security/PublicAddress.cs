using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KamPortal.Security;

/// <summary>
/// Where people reach the portal, for links in mail: from the configuration (<c>KamPortal:PublicUrl</c>, else the first of
/// <c>Security:PublicOrigins</c>), else where the server listens. Never from a request, whose host a stranger may choose.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration, IServiceProvider services)
{
    private string? _base;

    /// <summary>The whole address of a path such as <c>/accounts</c>.</summary>
    public string Of(string path)
    {
        if (!path.StartsWith('/')) throw new ArgumentException($"A path of the portal begins with a slash: {path}", nameof(path));
        return Base + path;
    }

    private string Base => _base ??= (Configured ?? Listening ?? "http://localhost:5000").TrimEnd('/');

    private string? Configured => configuration["KamPortal:PublicUrl"] is { Length: > 0 } url ? url
        : configuration["Security:PublicOrigins"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    private string? Listening => services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
}
