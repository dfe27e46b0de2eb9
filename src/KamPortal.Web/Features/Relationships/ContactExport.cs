using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Relationships;

/// <summary>The list of contacts as a file.</summary>
internal static class ContactExport
{
    public static async Task<ListFile<ContactRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        user.Demand(Permission.ViewAccounts);
        var (list, t, query) = (services.GetRequiredService<ContactList>(), services.GetRequiredService<IStringLocalizer<RelationshipsTexts>>(), ListQuery.From(http.Request));
        return new("contacts", t["Title"], user.Name, list.ExportAsync(user, query, ct), Columns(t))
        {
            Query = query, Filters = ContactColumns.Filters(t, await list.HeadAsync(user, ct)),
        };
    }

    private static ExportColumn<ContactRow>[] Columns(IStringLocalizer<RelationshipsTexts> t) =>
    [
        new("name", t["Field.Name"], r => r.Name), new("title", t["Field.Title"], r => r.Title), new("department", t["Field.Department"], r => r.Department),
        new("account", t["Column.AccountCode"], r => r.AccountCode), new("account", t["Field.AccountCode"], r => r.Account), new("lead", t["Field.Lead"], r => r.Lead),
        new("side", t["Field.Side"], r => r.Side is { } side ? t["Side." + side].Value : null), new("role", t["Field.Role"], r => r.Role is { } role ? t["Role." + role].Value : null),
        new("influence", t["Field.Influence"], r => r.Influence), new("stance", t["Field.Stance"], r => r.Stance), new("email", t["Field.Email"], r => r.Email),
        new("phone", t["Field.Phone"], r => r.Phone), new("mobile", t["Field.Mobile"], r => r.Mobile), new("last", t["Field.LastContact"], r => r.LastContact),
    ];
}
