using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
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
        services.AddSingleton(new PortalCommand(60, Text.Of<UsersTexts>("Add"), "/settings/users?login=new", Permission.ManageUsers));
        return services;
    }

    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes)
    {
        ViewAsRoutes.MapUsers(routes);
        routes.MapListExport("/export/logins", Permission.ManageUsers, FileAsync);
        return routes;
    }

    private static async Task<ListFile<LoginRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        var (logins, t, query) = (services.GetRequiredService<LoginList>(), services.GetRequiredService<IStringLocalizer<UsersTexts>>(), ListQuery.From(http.Request, "name"));
        return new("logins", t["Title"], user.Name, ListExport.AllAsync(q => logins.PageAsync(user, q, ct), query),
        [
            new("name", t["Name"], r => r.DisplayName), new("email", t["Email"], r => r.Email), new("roles", t["Roles"], r => string.Join(t["And"], r.Roles.Select(x => t["Role." + x].Value))),
            new("scope", t["Scope"], r => r.Scope.Count > 0 ? string.Join(t["And"], r.Scope) : r.Person), new("state", t["State"], r => t[r.State].Value),
        ])
        {
            Query = query, Filters = LoginList.Offered(t),
        };
    }
}
