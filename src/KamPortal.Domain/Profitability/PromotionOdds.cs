using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Profitability;

/// <summary>How many accounts of tier C reached A or B within a time, with the Wilson interval of the share.</summary>
/// <remarks>E. B. Wilson (1927), z = 1.96: 95 % confidence.</remarks>
/// <param name="Watched">Accounts that were C at the start.</param>
/// <param name="Promoted">Those of them that were A or B at some time within the horizon.</param>
/// <param name="PromotedCodes">Their codes.</param>
public sealed record PromotionOdds(int Watched, int Promoted, IReadOnlyList<string> PromotedCodes)
{
    public const int DefaultHorizonMonths = 24;

    private const double Z = 1.96;

    /// <summary>The share promoted, 0–1; null when nobody was watched.</summary>
    public double? Probability => Watched > 0 ? (double)Promoted / Watched : null;

    /// <summary>Lower end of the interval.</summary>
    public double? Low => Watched > 0 ? Math.Max(0, Centre - Spread) : null;

    /// <summary>Upper end of the interval.</summary>
    public double? High => Watched > 0 ? Math.Min(1, Centre + Spread) : null;

    private double Centre => (Probability!.Value + (Z * Z / (2 * Watched))) / (1 + (Z * Z / Watched));

    private double Spread =>
        Z / (1 + (Z * Z / Watched)) * Math.Sqrt((Probability!.Value * (1 - Probability.Value) / Watched) + (Z * Z / (4.0 * Watched * Watched)));

    /// <param name="history">Effective tiers over time; spans of one account do not overlap.</param>
    /// <param name="start">The day on which accounts of C are taken. Accounts of C+ are not among them; passing through C+ is no promotion.</param>
    /// <param name="horizonMonths">Months watched, at least 1.</param>
    public static PromotionOdds Of(IEnumerable<TierSpan> history, DateOnly start, int horizonMonths = DefaultHorizonMonths)
    {
        var end = start.AddMonths(horizonMonths);
        var (watched, promoted) = (new HashSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var span in history)
        {
            if (span.Tier == Tier.C && span.From <= start && (span.To is null || span.To > start))
            {
                watched.Add(span.Code);
            }
            else if (span.Tier.IsAboveC() && span.From > start && span.From <= end)
            {
                promoted.Add(span.Code);
            }
        }

        promoted.IntersectWith(watched);
        return new(watched.Count, promoted.Count, [.. promoted]);
    }
}

/// <summary>An account had a tier from a day on until before another; null for until now.</summary>
public readonly record struct TierSpan(string Code, Tier Tier, DateOnly From, DateOnly? To);
