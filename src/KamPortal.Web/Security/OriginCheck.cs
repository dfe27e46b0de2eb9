using Microsoft.AspNetCore.Diagnostics;

namespace KamPortal.Security;

/// <summary>
/// Only our own pages may open the hub or change anything. The hub must be told where a request comes from; elsewhere a request
/// without any sign of a browser (a script with its own credentials) passes on to the checks behind.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, IConfiguration configuration)
{
    private readonly HashSet<string> _alsoOurs = (configuration["Security:PublicOrigins"] ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(o => o.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        if (IsOurs(http)) return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private bool IsOurs(HttpContext http)
    {
        var hub = http.Request.Path.StartsWithSegments("/_blazor");
        if (!hub && IsSafe(http.Request.Method) || http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return true;
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length > 0) return IsSame(http.Request, origin) || _alsoOurs.Contains(origin);
        return http.Request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" => true,
            "" => !hub,
            "none" => !hub, // Typed into the address bar.
            _ => false,
        };
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsSame(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var here)
        && from.Scheme == here.Scheme && from.Port == here.Port && string.Equals(from.Host, here.Host, StringComparison.OrdinalIgnoreCase);
}
