using KamPortal.Domain.Profitability;
using KamPortal.Resources;
using KamPortal.Shell;
using KamPortal.Shell.Charts;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>Cumulative contribution over ranked accounts: up to the peak, and what is given back behind it.</summary>
internal sealed class WhaleChart(TieringView view, DashboardWords words, IStringLocalizer<TieringTexts> texts, Figures figures)
{
    private readonly WhaleCurve _curve = view.Picture.Whale;

    public string Label => words.InMoney
        ? texts["Whale.LabelMoney", words.Money(_curve.Peak), figures.Count(_curve.PeakRank), words.Money(_curve.GivenBack), words.Money(_curve.Total)]
        : texts["Whale.Label", words.Percent(_curve.PeakPercent), figures.Count(_curve.PeakRank), figures.Points(_curve.GivenBackPercent, 0)];

    public object Option()
    {
        var rising = _curve.Points.Where(p => p.Rank <= _curve.PeakRank).Select(Point).Prepend(Origin).ToArray();
        var falling = _curve.Points.Where(p => p.Rank >= _curve.PeakRank).Select(Point).ToArray();
        if (_curve.PeakRank == 0) falling = [Origin, .. falling];
        var series = new List<object>
        {
            Line(rising, "--better", new
            {
                silent = true, symbol = "none", lineStyle = new { color = "var(--text2)", type = "dashed", width = 1 }, label = new { show = false },
                data = new[] { new { yAxis = words.InMoney ? 0 : 100 } },
            }),
            Line(falling, "--worse", null),
        };
        if (_curve.PeakRank > 0 && _curve.GivenBack > 0)
            series.Add(Mark(_curve.PeakRank, _curve.Peak, "--text", "top", texts["Whale.Peak", words.InMoney ? words.Money(_curve.Peak) : figures.Percent(_curve.PeakPercent / 100, 0)]));
        series.Add(Mark(_curve.Accounts, _curve.Total, _curve.GivenBack > 0 ? "--worse" : "--better", "right", EndText()));
        return new
        {
            grid = new { left = words.InMoney ? 56 : 48, right = 104, top = 22, bottom = 26 },
            tooltip = new { trigger = "axis", axisPointer = new { type = "line", lineStyle = new { color = "var(--line)" } }, formatter = ChartFn.Tip },
            xAxis = new { type = "value", min = 0, max = Math.Max(_curve.Accounts, 1), splitLine = new { show = false }, axisLabel = new { hideOverlap = true } },
            yAxis = new { type = "value", splitNumber = 4, axisLine = new { show = false }, axisLabel = new { formatter = words.InMoney ? ChartFn.Compact : ChartFn.Percent } },
            series,
        };
    }

    public ChartTable Table() => new(
        [texts["Head.Rank"], texts["Head.Account"], texts["Head.Contribution"], texts["Head.Cumulative"], texts["Head.OfTotal"]],
        [.. _curve.Points.Select(p => new ChartRow(
            [figures.Count(p.Rank), words.NameOf(p.Code), figures.Number(p.Contribution, 2), figures.Number(p.Cumulative, 2), words.Percent(p.CumulativePercent)],
            DashboardWords.AccountHref(p.Code)))]) { Words = 2 };

    private static object Origin => new { value = new[] { 0m, 0m } };

    private decimal Height(decimal cumulative) => words.InMoney ? cumulative : 100 * cumulative / _curve.Total;

    private object Point(WhalePoint point) => new
    {
        value = new[] { point.Rank, Height(point.Cumulative) },
        href = DashboardWords.AccountHref(point.Code),
        tip = $"{point.Rank} · {words.NameOf(point.Code)}\n{texts["Head.Contribution"]} {words.Money(point.Contribution)}\n{texts["Head.Cumulative"]} "
            + (words.InMoney ? words.Money(point.Cumulative) : words.Percent(point.CumulativePercent)),
    };

    // Symbols are there to be clicked and stay unseen.
    private static object Line(object[] data, string colour, object? markLine) => new
    {
        type = "line", data, showSymbol = true, symbol = "circle", symbolSize = 10, itemStyle = new { opacity = 0, color = $"var({colour})" },
        lineStyle = new { color = $"var({colour})", width = 2 }, areaStyle = new { color = $"var({colour})", opacity = .14 },
        emphasis = new { disabled = true }, markLine,
    };

    private object Mark(int rank, decimal cumulative, string colour, string position, string text) => new
    {
        type = "scatter", symbolSize = 8, silent = true, z = 5, tooltip = new { show = false }, itemStyle = new { color = $"var({colour})" },
        label = new { show = true, position, distance = 8, color = $"var({colour})", fontWeight = 600, lineHeight = 16, formatter = ChartFn.Label },
        data = new[] { new { value = new[] { rank, Height(cumulative) }, text } },
    };

    private string EndText()
    {
        var total = words.InMoney ? words.Money(_curve.Total) : texts["Whale.Whole"].Value;
        if (_curve.GivenBack <= 0) return total;
        var back = words.InMoney ? words.Money(-_curve.GivenBack) : figures.Points(-_curve.GivenBackPercent, 0);
        return $"{total}\n{back}\n{texts["Whale.GivenBack"]}";
    }
}
