using KamPortal.Resources;
using KamPortal.Shell;

namespace KamPortal.Features.Home;

/// <summary>The feature's only door: what each role sees first, and what helps to find one's way.</summary>
public static class HomeFeature
{
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddScoped<SetUpHome>().AddScoped<PortfolioHome>().AddScoped<MyAccountsHome>();
        services.AddSingleton(new NavEntry(NavGroup.Work, 0, Text.Of<HomeTexts>("Nav"), "/", MudBlazor.Icons.Material.Outlined.Home, Bar: true) { Go = 'h' });
        services.AddSingleton(new HomeTile("home", 10, typeof(RoleHome), Wide: true));
        foreach (var key in new[] { "AccountManager", "SalesDirector", "BusinessUnit", "CustomerGroup", "Distributor", "Window" })
            services.AddSingleton(new GlossaryTerm(key, typeof(HomeTexts)));
        foreach (var key in new[] { "ProfitContribution", "Activity" })
            services.AddSingleton(new GlossaryTerm(key, typeof(HomeTexts), Computed: true));
        return services;
    }
}
