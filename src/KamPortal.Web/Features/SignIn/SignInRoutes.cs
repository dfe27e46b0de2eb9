using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Features.SignIn;

/// <summary>What the account pages post to, and the way to the company's own sign-in and back. A form posted here must carry its token.</summary>
internal static class SignInRoutes
{
    private const string SecurityPage = "/account/security";

    public static IEndpointRouteBuilder MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/account/passkeys").RequireRateLimiting(RequestLimits.SignIn);
        group.MapPost("/request-options", async (HttpContext http, IAntiforgery antiforgery, Passkeys passkeys) =>
            await antiforgery.IsRequestValidAsync(http) ? Results.Content(await passkeys.RequestOptionsAsync(), "application/json") : Results.BadRequest()).AllowAnonymous();
        group.MapPost("/creation-options", async (HttpContext http, IAntiforgery antiforgery, UserManager<KamUser> users, Passkeys passkeys, TimeProvider clock) =>
            await antiforgery.IsRequestValidAsync(http) && SessionRules.IsRecent(http.User, clock.GetUtcNow()) && await users.GetUserAsync(http.User) is { } user
                ? Results.Content(await passkeys.CreationOptionsAsync(user), "application/json") : Results.BadRequest());
        group.MapPost("/sign-in", async (string? returnUrl, HttpContext http, Passkeys passkeys) =>
            await OwnForm.ReadAsync(http) is not { } form ? Results.BadRequest()
            : Results.LocalRedirect(await passkeys.SignInAsync(form["credential"].ToString(), http.RequestAborted) ? LocalUrl.OrHome(returnUrl) : "/account/sign-in?problem=PasskeyRefused")).AllowAnonymous();
        group.MapPost("/add", (HttpContext http, Passkeys passkeys, UserManager<KamUser> users, TimeProvider clock) =>
            ChangeAsync(http, users, clock, async (user, form) =>
                await passkeys.AddAsync(user, form["credential"].ToString(), form["name"].ToString(), http.RequestAborted) ? "" : "?problem=PasskeyRefused"));
        group.MapPost("/rename", (HttpContext http, Passkeys passkeys, UserManager<KamUser> users, TimeProvider clock) =>
            ChangeAsync(http, users, clock, async (user, form) =>
            {
                await passkeys.RenameAsync(user, form["id"].ToString(), form["name"].ToString(), http.RequestAborted);
                return "";
            }));
        group.MapPost("/remove", (HttpContext http, Passkeys passkeys, UserManager<KamUser> users, TimeProvider clock) =>
            ChangeAsync(http, users, clock, async (user, form) =>
            {
                await passkeys.RemoveAsync(user, form["id"].ToString(), http.RequestAborted);
                return "";
            }));
        return routes;
    }

    public static IEndpointRouteBuilder MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/sessions/end", async (HttpContext http, Sessions sessions, UserManager<KamUser> users) =>
        {
            if (await OwnForm.ReadAsync(http) is not { } form) return Results.BadRequest();
            if (await users.GetUserAsync(http.User) is { } user && Guid.TryParse(form["id"], out var id)) await sessions.EndAsync(user.Id, id, http.RequestAborted);
            return Results.LocalRedirect(SecurityPage);
        });
        return routes;
    }

    public static IEndpointRouteBuilder MapOpenId(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/openid", StartAsync).AllowAnonymous();
        routes.MapGet("/account/openid/done", async (string? returnUrl, HttpContext http, OpenIdRules rules, OpenIdSignIn openId) =>
            !rules.IsOn ? Results.NotFound()
            : Results.LocalRedirect(await openId.FinishAsync(http.RequestAborted) ? LocalUrl.OrHome(returnUrl) : "/account/sign-in?problem=OpenIdRefused")).AllowAnonymous();
        return routes;
    }

    private static async Task<Results<NotFound, EmptyHttpResult, RedirectHttpResult>> StartAsync(string? returnUrl, HttpContext http, OpenIdRules rules, ILogger<OpenIdSignIn> logger)
    {
        if (!rules.IsOn) return TypedResults.NotFound();
        try
        {
            await http.ChallengeAsync(OpenIdRules.Scheme, new() { RedirectUri = "/account/openid/done?returnUrl=" + Uri.EscapeDataString(LocalUrl.OrHome(returnUrl)) });
            return TypedResults.Empty;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException && !http.Response.HasStarted)
        {
            logger.LogError(e, "The company's sign-in cannot be reached");
            return TypedResults.LocalRedirect("/account/sign-in?problem=OpenIdFailed");
        }
    }

    // Who proves themselves with a key may change keys only soon after proving themselves.
    private static async Task<IResult> ChangeAsync(
        HttpContext http, UserManager<KamUser> users, TimeProvider clock, Func<KamUser, IFormCollection, Task<string>> change)
    {
        if (await OwnForm.ReadAsync(http) is not { } form) return Results.BadRequest();
        if (!SessionRules.IsRecent(http.User, clock.GetUtcNow()) || await users.GetUserAsync(http.User) is not { } user)
            return Results.LocalRedirect("/account/sign-in?returnUrl=" + Uri.EscapeDataString(SecurityPage));
        return Results.LocalRedirect(SecurityPage + await change(user, form));
    }
}
