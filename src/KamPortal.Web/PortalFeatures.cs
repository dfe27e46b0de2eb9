using KamPortal.Data;
using KamPortal.Features.Demo;
using KamPortal.Features.Home;

namespace KamPortal;

/// <summary>The features of the portal, one line each: what the web host and the subcommands share.</summary>
public static class PortalFeatures
{
    public static IHostApplicationBuilder AddPortal(this IHostApplicationBuilder builder, PortalDatabase database)
    {
        builder.AddDatabase(database);
        builder.Services.AddDemo().AddHome();
        return builder;
    }
}
