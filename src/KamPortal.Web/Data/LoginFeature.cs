using KamPortal.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamPortal.Data;

/// <summary>Logins in the database: ASP.NET Core Identity on our tables, the session cookie, and the policies' judge.</summary>
public static class LoginFeature
{
    /// <summary>The claim that binds a session to the login's stamp.</summary>
    internal const string StampClaim = "stamp";

    public static IHostApplicationBuilder AddLogins(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var rules = SessionRules.From(builder.Configuration);
        services.TryAddSingleton(rules);
        services.AddHttpContextAccessor();
        services.AddIdentityCore<KamUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = ""; // The e-mail address is the name; it is validated as such.
                o.ClaimsIdentity.SecurityStampClaimType = StampClaim;
                o.Password.RequiredLength = PasswordRules.MinimumLength;
                o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
                o.Password.RequiredUniqueChars = 1;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<KamDbContext>()
            .AddSignInManager()
            .AddPasswordValidator<PasswordValidator>()
            .AddClaimsPrincipalFactory<SessionClaims>();
        services.AddScoped<SessionCookie>().AddScoped<Sessions>().AddScoped<ViewAs>();
        services.TryAddScoped<LoginLinks>();
        services.AddSingleton<OpenCircuits>().AddHostedService<LoginWatch>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, o => Shape(o, rules));
        services.AddScoped<IAuthorizationHandler, PermissionHandler>();
        services.Replace(ServiceDescriptor.Scoped<AuthenticationStateProvider, CircuitSession>());
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler, CircuitOpening>();
        return builder;
    }

    private static void Shape(CookieAuthenticationOptions o, SessionRules rules)
    {
        o.CookieManager = new SchemeCookies();
        o.Cookie.Name = "KamPortal";
        o.Cookie.Path = "/";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.Cookie.IsEssential = true;
        o.SlidingExpiration = true;
        o.ExpireTimeSpan = rules.Idle;
        o.LoginPath = "/account/sign-in";
        o.ReturnUrlParameter = "returnUrl";
        o.EventsType = typeof(SessionCookie);
    }
}
