using KamPortal.Shell;

namespace KamPortal.Features.Home;

/// <summary>The feature's only door: what each role sees first.</summary>
public static class HomeFeature
{
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddScoped<SetUpHome>().AddScoped<PortfolioHome>().AddScoped<MyAccountsHome>();
        services.AddSingleton(new HomeTile("home", 10, typeof(RoleHome), Wide: true));
        return services;
    }
}
