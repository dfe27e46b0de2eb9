using System.Reflection;
using KamPortal.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace KamPortal.Web.Tests.Security;

public sealed class PermissionsTests
{
    [Fact]
    public void Every_permission_names_its_roles_and_an_admin_holds_them_all() =>
        Enum.GetValues<Permission>().ShouldAllBe(p => Permissions.RolesWith(p).Contains(Role.Admin) && Permissions.RolesWith(p).IsSubsetOf(Role.All.Keys));

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RouteAttribute>().Any()).ToList();
        pages.ShouldNotBeEmpty();
        pages.Where(t => t.GetCustomAttribute<AuthorizeAttribute>() is null && t.GetCustomAttribute<AllowAnonymousAttribute>() is null)
            .Select(t => t.FullName).ShouldBeEmpty("say [Authorize], [Authorize(Policy = …)] or [AllowAnonymous]");
    }
}
