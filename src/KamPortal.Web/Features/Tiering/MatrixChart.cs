using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Shell;
using KamPortal.Shell.Charts;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Tiering;

/// <summary>Profit contribution against growth potential: accounts as marks of their tier, many accounts as squares.</summary>
internal sealed class MatrixChart(TieringView view, DashboardWords words, IStringLocalizer<TieringTexts> texts, Figures figures)
{
    private static readonly int[] LabelPadding = [0, 4];

    private readonly ScoreMatrix _matrix = view.Picture.Matrix;
    private readonly decimal _largest = view.Picture.Matrix.Dots.Select(d => d.NetRevenue).DefaultIfEmpty().Max();
    private readonly int _fullest = view.Picture.Matrix.Cells.Select(c => c.Count).DefaultIfEmpty(1).Max();

    public bool IsEmpty => _matrix.Dots.Count == 0 && _matrix.Cells.Count == 0;

    public string Sub => _matrix.Cells.Count == 0 ? texts["Matrix.Sub"] : _matrix.Dots.Count == 0 ? texts["Matrix.SubCells"] : texts["Matrix.SubMixed"];

    public string Label => texts["Matrix.Label", figures.Count(view.Picture.Accounts - _matrix.Unplaced)];

    public object Option()
    {
        // Best tiers last, so that they lie on top.
        var series = Tiers.All.Reverse().Select(t => Squares(t)).Concat(Tiers.All.Reverse().Select(Dots)).ToList();
        series[0] = Squares(Tier.C, new
        {
            silent = true, symbol = "none", lineStyle = new { color = "var(--text2)", type = "dashed", width = 1 },
            label = new { color = "var(--text2)", fontSize = 12, position = "insideStartBottom", backgroundColor = "var(--surface)", padding = LabelPadding, formatter = texts["Matrix.Threshold", figures.Number(view.Dashboard.PotentialFrom)].Value },
            data = new[] { new { yAxis = view.Dashboard.PotentialFrom } },
        });
        return new
        {
            grid = new { left = 38, right = 16, top = 12, bottom = 40 },
            tooltip = new { trigger = "item", formatter = ChartFn.Tip },
            xAxis = new { type = "value", min = 0, max = 100, splitLine = new { show = false }, name = texts["Matrix.X"].Value, nameLocation = "middle", nameGap = 24 },
            yAxis = new { type = "value", min = 0, max = 100, interval = 20, splitLine = new { show = false }, axisLine = new { show = true } },
            series,
        };
    }

    public ChartTable Table() => new(
        [texts["Head.Account"], texts["Head.Tier"], texts["Head.ProfitScore"], texts["Head.GrowthScore"], texts["Head.Revenue"]],
        [
            .. _matrix.Dots.Select(d => new ChartRow(
                [words.NameOf(d.Code), d.Tier.Code(), figures.Number((decimal)d.Profit, 2), figures.Number((decimal)d.Growth, 2), figures.Number(d.NetRevenue, 2)],
                DashboardWords.AccountHref(d.Code))),
            .. _matrix.Cells.OrderByDescending(c => c.Count).Select(c => new ChartRow(
                [texts["Matrix.Accounts", figures.Count(c.Count)], c.Tier.Code(), From(c.Column), From(c.Row), Figures.Missing], Href(c))),
        ]) { Words = 2 };

    private object Dots(Tier tier) => new
    {
        type = "scatter", symbol = tier.Symbol(), symbolSize = ChartFn.Size(2), itemStyle = Paint(tier, tier == Tier.C ? .6 : .85),
        data = _matrix.Dots.Where(d => d.Tier == tier).Select(d => new
        {
            value = new[] { d.Profit, d.Growth, DotSize(d.NetRevenue) },
            href = DashboardWords.AccountHref(d.Code),
            tip = $"{words.NameOf(d.Code)}\n{texts["Matrix.Tip", d.Tier.Code(), figures.Number((decimal)d.Profit, 1), figures.Number((decimal)d.Growth, 1)]}\n{texts["Head.Revenue"]} {words.Money(d.NetRevenue)}",
        }).ToArray(),
    };

    private object Squares(Tier tier, object? markLine = null) => new
    {
        type = "scatter", symbol = "rect", symbolSize = ChartFn.Size(2), itemStyle = Paint(tier, .5), markLine,
        data = _matrix.Cells.Where(c => c.Tier == tier).Select(c => new
        {
            value = new[] { Middle(c.Column), Middle(c.Row), Math.Round(3 + 9 * Math.Sqrt((double)c.Count / _fullest), 1) },
            href = Href(c),
            tip = $"{texts["Matrix.Accounts", figures.Count(c.Count)]}\n{texts["Matrix.CellTip", From(c.Column), From(c.Row)]}",
        }).ToArray(),
    };

    private static object Paint(Tier tier, double opacity) => new { color = $"var(--{tier.Css()})", opacity, borderColor = "var(--surface)", borderWidth = 1 };

    // The area, not the side, goes with revenue.
    private double DotSize(decimal revenue) => _largest > 0 ? Math.Round(5 + 17 * Math.Sqrt((double)(Math.Max(revenue, 0) / _largest)), 1) : 6;

    private static double Middle(int cell) => (cell + .5) * ScoreMatrix.CellSize;

    private string From(int cell) => $"{figures.Number(cell * ScoreMatrix.CellSize)}–{figures.Number((cell + 1) * ScoreMatrix.CellSize)}";

    // Squares hold their upper end only at 100; where A and B have marks of their own they are not counted in.
    private string? Href(MatrixCell cell)
    {
        var filters = new List<string> { Range("profit", cell.Column), Range("growth", cell.Row) };
        if (_matrix.Dots.Count > 0) filters.Add($"tier:{Tier.CPlus},{Tier.C}");
        return words.ListHref([.. filters]);
    }

    private static string Range(string key, int cell)
    {
        var to = (cell + 1) * ScoreMatrix.CellSize;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}:{cell * ScoreMatrix.CellSize}..{(to < 100 ? $"{to}" : "")}");
    }
}
