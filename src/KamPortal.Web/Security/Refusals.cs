using Microsoft.AspNetCore.Diagnostics;

namespace KamPortal.Security;

/// <summary>
/// Turns a service's "no" into the status that says so; the error pages and programs take it from there. The page that explains a
/// refused post is itself only shown, not posted to.
/// </summary>
internal sealed class Refusals(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null) http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = e.StatusCode;
        }
        catch (NotPermittedException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        catch (SignedOutException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }
}
