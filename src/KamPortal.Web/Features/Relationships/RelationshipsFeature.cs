using FluentValidation;
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
        return services;
    }

    public static IEndpointRouteBuilder MapRelationships(this IEndpointRouteBuilder routes)
    {
        ContactApi.Map(routes);
        routes.MapListExport("/export/contacts", Permission.ViewAccounts, ContactExport.FileAsync);
        return routes;
    }
}
