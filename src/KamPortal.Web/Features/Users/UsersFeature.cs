using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;

namespace KamPortal.Features.Users;

/// <summary>Logins: who may come in, and what for.</summary>
public static class UsersFeature
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.TryAddScoped<IPasswordHasher<KamUser>, PasswordHasher<KamUser>>();
        services.TryAddScoped<LoginLinks>();
        services.AddScoped<UserAccounts>().AddScoped<LoginList>().AddScoped<SignInRulesService>();
        services.AddSingleton(new NavEntry(
            NavGroup.Admin, 60, Text.Of<UsersTexts>("Nav"), "/settings/users", Icons.Material.Outlined.ManageAccounts, nameof(Permission.ManageUsers)));
        services.AddSingleton(new NotificationKind(UserAccounts.ScopeNotice, typeof(UsersTexts), ByMail: true));
        return services;
    }

    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes) => ViewAsRoutes.MapUsers(routes);
}
