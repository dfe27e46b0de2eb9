using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Data;

/// <summary>Checks the session against the database at every request for a page, so that ending it needs no waiting.</summary>
internal sealed class SessionCookie(Users users, Sessions sessions, SessionRules rules, TimeProvider clock) : CookieAuthenticationEvents
{
    /// <summary>The only places open to a session whose password somebody else has seen.</summary>
    private const string PasswordPage = "/account/password";

    /// <summary>The only places open to a session that lacks the second factor its role asks for.</summary>
    private const string FactorPage = "/account/authenticator";

    private static readonly string[] AlwaysOpen = ["/account/sign-out", "/culture"];

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        // Pictures and scripts are for everyone and come by the dozen.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null && HttpMethods.IsGet(context.Request.Method)) return;
        var (ct, now) = (context.HttpContext.RequestAborted, clock.GetUtcNow());
        if (context.Principal is not { } principal || rules.IsOver(principal, now) || await users.FindSessionAsync(principal, ct) is not { } session)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        if (session.SeenAt < now - SessionRules.SeenEvery && Users.SessionOf(principal) is { } sid) await sessions.SeeAsync(sid, ct);
        context.ReplacePrincipal(AsOfNow(principal, session));
        context.HttpContext.Items[typeof(SessionUser)] = session;
    }

    /// <summary>Roles are shown, never obeyed; they are still taken from the database so that the screen is right.</summary>
    public static ClaimsPrincipal AsOfNow(ClaimsPrincipal principal, SessionUser session)
    {
        var identity = new ClaimsIdentity(
            principal.Claims.Where(c => c.Type is not (ClaimTypes.Role or SessionRules.DisplayName or SessionRules.ViewedBy)),
            IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaims(session.User.Roles.Select(r => new Claim(ClaimTypes.Role, r)));
        identity.AddClaim(new Claim(SessionRules.DisplayName, session.User.Name));
        if (session.User.ViewedBy is { } admin) identity.AddClaim(new Claim(SessionRules.ViewedBy, admin));
        return new ClaimsPrincipal(identity);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => AnswerAsync(context, StatusCodes.Status401Unauthorized);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Sends a session that owes something first (a password of its own, a second factor) to do so, and lets it do nothing else. Who
    /// looks at the portal as somebody else gets pages to read and nothing that posts.
    /// </summary>
    public static Task KeepToDutyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Items[typeof(SessionUser)] is not SessionUser session || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || IsAt(http, AlwaysOpen)) return next(http);
        if (session.User.IsReadOnly && !MayWhileViewing(http)) return RefuseAsync(http);
        var place = session.Duty switch { SessionDuty.ChoosePassword => PasswordPage, SessionDuty.SetUpSecondFactor => FactorPage, _ => null };
        if (place is null || IsAt(http, place)) return next(http);
        if (!WantsPage(http.Request)) return RefuseAsync(http);
        http.Response.Redirect(place);
        return Task.CompletedTask;
    }

    // One's own password and factors are the admin's, not those of the person looked at.
    private static bool MayWhileViewing(HttpContext http) =>
        IsAt(http, ViewAs.EndPath) || http.Request.Path.StartsWithSegments("/_blazor")
        || HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/account") || HttpMethods.IsHead(http.Request.Method);

    private static bool IsAt(HttpContext http, params string[] places) => places.Any(p => http.Request.Path.Equals(p, StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
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
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments(Api.ApiRoutes.Prefix) && !request.Path.StartsWithSegments("/_blazor")
        && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
