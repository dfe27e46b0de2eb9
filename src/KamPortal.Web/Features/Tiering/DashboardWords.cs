using System.Globalization;
using KamPortal.Data;
using KamPortal.Resources;
using KamPortal.Shell;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>What a dashboard's figures are called, in the person's language and in money where percentages mean nothing.</summary>
public sealed class DashboardWords(TieringView view, IStringLocalizer<TieringTexts> texts, Figures figures)
{
    private readonly RunDashboard _dashboard = view.Dashboard;

    /// <summary>Shares of a total that is not positive mean nothing.</summary>
    public bool InMoney => view.Picture.Contribution <= 0;

    public string Currency => _dashboard.Currency;

    public string Title => _dashboard.WindowMonths is { } months
        ? texts["Title.Months", months, figures.Month(_dashboard.AsOf)]
        : texts["Title.All", figures.Month(_dashboard.From), figures.Month(_dashboard.AsOf)];

    public string Stamp => string.Join(" · ",
    [
        texts["Stamp.Run", view.RunNumber, figures.Moment(view.RanAt)], texts["Stamp.Model", view.ModelNumber], Currency,
        texts["Stamp.Scored", figures.Count(view.Picture.Accounts), figures.Count(view.NotScored)],
        .. view.IsScoped ? [texts["Stamp.Scope"].Value] : Array.Empty<string>(),
        .. _dashboard.IsRevenueOnly ? [texts["Stamp.RevenueOnly"].Value] : Array.Empty<string>(),
        .. _dashboard.LacksCostToServe ? [texts["Stamp.NoCostToServe"].Value] : Array.Empty<string>(),
    ]);

    /// <summary>"61.2 % of contribution", or the amount.</summary>
    public string ShareOfContribution(decimal amount) => InMoney
        ? texts["Tile.Money", Money(amount)]
        : texts["Tile.Share", figures.Percent(amount / view.Picture.Contribution)];

    public string Money(decimal amount) => figures.Money(amount, Currency);

    public string Percent(decimal? percent) => figures.Percent(percent / 100);

    public string NameOf(string code) => _dashboard.Labels.TryGetValue(code, out var label)
        ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? label.LocalName ?? label.Name : label.Name
        : code;

    public static string AccountHref(string code) => $"/accounts/{Uri.EscapeDataString(code)}";

    /// <summary>Lists show the run in force, so marks of an older run lead nowhere else than to accounts.</summary>
    public string? ListHref(params string[] filters) =>
        view.IsCurrent ? "/accounts?" + string.Join('&', filters.Select(f => "f=" + Uri.EscapeDataString(f))) : null;
}
