using System.Globalization;
using KamPortal.Data;
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
        services.AddScoped<ProfitabilityService>();
        services.AddSingleton(new AccountTab("financials", Text.Of<ProfitabilityTexts>("Tab"), 10, typeof(FinancialsTab), nameof(Permission.ViewAccounts)));
        return services;
    }

    public static IEndpointRouteBuilder MapProfitability(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/export/financials.csv", async (string code, string? window, HttpContext http, Data.Users users, ProfitabilityService profit, IStringLocalizer<ProfitabilityTexts> t, CancellationToken ct) =>
            await profit.ExportAsync(await users.GetAsync(http.User, ct), code, window, ct) is { } rows
                ? CsvExport.File("financials.csv", rows.ToAsyncEnumerable(), Columns(t))
                : Results.NotFound()).RequireAuthorization(nameof(Permission.ViewAccounts));
        return routes;
    }

    private static CsvColumn<FinancialExportRow>[] Columns(IStringLocalizer<ProfitabilityTexts> t) =>
    [
        new(t["Account"], r => r.Code), new(t["Account.Name"], r => r.Name), new(t["Month"], r => r.Period.ToString()), new(t["Line.Code"], r => r.Line), new(t["Line"], r => r.LineName),
        new(t["Unit"], r => r.Unit), new(t["Currency"], r => r.Currency), .. Enum.GetValues<Measure>().Select(m => new CsvColumn<FinancialExportRow>(t["Measure." + m], r => Plain(r.Contribution.Of(m)))),
    ];

    // Stored money has four decimals; a trailing row of noughts would only be in the way.
    private static decimal? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
