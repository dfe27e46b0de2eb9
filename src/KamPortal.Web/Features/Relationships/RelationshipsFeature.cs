using FluentValidation;
using KamPortal.Data.Jobs;
using KamPortal.Data.Personal;
using KamPortal.Features.Relationships.Privacy;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace KamPortal.Features.Relationships;

/// <summary>The folder's only door: the people we deal with at accounts, and what becomes of their personal data.</summary>
public static class RelationshipsFeature
{
    public static IServiceCollection AddRelationships(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ContactList>().AddScoped<ContactItems>().AddScoped<ContactPages>().AddScoped<ContactEditor>().AddScoped<ContactSearch>();
        services.AddSingleton<PersistentComponentStateSerializer<ContactListHead>, HandoverSerializer<ContactListHead>>();
        services.AddSingleton<PersistentComponentStateSerializer<ContactDetail>, HandoverSerializer<ContactDetail>>();
        services.AddScoped<IValidator<ContactForm>, ContactFormValidator>();
        services.AddSingleton(new SearchSource("contacts", 20, Text.Of<RelationshipsTexts>("Title"), Permission.ViewAccounts, async (scope, who, sought, ct) =>
            await scope.GetRequiredService<ContactSearch>().FindAsync(await scope.GetRequiredService<Data.Users>().GetAsync(who, ct), sought, ct)));
        services.AddSingleton(new PortalCommand(15, Text.Of<RelationshipsTexts>("New"), "/contacts?panel=new", Permission.EditAccounts));
        services.AddSingleton(new NavEntry(NavGroup.Work, 15, Text.Of<RelationshipsTexts>("Title"), "/contacts", Icons.Material.Outlined.Contacts, nameof(Permission.ViewAccounts)) { Go = 'c' });
        services.AddSingleton(new AccountTab("relationships", Text.Of<RelationshipsTexts>("Tab"), 20, typeof(ContactsTab), nameof(Permission.ViewAccounts))
        {
            Count = async (scope, account, ct) => await scope.GetRequiredService<ContactList>().CountAsync(await scope.GetRequiredService<Data.Me>().GetAsync(ct), account, ct),
        });
        foreach (var term in new[] { "BuyingRole", "Influence", "Stance" }) services.AddSingleton(new GlossaryTerm(term, typeof(RelationshipsTexts)));
        return services.AddPrivacy();
    }

    private static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<StoredFiles>().AddScoped<PersonalData>().AddScoped<PersonalDataFile>().AddScoped<PrivacyService>().AddScoped<Retention>();
        services.AddScoped<IValidator<PrivacyForm>, PrivacyFormValidator>();
        services.AddSingleton(new SettingsTab(60, Text.Of<PrivacyTexts>("Tab"), "/settings/privacy", nameof(Permission.ManagePrivacy)));
        services.AddSingleton(new RecurringWork(Retention.Key, typeof(PrivacyTexts), TimeSpan.FromDays(1), (sp, ct) => sp.GetRequiredService<Retention>().RunAsync(ct)));
        return services;
    }

    public static IEndpointRouteBuilder MapRelationships(this IEndpointRouteBuilder routes)
    {
        ContactApi.Map(routes);
        routes.MapListExport("/export/contacts", Permission.ViewAccounts, ContactExport.FileAsync);
        routes.MapGet("/contacts/{id:int}/personal-data.zip", async (int id, HttpContext http, Data.Users users, PersonalDataFile file, CancellationToken ct) =>
            await file.MakeAsync(await users.GetAsync(http.User, ct), id, ct) is { } zip ? Results.File(zip, "application/zip", $"personal-data-{id}.zip") : Results.NotFound())
            .RequireAuthorization(nameof(Permission.ManagePrivacy)).RequireRateLimiting(RequestLimits.Export);
        return routes;
    }
}
