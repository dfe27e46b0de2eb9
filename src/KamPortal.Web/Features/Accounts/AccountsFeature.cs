using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Tiering;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KamPortal.Features.Accounts;

/// <summary>The folder's only door: the list of accounts, the account page, and changing accounts.</summary>
public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<AccountList>().AddScoped<AccountPages>().AddScoped<AccountEditor>().AddScoped<AccountTeam>();
        services.AddSingleton<PersistentComponentStateSerializer<AccountListHead>, HandoverSerializer<AccountListHead>>();
        services.AddScoped<IValidator<AccountForm>, AccountFormValidator>();
        services.AddSingleton(new SearchTarget("/accounts"));
        services.AddSingleton(new NavEntry(NavGroup.Work, 10, Text.Of<AccountsTexts>("Nav"), "/accounts", Icons.Material.Outlined.Business, nameof(Permission.ViewAccounts), Bar: true));
        services.AddSingleton(new AccountTab("overview", Text.Of<AccountsTexts>("Tab.Overview"), 0, typeof(OverviewTab), nameof(Permission.ViewAccounts)));
        services.AddSingleton(new NotificationKind(AccountEditor.LeadNotice, typeof(AccountsTexts), ByMail: true) { Roles = [Role.AccountManager, Role.TechnicalSpecialist, Role.SalesDirector, Role.Admin] });
        return services;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/export/accounts.csv", async (HttpContext http, Data.Users users, AccountList list, IStringLocalizer<AccountsTexts> t, CancellationToken ct) =>
        {
            var user = await users.GetAsync(http.User, ct);
            user.Demand(Permission.ViewAccounts);
            return CsvExport.File("accounts.csv", list.ExportAsync(user, ListQuery.From(http.Request), ct), Columns(t));
        }).RequireAuthorization(nameof(Permission.ViewAccounts));
        return routes;
    }

    private static CsvColumn<AccountRow>[] Columns(IStringLocalizer<AccountsTexts> t) =>
    [
        new(t["Field.Code"], r => r.Code), new(t["Field.Name"], r => r.Name), new(t["Field.LocalName"], r => r.LocalName),
        new(t["Column.Tier"], r => r.Tier?.Code()), new(t["Column.Score"], r => r.Score), new(t["Field.RegionCode"], r => r.Region),
        new(t["Field.SegmentCode"], r => r.Segment), new(t["Field.LeadCode"], r => r.Lead), new(t["Field.Kind"], r => t["Kind." + r.Kind].Value),
        new(t["Field.Status"], r => t["Status." + r.Status].Value), new(t["Field.Country"], r => r.Country), new(t["Column.Net"], r => r.NetRevenue),
        new(t["Column.Cm1"], r => r.Cm1), new(t["Column.Cm2"], r => r.Cm2), new(t["Column.Margin"], r => r.Margin), new(t["Column.Growth"], r => r.Growth),
    ];
}
