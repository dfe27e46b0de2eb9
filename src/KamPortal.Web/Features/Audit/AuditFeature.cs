using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KamPortal.Features.Audit;

/// <summary>Who changed what, when, from what to what, and why.</summary>
public static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddScoped<AuditService>();
        services.AddSingleton(new NavEntry(NavGroup.Admin, 90, Text.Of<AuditTexts>("Nav"), "/audit", Icons.Material.Outlined.History, nameof(Permission.ViewAudit)));
        services.AddSingleton(new AccountTab("audit", Text.Of<AuditTexts>("Tab"), 900, typeof(AccountAuditTab), nameof(Permission.ViewAccounts)));
        return services;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapListExport("/export/audit", Permission.ViewAudit, FileAsync);
        return routes;
    }

    private static async Task<ListFile<AuditRow>?> FileAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, http.RequestAborted);
        var (audit, t, query) = (services.GetRequiredService<AuditService>(), services.GetRequiredService<IStringLocalizer<AuditTexts>>(), ListQuery.From(http.Request, "-at"));
        var choices = await audit.ChoicesAsync(user, http.RequestAborted);
        return new("audit", t["Title"], user.Name, audit.ExportAsync(user, query, http.RequestAborted),
        [
            new("at", t["When"], r => r.At), new("who", t["Who"], r => r.Who), new("what", t["What"], r => t.Action(r.Action)), new("what", t["Thing"], r => t.Entity(r.Entity)),
            new("key", t["Key"], r => r.Key), new("key", t["Account"], r => r.Account), new("reason", t["Reason"], r => r.Reason),
            new("fields", t["Before"], r => Join(r, c => c.Before, t)), new("fields", t["After"], r => Join(r, c => c.After, t)),
        ])
        {
            Query = query, Filters = AuditFilter.Offered(t, choices), Zone = TimeZoneInfo.FindSystemTimeZoneById(choices.TimeZone),
        };
    }

    private static string Join(AuditRow row, Func<FieldChange, string?> side, IStringLocalizer<AuditTexts> t) =>
        string.Join("; ", row.Changes.Where(c => side(c) is not null).Select(c => $"{t.Field(c.Field)}={side(c)}"));
}
