using KamPortal.Data;
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
        services.AddSingleton<StoredDashboards>().AddScoped<TieringService>();
        services.AddSingleton(new NavEntry(
            NavGroup.Insight, 10, Text.Of<TieringTexts>("Nav"), "/tiering", MudBlazor.Icons.Material.Outlined.StackedLineChart, nameof(Permission.ViewTiering), Bar: true));
        return services;
    }

    public static IEndpointRouteBuilder MapTiering(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tiering/export", ExportAsync).RequireAuthorization(nameof(Permission.ViewTiering)).RequireRateLimiting(RequestLimits.Export);
        return routes;
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http, int? run, TieringService tiering, Data.Users users, IStringLocalizer<TieringTexts> t, CancellationToken ct)
    {
        var user = await users.GetAsync(http.User, ct);
        if (await tiering.RunOrNullAsync(user, run, ct) is not { } number) return Results.NotFound();
        return CsvExport.File($"tiering-{number}.csv", tiering.RowsAsync(user, number, ct), TieringExport.Columns(t));
    }
}
