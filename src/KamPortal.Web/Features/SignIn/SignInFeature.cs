using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;

namespace KamPortal.Features.SignIn;

/// <summary>First run, signing in and out, one's own password: static pages, without a circuit.</summary>
public static class SignInFeature
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<FirstRunGate>();
        services.AddScoped<FirstRun>().AddScoped<SignInService>();
        services.AddHostedService<FirstRunNotice>();
        return services;
    }

    /// <summary>After authentication: leads to /setup while there is no login, and to what a session owes before anything else.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        app.Use(LeadToSetupAsync);
        app.Use((http, next) => SessionCookie.KeepToDutyAsync(http, next));
        return app;
    }

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous();
        return routes;
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInService sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
        await sessions.SignOutAsync(http.User, http.RequestAborted);
        return Results.LocalRedirect("/account/sign-in");
    }

    private static async Task LeadToSetupAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        var forEveryone = endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null && http.Request.Path != "/account/sign-in";
        if (!HttpMethods.IsGet(http.Request.Method) || forEveryone
            || !await http.RequestServices.GetRequiredService<FirstRun>().IsOpenAsync(http.RequestAborted)) await next(http);
        else http.Response.Redirect("/setup");
    }
}
