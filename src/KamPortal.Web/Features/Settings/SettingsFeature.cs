using FluentValidation;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using MudBlazor;

namespace KamPortal.Features.Settings;

/// <summary>The folder's only door: what holds for the whole portfolio, how it is organised, and what activities cost.</summary>
public static class SettingsFeature
{
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<SettingsService>().AddScoped<OrganisationService>().AddScoped<ActivityService>();
        services.AddScoped<IValidator<SettingsForm>, SettingsFormValidator>();
        services.AddScoped<IValidator<OrganisationForm>, OrganisationFormValidator>();
        services.AddScoped<IValidator<ActivityForm>, ActivityFormValidator>();
        services.AddScoped<IValidator<RateForm>, RateFormValidator>();
        services.AddSingleton(new NavEntry(NavGroup.Admin, 40, Text.Of<SettingsTexts>("Nav"), "/settings", Icons.Material.Outlined.Tune, nameof(Permission.ManageSettings)));
        services.AddSingleton(new SettingsTab(10, Text.Of<SettingsTexts>("Tab.Portfolio"), "/settings", nameof(Permission.ManageSettings)));
        services.AddSingleton(new SettingsTab(20, Text.Of<SettingsTexts>("Tab.Organisation"), "/settings/organisation", nameof(Permission.ManageSettings)));
        services.AddSingleton(new SettingsTab(30, Text.Of<SettingsTexts>("Tab.Activities"), "/settings/activities", nameof(Permission.ManageSettings)));
        return services;
    }
}
