namespace KamPortal.Features.Profitability;

/// <summary>A step on the way from gross revenue to contribution, or a ratio of two.</summary>
public enum Measure
{
    Gross,
    Discounts,
    Net,
    Cogs,
    Cm1,
    Cm1Share,
    Activities,
    Direct,
    Financing,
    CostToServe,
    Cm2,
    Cm2Share,
}

/// <summary>What a figure is the figure of.</summary>
public enum FigureScope
{
    Total,
    Month,
    Line,
    Unit,
    Activity,
}

/// <summary>One figure of the Financials tab as it stands in the address: <c>Cm2</c>, <c>Cm2.Month.2026-03</c>, <c>Net.Line.BIKES</c>.</summary>
public sealed record FigureRef(Measure Measure, FigureScope Scope = FigureScope.Total, string? Key = null)
{
    /// <summary>Stands for what belongs to no product line or no business unit.</summary>
    public const string None = "-";

    public override string ToString() => Scope == FigureScope.Total ? Measure.ToString() : $"{Measure}.{Scope}.{Key}";

    public static FigureRef? Parse(string? text)
    {
        var parts = text?.Split('.', 3);
        if (parts is null || !Enum.TryParse<Measure>(parts[0], out var measure) || !Enum.IsDefined(measure)) return null;
        if (parts.Length == 1) return new(measure);
        return parts.Length == 3 && Enum.TryParse<FigureScope>(parts[1], out var scope) && Enum.IsDefined(scope) && scope != FigureScope.Total
            ? new(measure, scope, parts[2])
            : null;
    }
}
