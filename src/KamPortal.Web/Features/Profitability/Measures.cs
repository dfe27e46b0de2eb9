using KamPortal.Domain.Profitability;

namespace KamPortal.Features.Profitability;

/// <summary>Which of a contribution's figures a measure names.</summary>
public static class Measures
{
    public static decimal? Of(this Contribution c, Measure measure) => measure switch
    {
        Measure.Gross => c.GrossRevenue,
        Measure.Discounts => c.Discounts,
        Measure.Net => c.NetRevenue,
        Measure.Cogs => c.IsRevenueOnly ? null : c.CostOfGoods,
        Measure.Cm1 => c.GrossMargin,
        Measure.Cm1Share => c.GrossMarginShare,
        Measure.Activities => c.ActivityCost,
        Measure.Direct => c.DirectServiceCost,
        Measure.Financing => c.FinancingCost,
        Measure.CostToServe => c.LacksCostToServe && c.CostToServe == 0 ? null : c.CostToServe,
        Measure.Cm2 => c.CustomerContribution,
        Measure.Cm2Share => c.CustomerContributionShare,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    public static bool IsShare(this Measure measure) => measure is Measure.Cm1Share or Measure.Cm2Share;
}
