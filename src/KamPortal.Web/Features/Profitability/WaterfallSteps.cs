using KamPortal.Domain.Profitability;

namespace KamPortal.Features.Profitability;

/// <summary>A bar of the waterfall: a level reached, or a change that leads to the next one.</summary>
public sealed record WaterfallStep(FigureRef Figure, string Name, decimal Amount, bool IsLevel, decimal From, decimal To);

public static class WaterfallSteps
{
    /// <summary>Gross revenue, down to CM2. Costs that are nothing are left out; what is shown always leads from one level to the next exactly.</summary>
    public static IReadOnlyList<WaterfallStep> Of(AccountFinancials view, Func<Measure, string> name, Func<ActivityCostRow, string> activity)
    {
        var steps = new List<WaterfallStep>();
        var (at, total) = (0m, view.Total);
        void Level(Measure m) => steps.Add(new(new(m), name(m), total.Of(m)!.Value, true, 0, at = total.Of(m)!.Value));
        void Cost(FigureRef figure, string label, decimal cost)
        {
            if (cost == 0) return;
            steps.Add(new(figure, label, -cost, false, at, at - cost));
            at -= cost;
        }

        Level(Measure.Gross);
        Cost(new(Measure.Discounts), name(Measure.Discounts), total.Discounts);
        Level(Measure.Net);
        if (!total.IsRevenueOnly)
        {
            Cost(new(Measure.Cogs), name(Measure.Cogs), total.CostOfGoods);
            Level(Measure.Cm1);
        }

        foreach (var work in view.Activities) Cost(new(work.Kind == ActivityKind.Financing ? Measure.Financing : Measure.Activities, FigureScope.Activity, work.Code), activity(work), work.Cost);
        Cost(new(Measure.Direct), name(Measure.Direct), total.DirectServiceCost);
        Level(Measure.Cm2);
        return steps;
    }
}
