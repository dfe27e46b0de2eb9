using KamPortal.Data;
using KamPortal.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Features.SignIn;

/// <summary>First run, signing in and out by whatever means, and one's own password, factors and sessions: static pages, without a circuit.</summary>
public static class SignInFeature
{
    public static IHostApplicationBuilder AddSignIn(this IHostApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSingleton<FirstRunGate>().AddSingleton<ForgottenPasswords>();
        services.AddScoped<FirstRun>().AddScoped<SignInService>().AddScoped<SecondStep>().AddScoped<SecondFactors>().AddScoped<Passkeys>().AddScoped<OpenIdSignIn>();
        services.AddHostedService<FirstRunNotice>().AddHostedService<ForgottenPasswordLetters>();
        var openId = OpenIdRules.From(configuration);
        services.AddSingleton(openId);
        var schemes = services.AddAuthentication();
        schemes.AddCookie(SecondStep.Scheme, o => ShortLived(o, SecondStep.Scheme, SameSiteMode.Strict));
        schemes.AddCookie(IdentityConstants.TwoFactorUserIdScheme, o => ShortLived(o, "KamPortal.Passkey", SameSiteMode.Strict));
        OpenIdRules.Add(schemes, configuration);
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            (o.UserVerificationRequirement, o.ResidentKeyRequirement) = ("required", "required");
            o.ServerDomain = Uri.TryCreate(configuration["KamPortal:PublicUrl"], UriKind.Absolute, out var address) ? address.Host : null;
        });
        return builder;
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
        return routes.MapPasskeys().MapSessions().MapOpenId();
    }

    /// <summary>Cookies that carry somebody from one step of signing in to the next.</summary>
    internal static void ShortLived(CookieAuthenticationOptions o, string name, SameSiteMode sameSite)
    {
        o.CookieManager = new SchemeCookies();
        (o.Cookie.Name, o.Cookie.Path, o.Cookie.HttpOnly, o.Cookie.IsEssential) = (name, "/", true, true);
        (o.Cookie.SameSite, o.Cookie.SecurePolicy) = (sameSite, CookieSecurePolicy.SameAsRequest);
        (o.ExpireTimeSpan, o.SlidingExpiration) = (SecondStep.Lifetime, false);
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
