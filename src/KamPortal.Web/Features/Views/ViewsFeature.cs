using KamPortal.Data;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Views;

/// <summary>The folder's only door: how each person and role likes to see the lists.</summary>
public static class ViewsFeature
{
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ViewService>();
        services.AddSingleton(new ViewStore(
            async (scope, list, ct) => await scope.GetRequiredService<ViewService>().LoadAsync(await scope.GetRequiredService<Me>().GetAsync(ct), list, ct),
            async (scope, change, ct) => await scope.GetRequiredService<ViewService>().SaveAsync(await scope.GetRequiredService<Me>().GetAsync(ct), change, ct),
            async (scope, id, ct) => await scope.GetRequiredService<ViewService>().DeleteAsync(await scope.GetRequiredService<Me>().GetAsync(ct), id, ct)));
        return services;
    }
}
