using System.Globalization;
using KamPortal.Security;
using KamPortal.Shell.Dialogs;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using MudBlazor;
using MudBlazor.Services;

namespace KamPortal.Shell;

/// <summary>The shell's only door: frame, theme, languages, lists, charts and the sockets that features fill.</summary>
public static class ShellFeature
{
    static readonly CultureInfo[] Cultures = [new("en"), new("zh-CN")];

    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddShellComponents();
        services.Configure<RequestLocalizationOptions>(o =>
        {
            (o.SupportedCultures, o.SupportedUICultures) = (Cultures, Cultures);
            o.DefaultRequestCulture = new(Cultures[0]);
            o.RequestCultureProviders.OfType<QueryStringRequestCultureProvider>().ToList().ForEach(p => o.RequestCultureProviders.Remove(p));
        });
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        return services;
    }

    /// <summary>What the shell's components ask for, without the host around them.</summary>
    public static IServiceCollection AddShellComponents(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            o.SnackbarConfiguration.HideTransitionDuration = 120;
            o.SnackbarConfiguration.ShowTransitionDuration = 120;
            o.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
        });
        services.AddTransient<MudLocalizer, MudTextsLocalizer>();
        services.AddSingleton<Figures>();
        services.AddSingleton<Handover>();
        services.AddScoped<Glossary>();
        services.AddScoped<NavList>();
        services.AddScoped<CommandPalette>();
        services.AddScoped<UndoSnackbar>();
        foreach (var term in Glossary.SharedTerms)
            services.AddSingleton(term);
        return services;
    }

    /// <summary>Must come first in the pipeline: what fails behind it gets a page in the person's language and a reference id.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/status/500", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use((http, next) =>
        {
            if (!IsForAPerson(http) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            return next(http);
        });
        return app;
    }

    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/culture", SwitchLanguage).AllowAnonymous();
        app.MapGet(CommandPalette.Path, CommandPalette.AnswerAsync).RequireAuthorization();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    static IResult SwitchLanguage(HttpContext http, string to, string? back)
    {
        var culture = Cultures.FirstOrDefault(c => c.Name == to) ?? Cultures[0];
        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
        return Results.LocalRedirect(LocalUrl.OrHome(back));
    }

    // Machines (API, health, hub, assets) read status codes; people read sentences.
    static bool IsForAPerson(HttpContext http) =>
        http.Request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && !http.Request.Path.StartsWithSegments("/api/v1")
        && !http.Request.Path.StartsWithSegments("/_blazor");
}
