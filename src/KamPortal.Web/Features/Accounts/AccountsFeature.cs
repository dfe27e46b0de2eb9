using FluentValidation;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace KamPortal.Features.Accounts;

/// <summary>The folder's only door: the list of accounts, the account page, and changing accounts.</summary>
public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<AccountList>().AddScoped<AccountItems>().AddScoped<AccountPages>().AddScoped<AccountEditor>().AddScoped<AccountTeam>().AddScoped<AccountSearch>().AddScoped<AccountBulk>();
        services.AddSingleton<PersistentComponentStateSerializer<AccountListHead>, HandoverSerializer<AccountListHead>>();
        services.AddScoped<IValidator<AccountForm>, AccountFormValidator>();
        services.AddSingleton(new SearchSource("accounts", 10, Text.Of<AccountsTexts>("Nav"), Permission.ViewAccounts, async (scope, who, sought, ct) =>
            await scope.GetRequiredService<AccountSearch>().FindAsync(await scope.GetRequiredService<Data.Users>().GetAsync(who, ct), sought, ct)));
        services.AddSingleton(new PortalCommand(10, Text.Of<AccountsTexts>("New"), "/accounts?panel=new", Permission.EditAccounts, "g a, c"));
        services.AddSingleton(new NavEntry(NavGroup.Work, 10, Text.Of<AccountsTexts>("Nav"), "/accounts", Icons.Material.Outlined.Business, nameof(Permission.ViewAccounts), Bar: true) { Go = 'a' });
        services.AddSingleton(new AccountTab("overview", Text.Of<AccountsTexts>("Tab.Overview"), 0, typeof(OverviewTab), nameof(Permission.ViewAccounts)));
        services.AddSingleton(new NotificationKind(AccountEditor.LeadNotice, typeof(AccountsTexts), ByMail: true) { Roles = [Role.AccountManager, Role.TechnicalSpecialist, Role.SalesDirector, Role.Admin] });
        return services;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        AccountApi.Map(routes);
        routes.MapListExport("/export/accounts", Permission.ViewAccounts, AccountExport.FileAsync);
        return routes;
    }
}
