using Microsoft.AspNetCore.Authentication.Cookies;

namespace KamPortal.Security;

/// <summary>
/// Over https the session cookie takes the <c>__Host-</c> prefix, which browsers bind to this one host; over plain http, where
/// they would refuse it, it keeps the plain name. A cookie planted under the other name is not read.
/// </summary>
internal sealed class SchemeCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
