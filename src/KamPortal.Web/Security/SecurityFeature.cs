using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamPortal.Security;

/// <summary>What guards every request: headers, origin, limits, policies. Who a login is belongs to Data; the pages to Features/SignIn.</summary>
public static class SecurityFeature
{
    public static WebApplicationBuilder AddSecurity(this WebApplicationBuilder builder)
    {
        FrameworkFloor.Check();
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // First of all start-up filters: host filtering and whatever else answers early gets the headers too.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, SecurityHeaders>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(SessionRules.From(builder.Configuration));
        services.AddSingleton<SignInThrottle>();
        services.AddAuthorization(PermissionPolicies.Register);
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "KamPortal.Antiforgery";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true; // The stricter one is written with the others.
        });
        RequestLimits.Register(services, builder.Configuration);
        return builder;
    }

    /// <summary>After the error pages, so that a refusal gets a friendly page too.</summary>
    /// <param name="app">The portal.</param>
    /// <param name="afterSignIn">Steps that must know who asks and come before anything is allowed.</param>
    public static WebApplication UseSecurity(this WebApplication app, Action? afterSignIn = null)
    {
        app.UseMiddleware<Refusals>();
        app.UseMiddleware<OriginCheck>();
        app.UseAuthentication();
        app.UseRateLimiter();
        afterSignIn?.Invoke();
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }
}
