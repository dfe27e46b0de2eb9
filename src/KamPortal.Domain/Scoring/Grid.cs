using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Nine fields as in the GE/McKinsey matrix: the dimensions profit contribution and growth potential are each cut into low, middle
/// and high, and every field names its tier. A level holds from its cut on; an account without a score in a dimension is low there.
/// </summary>
/// <remarks>
/// C+ stands in the fields, so the C+ test raises nobody whom the grid put into C. An account that a guard brought down to
/// C is C+ where the field of low profit and its own potential is C+.
/// </remarks>
/// <param name="ProfitMiddle">Dimension score, 0–100, from which profit is middle.</param>
/// <param name="ProfitHigh">From which it is high.</param>
/// <param name="PotentialMiddle">Dimension score from which potential is middle.</param>
/// <param name="PotentialFrom">From which it is high.</param>
/// <param name="Cells">Nine tiers: low, middle and high potential at low profit, then at middle, then at high profit.</param>
public sealed record Grid(decimal ProfitMiddle, decimal ProfitHigh, decimal PotentialMiddle, decimal PotentialFrom, IReadOnlyList<Tier> Cells)
    : TierRule(PotentialFrom)
{
    /// <summary>Levels on each axis.</summary>
    public const int Levels = 3;

    /// <summary>Thirds of either score; the best corner is A, low profit with high potential C+.</summary>
    public static Grid Default { get; } = new(
        33.33m, 66.67m, 33.33m, 66.67m, [Tier.C, Tier.C, Tier.CPlus, Tier.C, Tier.B, Tier.B, Tier.B, Tier.A, Tier.A]);

    /// <summary>The field of two levels, 0 for low to 2 for high.</summary>
    public Tier Cell(int profitLevel, int potentialLevel) => Cells[(Levels * profitLevel) + potentialLevel];

    /// <summary>0 for low, 1 for middle, 2 for high, of a dimension score as shown.</summary>
    public int ProfitLevel(decimal score) => Level((int)(score * 100), ProfitMiddle, ProfitHigh);

    /// <inheritdoc cref="ProfitLevel"/>
    public int PotentialLevel(decimal score) => Level((int)(score * 100), PotentialMiddle, PotentialFrom);

    /// <summary>Two grids are the same when their fields are.</summary>
    public bool Equals(Grid? other) =>
        other is not null && (ProfitMiddle, ProfitHigh, PotentialMiddle, PotentialFrom) == (other.ProfitMiddle, other.ProfitHigh, other.PotentialMiddle, other.PotentialFrom)
        && Cells.SequenceEqual(other.Cells);

    public override int GetHashCode() => HashCode.Combine(ProfitMiddle, ProfitHigh, PotentialMiddle, PotentialFrom, Cells.Count);

    internal override Tier Of(in TierPosition position, TierBoundaries? boundaries) =>
        Cell(Level(position.Profit, ProfitMiddle, ProfitHigh), Level(position.Growth, PotentialMiddle, PotentialFrom));

    internal override bool HasPotential(in TierPosition position, bool lowered) =>
        lowered && Cell(0, Level(position.Growth, PotentialMiddle, PotentialFrom)) == Tier.CPlus;

    internal override NextTier? Next(Tier computed, in TierPosition position, TierBoundaries? boundaries)
    {
        var (profit, growth) = (Level(position.Profit, ProfitMiddle, ProfitHigh), Level(position.Growth, PotentialMiddle, PotentialFrom));
        NextTier? nearest = null;
        for (var level = Levels - 1; level > profit; level--)
        {
            Consider(Cell(level, growth), level == 1 ? ProfitMiddle : ProfitHigh, position.Profit, TierMeasure.ProfitScore);
        }

        for (var level = Levels - 1; level > growth; level--)
        {
            Consider(Cell(profit, level), level == 1 ? PotentialMiddle : PotentialFrom, position.Growth, TierMeasure.GrowthPotential);
        }

        return nearest;

        void Consider(Tier tier, decimal from, int score, TierMeasure measure)
        {
            var missing = from - (Math.Max(0, score) / 100m);
            if (tier < computed && (nearest is null || missing < nearest.PointsMissing))
            {
                nearest = new NextTier(tier, from, missing, measure);
            }
        }
    }

    private static int Level(int hundredths, decimal middle, decimal high) =>
        hundredths >= Hundredths(high) ? 2 : hundredths >= Hundredths(middle) ? 1 : 0;
}
