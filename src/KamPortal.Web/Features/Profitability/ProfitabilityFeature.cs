using System.Globalization;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Profitability;

/// <summary>The folder's only door: contribution from gross revenue to CM2, and what each figure is made of.</summary>
public static class ProfitabilityFeature
{
    public static IServiceCollection AddProfitability(this IServiceCollection services)
    {
        services.AddScoped<ProfitabilityService>().AddScoped<FactItems>();
        services.AddSingleton(new AccountTab("financials", Text.Of<ProfitabilityTexts>("Tab"), 10, typeof(FinancialsTab), nameof(Permission.ViewAccounts)));
        return services;
    }

    public static IEndpointRouteBuilder MapProfitability(this IEndpointRouteBuilder routes)
    {
        FactApi.Map(routes);
        routes.MapListExport("/export/financials", Permission.ViewAccounts, FileAsync);
        return routes;
    }

    private static async Task<ListFile<FinancialExportRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        var t = services.GetRequiredService<IStringLocalizer<ProfitabilityTexts>>();
        var (code, window) = (http.Request.Query["code"].ToString(), http.Request.Query["window"].ToString() is { Length: > 0 } asked ? asked : null);
        if (await services.GetRequiredService<ProfitabilityService>().ExportAsync(user, code, window, ct) is not { } rows) return null;
        var query = new ListQuery().WithFilter("code", [code]);
        return new("financials", t["Tab"], user.Name, rows.ToAsyncEnumerable(), Columns(t)) { Filters = [new("code", t["Account"], [])], Query = window is null ? query : query.WithFilter("window", [window]) };
    }

    private static ExportColumn<FinancialExportRow>[] Columns(IStringLocalizer<ProfitabilityTexts> t) =>
    [
        new("code", t["Account"], r => r.Code), new("name", t["Account.Name"], r => r.Name), new("month", t["Month"], r => r.Period.ToString()), new("line", t["Line.Code"], r => r.Line), new("line", t["Line"], r => r.LineName),
        new("unit", t["Unit"], r => r.Unit), new("currency", t["Currency"], r => r.Currency), .. Enum.GetValues<Measure>().Select(m => new ExportColumn<FinancialExportRow>(m.ToString(), t["Measure." + m], r => Plain(r.Contribution.Of(m)))),
    ];

    // Stored money has four decimals; a trailing row of noughts would only be in the way.
    private static decimal? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
