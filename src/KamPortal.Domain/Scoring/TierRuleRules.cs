namespace KamPortal.Domain.Scoring;

/// <summary>Finds every rule that a tier rule breaks.</summary>
internal static class TierRuleRules
{
    private const decimal Hundred = 100;
    private const int Most = 100_000;

    public static IEnumerable<ModelProblem> ProblemsOf(TierRule rule) => OfThresholds(rule).Concat(rule switch
    {
        CutOffs cuts when cuts.BFrom > cuts.AFrom => [Problem("bFrom", ModelRule.ThresholdsOutOfOrder, cuts.BFrom)],
        CumulativeShare share when share.BUpTo < share.AUpTo => [Problem("bUpTo", ModelRule.ThresholdsOutOfOrder, share.BUpTo)],
        Grid grid => OfGrid(grid),
        Capacity capacity => OfCapacity(capacity),
        _ => [],
    });

    private static IEnumerable<ModelProblem> OfThresholds(TierRule rule)
    {
        (string Field, decimal Value)[] own = rule switch
        {
            CutOffs cuts => [("aFrom", cuts.AFrom), ("bFrom", cuts.BFrom)],
            CumulativeShare share => [("aUpTo", share.AUpTo), ("bUpTo", share.BUpTo)],
            Grid grid => [("profitMiddle", grid.ProfitMiddle), ("profitHigh", grid.ProfitHigh), ("potentialMiddle", grid.PotentialMiddle)],
            _ => [],
        };
        return own.Append(("potentialFrom", rule.PotentialFrom))
            .Where(t => t.Item2 is < 0 or > Hundred || decimal.Round(t.Item2, 2) != t.Item2)
            .Select(t => Problem(t.Item1, ModelRule.ThresholdOutOfRange, t.Item2));
    }

    private static IEnumerable<ModelProblem> OfGrid(Grid grid)
    {
        if (grid.ProfitMiddle > grid.ProfitHigh)
        {
            yield return Problem("profitMiddle", ModelRule.ThresholdsOutOfOrder, grid.ProfitMiddle);
        }

        if (grid.PotentialMiddle > grid.PotentialFrom)
        {
            yield return Problem("potentialMiddle", ModelRule.ThresholdsOutOfOrder, grid.PotentialMiddle);
        }

        if (grid.Cells.Count != Grid.Levels * Grid.Levels)
        {
            yield return Problem("cells", ModelRule.GridNeedsNineFields, grid.Cells.Count);
            yield break;
        }

        for (var (cell, last) = (0, Grid.Levels - 1); cell < grid.Cells.Count; cell++)
        {
            var (profit, potential) = (cell / Grid.Levels, cell % Grid.Levels);
            if ((profit < last && grid.Cell(profit + 1, potential) > grid.Cells[cell]) || (potential < last && grid.Cells[cell + 1] > grid.Cells[cell]))
            {
                yield return Problem($"cells[{cell}]", ModelRule.GridFalls, null);
            }
        }
    }

    private static IEnumerable<ModelProblem> OfCapacity(Capacity capacity)
    {
        (string Field, decimal Value)[] fields =
            [("aManagers", capacity.AManagers), ("aSpan", capacity.ASpan), ("bManagers", capacity.BManagers), ("bSpan", capacity.BSpan)];
        return fields.Where(f => f.Value is < 0 or > Most).Select(f => Problem(f.Field, ModelRule.CapacityOutOfRange, f.Value));
    }

    private static ModelProblem Problem(string field, ModelRule rule, decimal? value) => new($"tierRule.{field}", rule, value);
}
