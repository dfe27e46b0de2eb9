namespace KamPortal.Domain.Profitability;

/// <summary>
/// Accounts by customer contribution, best first (equal ones by code, ordinal), and what they add up to. The curve starts at
/// zero, climbs to its peak over the accounts that earn money and gives part of it back over those that lose money.
/// Where the total is not positive every percentage is null and only money is told.
/// </summary>
/// <param name="Accounts">Accounts on the curve.</param>
/// <param name="Total">What all of them contribute together.</param>
/// <param name="Peak">The most the curve reaches; 0 when every account loses money.</param>
/// <param name="PeakRank">How many accounts the peak takes; 0 when every account loses money.</param>
/// <param name="Points">In order of rank: at most so many as asked for, always with the first, the peak and the last.</param>
public sealed record WhaleCurve(int Accounts, decimal Total, decimal Peak, int PeakRank, IReadOnlyList<WhalePoint> Points)
{
    /// <summary>Enough points for any screen.</summary>
    public const int DefaultPoints = 500;

    /// <summary>The accounts up to the peak as a percentage of all; null without accounts.</summary>
    public decimal? PeakAccountsPercent => Accounts > 0 ? 100m * PeakRank / Accounts : null;

    public decimal? PeakPercent => Percent(Peak);

    /// <summary>Money earned by the accounts before the peak and lost by those after it.</summary>
    public decimal GivenBack => Peak - Total;

    /// <summary>Peak less 100 %.</summary>
    public decimal? GivenBackPercent => PeakPercent - 100m;

    /// <param name="codes">Account codes, unique.</param>
    /// <param name="contributions">CM2 of the account with the same index.</param>
    /// <param name="maximumPoints">At least 3.</param>
    public static WhaleCurve Of(ReadOnlySpan<string> codes, ReadOnlySpan<decimal> contributions, int maximumPoints = DefaultPoints)
    {
        if (codes.Length != contributions.Length)
        {
            throw new DomainRuleException("Every account of a whale curve needs its contribution.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPoints, 3);
        var ranked = Ranked(codes, contributions);
        var total = 0m;
        var (peak, peakRank) = (0m, 0);
        var cumulative = new decimal[ranked.Length];
        for (var i = 0; i < ranked.Length; i++)
        {
            total += ranked[i].Contribution;
            cumulative[i] = total;
            if (total > peak)
            {
                (peak, peakRank) = (total, i + 1);
            }
        }

        var points = ShownRanks(ranked.Length, peakRank, maximumPoints).Select(rank =>
            new WhalePoint(rank, ranked[rank - 1].Code, ranked[rank - 1].Contribution, cumulative[rank - 1], total > 0 ? 100m * cumulative[rank - 1] / total : null));
        return new WhaleCurve(ranked.Length, total, peak, peakRank, [.. points]);
    }

    private decimal? Percent(decimal amount) => Total > 0 ? 100m * amount / Total : null;

    private static (string Code, decimal Contribution)[] Ranked(ReadOnlySpan<string> codes, ReadOnlySpan<decimal> contributions)
    {
        var ranked = new (string Code, decimal Contribution)[codes.Length];
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = (codes[i], contributions[i]);
        }

        Array.Sort(ranked, static (a, b) =>
            b.Contribution.CompareTo(a.Contribution) is var byAmount and not 0 ? byAmount : string.CompareOrdinal(a.Code, b.Code));
        return ranked;
    }

    /// <summary>Ranks evenly spread from the first to the last, and the peak.</summary>
    private static IEnumerable<int> ShownRanks(int accounts, int peakRank, int maximumPoints)
    {
        if (accounts <= maximumPoints)
        {
            return Enumerable.Range(1, accounts);
        }

        var spread = maximumPoints - 1;
        var ranks = new SortedSet<int>(Enumerable.Range(0, spread).Select(i => 1 + (int)((long)i * (accounts - 1) / (spread - 1))));
        if (peakRank > 0)
        {
            ranks.Add(peakRank);
        }

        return ranks;
    }
}

/// <summary>One account on the curve: its rank from 1, what it contributes, what all up to it contribute together.</summary>
public sealed record WhalePoint(int Rank, string Code, decimal Contribution, decimal Cumulative, decimal? CumulativePercent);
