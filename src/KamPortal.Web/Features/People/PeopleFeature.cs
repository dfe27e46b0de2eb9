using FluentValidation;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KamPortal.Features.People;

/// <summary>The folder's only door: the persons of ours who serve accounts, apart from logins.</summary>
public static class PeopleFeature
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<PeopleService>();
        services.AddSingleton<PersistentComponentStateSerializer<PeopleChoices>, HandoverSerializer<PeopleChoices>>();
        services.AddScoped<IValidator<PersonForm>, PersonFormValidator>();
        services.AddSingleton(new NavEntry(NavGroup.Admin, 30, Text.Of<PeopleTexts>("Nav"), "/people", Icons.Material.Outlined.Groups, nameof(Permission.ViewAccounts)));
        services.AddSingleton(new SearchSource("people", 30, Text.Of<PeopleTexts>("Nav"), Permission.ViewAccounts, async (scope, who, sought, ct) =>
            await scope.GetRequiredService<PeopleService>().SearchAsync(await scope.GetRequiredService<Data.Users>().GetAsync(who, ct), sought, ct)));
        services.AddSingleton(new PortalCommand(30, Text.Of<PeopleTexts>("New"), "/people?panel=new", Permission.ManageSettings));
        return services;
    }

    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapListExport("/export/people", Permission.ViewAccounts, FileAsync);
        return routes;
    }

    private static async Task<ListFile<PersonRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        var (people, t, query) = (services.GetRequiredService<PeopleService>(), services.GetRequiredService<IStringLocalizer<PeopleTexts>>(), ListQuery.From(http.Request));
        return new("people", t["Nav"], user.Name, ListExport.AllAsync(q => people.PageAsync(user, q, ct), query),
        [
            new("code", t["Field.Code"], r => r.Code), new("name", t["Field.Name"], r => r.Name), new("title", t["Field.Title"], r => r.Title), new("email", t["Field.Email"], r => r.Email),
            new("team", t["Field.Team"], r => r.Team), new("manager", t["Field.ManagerCode"], r => r.Manager), new("region", t["Field.RegionCode"], r => r.Region),
            new("unit", t["Field.BusinessUnitCode"], r => r.Unit), new("from", t["Field.ActiveFrom"], r => r.ActiveFrom), new("to", t["Field.ActiveTo"], r => r.ActiveTo),
            new("leads", t["Column.Leads"], r => r.Leads),
        ])
        {
            Query = query, Filters = PeopleFilters.Offered(t, await people.ChoicesAsync(user, ct)),
        };
    }
}
