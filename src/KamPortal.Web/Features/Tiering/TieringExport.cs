using KamPortal.Domain;
using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>The columns of a run's results, for the page's download and the console's file alike.</summary>
public static class TieringExport
{
    public static IReadOnlyList<CsvColumn<TieredRow>> Columns(IStringLocalizer<TieringTexts> t) =>
    [
        new(t["Head.Code"], r => r.Code), new(t["Head.Account"], r => r.Name), new(t["Head.LocalName"], r => r.LocalName),
        new(t["Head.Tier"], r => r.Tier.Code()), new(t["Head.Score"], r => r.Composite), new(t["Head.Rank"], r => r.Rank),
        new(t["Head.ProfitScore"], r => Rounded(r.ProfitScore)), new(t["Head.GrowthScore"], r => Rounded(r.GrowthScore)),
        new(t["Head.Revenue"], r => r.NetRevenue), new("CM1", r => r.Cm1), new("CM2", r => r.Cm2),
    ];

    private static decimal? Rounded(double? score) => score is { } s ? Rounding.Score(s) : null;
}
