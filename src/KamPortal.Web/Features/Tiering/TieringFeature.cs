using System.Globalization;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>The feature's only door.</summary>
public static class TieringFeature
{
    public static IServiceCollection AddTiering(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<StoredDashboards>().AddScoped<TieringService>().AddScoped<ScoreItems>();
        services.AddSingleton(new NavEntry(
            NavGroup.Insight, 10, Text.Of<TieringTexts>("Nav"), "/tiering", MudBlazor.Icons.Material.Outlined.StackedLineChart, nameof(Permission.ViewTiering), Bar: true) { Go = 't' });
        return services;
    }

    public static IEndpointRouteBuilder MapTiering(this IEndpointRouteBuilder routes)
    {
        ScoreApi.Map(routes);
        routes.MapListExport("/export/tiering", Permission.ViewTiering, FileAsync);
        return routes;
    }

    private static async Task<ListFile<TieredRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        var (tiering, t) = (services.GetRequiredService<TieringService>(), services.GetRequiredService<IStringLocalizer<TieringTexts>>());
        var run = int.TryParse(http.Request.Query["run"], CultureInfo.InvariantCulture, out var asked) ? asked : (int?)null;
        return await tiering.RunOrNullAsync(user, run, ct) is { } number
            ? new($"tiering-{number}", $"{t["Nav"]} {t["Runs.Choose", number]}", user.Name, tiering.RowsAsync(user, number, ct), TieringExport.Columns(t))
            : null;
    }
}
