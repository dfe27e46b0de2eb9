namespace KamPortal.Domain.Scoring;

/// <summary>How far two orders of the same accounts agree: two models, or two runs.</summary>
public static class RankStability
{
    /// <summary>
    /// Kendall's τ-b of two scores of the same accounts: 1 for the same order, −1 for the opposite, 0 for no relation; ties count for
    /// neither side. Null with fewer than two accounts or where one side ties everybody.
    /// </summary>
    /// <remarks>W. R. Knight (1966), in O(n log n): sorted by one score, the exchanges a merge sort makes by the other are counted.</remarks>
    /// <param name="one">Scores, any order; none may be missing.</param>
    /// <param name="other">Scores of the accounts with the same index.</param>
    public static double? KendallTauB(ReadOnlySpan<decimal> one, ReadOnlySpan<decimal> other)
    {
        if (one.Length != other.Length)
        {
            throw new DomainRuleException("Two orders are compared over the same accounts.");
        }

        var pairs = new (decimal One, decimal Other)[one.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (one[i], other[i]);
        }

        Array.Sort(pairs);
        var all = Pairs(pairs.Length);
        var (tiedOne, tiedBoth) = (Ties(pairs, (a, b) => a.One == b.One), Ties(pairs, (a, b) => a == b));
        var others = Array.ConvertAll(pairs, p => p.Other);
        var exchanges = SortCounting(others);
        var tiedOther = Ties(others, (a, b) => a == b);
        var spread = Math.Sqrt((double)(all - tiedOne) * (all - tiedOther));
        return spread == 0 ? null : (all - tiedOne - tiedOther + tiedBoth - (2 * exchanges)) / spread;
    }

    private static long Pairs(long n) => n * (n - 1) / 2;

    /// <summary>Pairs of equals among neighbours.</summary>
    private static long Ties<T>(T[] sorted, Func<T, T, bool> equal)
    {
        var (ties, run) = (0L, 1);
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i < sorted.Length && equal(sorted[i - 1], sorted[i]))
            {
                run++;
            }
            else
            {
                (ties, run) = (ties + Pairs(run), 1);
            }
        }

        return ties;
    }

    /// <summary>Sorts by merging and answers how many pairs stood the wrong way round.</summary>
    private static long SortCounting(decimal[] values)
    {
        var (from, to, exchanges) = (values, new decimal[values.Length], 0L);
        for (var width = 1; width < values.Length; width *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * width)
            {
                var (left, right, end) = (start, Math.Min(start + width, values.Length), Math.Min(start + (2 * width), values.Length));
                var middle = right;
                for (var place = start; place < end; place++)
                {
                    if (left < middle && (right >= end || from[left] <= from[right]))
                    {
                        to[place] = from[left++];
                    }
                    else
                    {
                        exchanges += middle - left;
                        to[place] = from[right++];
                    }
                }
            }

            (from, to) = (to, from);
        }

        from.CopyTo(values, 0);
        return exchanges;
    }
}
