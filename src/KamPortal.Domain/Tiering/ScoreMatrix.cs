namespace KamPortal.Domain.Tiering;

/// <summary>
/// Profit contribution against growth potential. Few accounts are shown one by one; of many only A and B, as long as these are few,
/// and the others as squares that say how many there are.
/// </summary>
/// <param name="Dots">Single accounts, largest revenue first.</param>
/// <param name="Cells">Squares of <see cref="CellSize"/> points a side that hold the accounts without a dot; empty ones are left out.</param>
/// <param name="Unplaced">Accounts without one of the two scores.</param>
public sealed record ScoreMatrix(IReadOnlyList<MatrixDot> Dots, IReadOnlyList<MatrixCell> Cells, int Unplaced)
{
    /// <summary>More accounts than this are not shown one by one.</summary>
    public const int MostDots = 500;

    /// <summary>Side of a square in points of either score.</summary>
    public const int CellSize = 5;

    private const int CellsPerSide = 100 / CellSize;

    public static ScoreMatrix Of(ScoredColumns accounts)
    {
        var placed = Enumerable.Range(0, accounts.Count)
            .Where(i => !double.IsNaN(accounts.ProfitScores[i]) && !double.IsNaN(accounts.GrowthScores[i]))
            .ToArray();
        var shown = placed.Length <= MostDots ? placed
            : placed.Where(i => accounts.Tiers[i].IsAboveC()).ToArray() is var best && best.Length <= MostDots ? best
            : [];
        var hidden = shown.Length == placed.Length ? [] : shown.Length == 0 ? placed : placed.Where(i => !accounts.Tiers[i].IsAboveC());
        return new(DotsOf(accounts, shown), CellsOf(accounts, hidden), accounts.Count - placed.Length);
    }

    /// <summary>The square that holds a score: the first holds 0 to below 5, the last 95 to 100.</summary>
    public static int CellOf(double score) => Math.Clamp((int)(score / CellSize), 0, CellsPerSide - 1);

    private static MatrixDot[] DotsOf(ScoredColumns accounts, int[] shown) =>
        [.. shown.OrderByDescending(i => accounts.NetRevenues[i]).ThenBy(i => accounts.Codes[i], StringComparer.Ordinal)
            .Select(i => new MatrixDot(
                accounts.Codes[i], accounts.Tiers[i], Math.Round(accounts.ProfitScores[i], 2), Math.Round(accounts.GrowthScores[i], 2), accounts.NetRevenues[i]))];

    private static List<MatrixCell> CellsOf(ScoredColumns accounts, IEnumerable<int> hidden)
    {
        var counts = new int[CellsPerSide, CellsPerSide, Tiers.All.Count];
        foreach (var i in hidden)
        {
            counts[CellOf(accounts.ProfitScores[i]), CellOf(accounts.GrowthScores[i]), (int)accounts.Tiers[i] - 1]++;
        }

        var cells = new List<MatrixCell>();
        for (var column = 0; column < CellsPerSide; column++)
        {
            for (var row = 0; row < CellsPerSide; row++)
            {
                var byTier = Tiers.All.Select(t => (Tier: t, Count: counts[column, row, (int)t - 1])).Where(c => c.Count > 0).ToArray();
                if (byTier.Length > 0)
                {
                    cells.Add(new(column, row, byTier.MaxBy(c => c.Count).Tier, byTier.Sum(c => c.Count)));
                }
            }
        }

        return cells;
    }
}

/// <summary>One account on the matrix; scores rounded for drawing.</summary>
public sealed record MatrixDot(string Code, Tier Tier, double Profit, double Growth, decimal NetRevenue);

/// <summary>One square of the matrix.</summary>
/// <param name="Column">From 0 by profit contribution.</param>
/// <param name="Row">From 0 by growth potential.</param>
/// <param name="Tier">The tier most of its accounts have.</param>
public sealed record MatrixCell(int Column, int Row, Tier Tier, int Count);
