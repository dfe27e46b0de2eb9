using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Data;

/// <summary>Checks the session against the database at every request for a page, so that ending it needs no waiting.</summary>
internal sealed class SessionCookie(Users users, SessionRules rules, TimeProvider clock) : CookieAuthenticationEvents
{
    /// <summary>The only places open to a session whose password somebody else has seen.</summary>
    private const string PasswordPage = "/account/password";

    private static readonly string[] OpenBeforeChange = [PasswordPage, "/account/sign-out", "/culture"];

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        // Pictures and scripts are for everyone and come by the dozen.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null && HttpMethods.IsGet(context.Request.Method)) return;
        if (context.Principal is not { } principal || rules.IsOver(principal, clock.GetUtcNow())
            || Users.IdOf(principal) is not { } id || await users.FindSessionAsync(id, context.HttpContext.RequestAborted) is not { } session
            || session.Stamp != principal.FindFirstValue(LoginFeature.StampClaim))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        // Roles are shown, never obeyed; they are still taken from the database so that the screen is right.
        var identity = new ClaimsIdentity(
            principal.Claims.Where(c => c.Type != ClaimTypes.Role), IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaims(session.User.Roles.Select(r => new Claim(ClaimTypes.Role, r)));
        context.ReplacePrincipal(new ClaimsPrincipal(identity));
        context.HttpContext.Items[typeof(SessionUser)] = session;
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => AnswerAsync(context, StatusCodes.Status401Unauthorized);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Sends a session that must first choose its own password to do so, and lets it do nothing else.</summary>
    public static Task RequireOwnPasswordAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Items[typeof(SessionUser)] is not SessionUser { MustChangePassword: true }
            || OpenBeforeChange.Any(p => http.Request.Path.Equals(p, StringComparison.OrdinalIgnoreCase))
            || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return next(http);
        if (WantsPage(http.Request)) http.Response.Redirect(PasswordPage);
        else http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // A person is led to the door; a program is told.
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int code)
    {
        if (WantsPage(context.Request)) context.Response.Redirect(context.RedirectUri);
        else context.Response.StatusCode = code;
        return Task.CompletedTask;
    }

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/_blazor")
        && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
