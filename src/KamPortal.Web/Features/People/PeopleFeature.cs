using FluentValidation;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.AspNetCore.Components;
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
        return services;
    }
}
