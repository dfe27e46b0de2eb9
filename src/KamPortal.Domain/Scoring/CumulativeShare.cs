using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// ABC by Pareto: accounts by profit contribution, largest first; A up to a share of all positive contribution, B up to the next,
/// else C. Losses are outside the base and always C.
/// </summary>
/// <param name="AUpTo">Percent of positive contribution that A makes up.</param>
/// <param name="BUpTo">Percent that A and B make up together, at least <paramref name="AUpTo"/>.</param>
/// <param name="CrossingIsIn">Whether the account that crosses a share still belongs to the better tier.</param>
/// <param name="PotentialFrom">Growth potential from which a C account is C+.</param>
public sealed record CumulativeShare(decimal AUpTo = 80, decimal BUpTo = 95, bool CrossingIsIn = true, decimal PotentialFrom = 70) : TierRule(PotentialFrom)
{
    internal override TierBoundaries Freeze(TierBasis basis)
    {
        var order = BestFirst(basis);
        var total = 0m;
        foreach (var i in order)
        {
            total += (decimal)basis.Contributions[i];
        }

        return new(Last(AUpTo), Last(BUpTo));

        TierBoundary? Last(decimal share)
        {
            var (cumulative, last) = (0m, -1);
            foreach (var i in order)
            {
                var (before, after) = (cumulative, cumulative + (decimal)basis.Contributions[i]);
                if (CrossingIsIn ? before * 100 >= share * total : after * 100 > share * total)
                {
                    break;
                }

                (cumulative, last) = (after, i);
            }

            return last < 0 ? null : new TierBoundary(basis.Contributions[last], basis.Codes[last]);
        }
    }

    internal override Tier Of(in TierPosition position, TierBoundaries? boundaries) =>
        boundaries?.Of(position.Contribution, position.Code) ?? Tier.C;

    internal override NextTier? Next(Tier computed, in TierPosition position, TierBoundaries? boundaries)
    {
        if (boundaries?.Above(computed) is not { } last)
        {
            return null;
        }

        var from = (decimal)last.Value;
        return new NextTier(computed == Tier.B ? Tier.A : Tier.B, from, from - (decimal)position.Contribution, TierMeasure.Contribution);
    }

    /// <summary>The accounts that earn money, largest first, equal ones by code.</summary>
    private static int[] BestFirst(TierBasis basis)
    {
        var order = new int[basis.Contributions.Length];
        var count = 0;
        for (var i = 0; i < order.Length; i++)
        {
            order[count] = i;
            count += basis.Contributions[i] > 0 ? 1 : 0;
        }

        Array.Resize(ref order, count);
        var keys = Array.ConvertAll(order, i => -basis.Contributions[i]);
        Array.Sort(keys, order);
        for (var first = 0; first < count;)
        {
            var next = first + 1;
            while (next < count && keys[next] == keys[first])
            {
                next++;
            }

            order.AsSpan(first, next - first).Sort((a, b) => string.CompareOrdinal(basis.Codes[a], basis.Codes[b]));
            first = next;
        }

        return order;
    }
}
