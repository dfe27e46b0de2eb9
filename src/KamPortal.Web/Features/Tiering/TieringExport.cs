using KamPortal.Domain;
using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>The columns of a run's results, for the page's download and the console's file alike.</summary>
public static class TieringExport
{
    public static IReadOnlyList<ExportColumn<TieredRow>> Columns(IStringLocalizer<TieringTexts> t) =>
    [
        new("code", t["Head.Code"], r => r.Code), new("name", t["Head.Account"], r => r.Name), new("name", t["Head.LocalName"], r => r.LocalName),
        new("tier", t["Head.Tier"], r => r.Tier.Code()), new("score", t["Head.Score"], r => r.Composite), new("rank", t["Head.Rank"], r => r.Rank),
        new("profit", t["Head.ProfitScore"], r => Rounded(r.ProfitScore)), new("growth", t["Head.GrowthScore"], r => Rounded(r.GrowthScore)),
        new("net", t["Head.Revenue"], r => r.NetRevenue), new("cm1", "CM1", r => r.Cm1), new("cm2", "CM2", r => r.Cm2),
    ];

    private static decimal? Rounded(double? score) => score is { } s ? Rounding.Score(s) : null;
}
