using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace KamPortal.Security;

/// <summary>
/// The outermost step of every request, so that errors, downloads and static files carry the headers too. It is put in front
/// by the host itself, whatever the order of the rest.
/// </summary>
internal sealed class SecurityHeaders : IStartupFilter
{
    /// <summary>Where pages find the nonce that lets their one inline script (the import map) run.</summary>
    public const string NonceItem = "csp-nonce";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        ForwardedFrom(app);
        app.Use((http, following) =>
        {
            http.Items[NonceItem] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            http.Response.OnStarting(state => Write((HttpContext)state), http);
            return following(http);
        });
        next(app);
    };

    // Scheme and address are believed from a proxy only when the installation names it.
    private static void ForwardedFrom(IApplicationBuilder app)
    {
        if (ProxyOptions.From(app.ApplicationServices.GetRequiredService<IConfiguration>()) is { } options) app.UseForwardedHeaders(options);
    }

    private static Task Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy((string)http.Items[NonceItem]!);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // A browser would remember it for every program on this machine.
        if (http.Request.IsHttps && http.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (StringValues.IsNullOrEmpty(headers.CacheControl)) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    // Styles stay 'unsafe-inline': the component library writes style elements and attributes. <base> needs base-uri 'self'.
    private static string Policy(string nonce) =>
        "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; "
        + $"font-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}'; connect-src 'self'";
}
