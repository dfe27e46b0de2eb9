using KamPortal.Resources;
using KamPortal.Shell;

namespace KamPortal.Features.Cover;

/// <summary>Holiday cover: one's accounts in a colleague's hands, from day to day.</summary>
public static class CoverFeature
{
    public static IServiceCollection AddCover(this IServiceCollection services)
    {
        services.AddScoped<CoverService>();
        services.AddSingleton(new HomeTile("cover", 5, typeof(CoverTile), Wide: true));
        services.AddSingleton(new UserMenuEntry(10, Text.Of<CoverTexts>("Title"), "/cover"));
        return services;
    }
}
