using KamPortal.Data;
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
        routes.MapGet("/audit/export", ExportAsync).RequireAuthorization(nameof(Permission.ViewAudit)).RequireRateLimiting(RequestLimits.Export);
        return routes;
    }

    private static async Task<IResult> ExportAsync(HttpContext http, AuditService audit, Data.Users users, IStringLocalizer<AuditTexts> t)
    {
        var user = await users.GetAsync(http.User, http.RequestAborted);
        return CsvExport.File("audit.csv", audit.ExportAsync(user, ListQuery.From(http.Request, "-at"), http.RequestAborted),
        [
            new(t["When"], r => r.At), new(t["Who"], r => r.Who), new(t["What"], r => t.Action(r.Action)), new(t["Thing"], r => t.Entity(r.Entity)),
            new(t["Key"], r => r.Key), new(t["Account"], r => r.Account), new(t["Reason"], r => r.Reason),
            new(t["Before"], r => Join(r, c => c.Before, t)), new(t["After"], r => Join(r, c => c.After, t)),
        ]);
    }

    private static string Join(AuditRow row, Func<FieldChange, string?> side, IStringLocalizer<AuditTexts> t) =>
        string.Join("; ", row.Changes.Where(c => side(c) is not null).Select(c => $"{t.Field(c.Field)}={side(c)}"));
}
