using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Accounts;

/// <summary>The list of accounts as a file.</summary>
internal static class AccountExport
{
    public static async Task<ListFile<AccountRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        user.Demand(Permission.ViewAccounts);
        var (list, t, query) = (services.GetRequiredService<AccountList>(), services.GetRequiredService<IStringLocalizer<AccountsTexts>>(), ListQuery.From(http.Request));
        return new("accounts", t["Title"], user.Name, list.ExportAsync(user, query, ct), Columns(t))
        {
            Query = query, Filters = AccountColumns.Filters(t, await list.HeadAsync(user, ct)),
        };
    }

    private static ExportColumn<AccountRow>[] Columns(IStringLocalizer<AccountsTexts> t) =>
    [
        new("code", t["Field.Code"], r => r.Code), new("name", t["Field.Name"], r => r.Name), new("name", t["Field.LocalName"], r => r.LocalName),
        new("tier", t["Column.Tier"], r => r.Tier?.Code()), new("score", t["Column.Score"], r => r.Score), new("region", t["Field.RegionCode"], r => r.Region),
        new("segment", t["Field.SegmentCode"], r => r.Segment), new("lead", t["Field.LeadCode"], r => r.Lead), new("kind", t["Field.Kind"], r => t["Kind." + r.Kind].Value),
        new("status", t["Field.Status"], r => t["Status." + r.Status].Value), new("country", t["Field.Country"], r => r.Country), new("city", t["Field.City"], r => r.City),
        new("street", t["Field.Street"], r => r.Street), new("postcode", t["Field.PostalCode"], r => r.PostalCode), new("tax", t["Field.TaxId"], r => r.TaxId), new("net", t["Column.Net"], r => r.NetRevenue),
        new("cm1", t["Column.Cm1"], r => r.Cm1), new("cm2", t["Column.Cm2"], r => r.Cm2), new("margin", t["Column.Margin"], r => r.Margin) { Share = true },
        new("growth", t["Column.Growth"], r => r.Growth),
    ];
}
