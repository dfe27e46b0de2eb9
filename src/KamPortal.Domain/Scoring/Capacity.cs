using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// As many accounts as there are people to look after them: the best by composite are A up to what the managers of A can serve, the
/// next are B up to what those of B can, else C. Between equal scores the account code decides.
/// </summary>
/// <param name="AManagers">Account managers for A, in full-time people; may be fractional.</param>
/// <param name="ASpan">Span of control: accounts one of them serves.</param>
/// <param name="BManagers">Account managers for B.</param>
/// <param name="BSpan">Accounts one of them serves.</param>
/// <param name="PotentialFrom">Growth potential from which a C account is C+.</param>
public sealed record Capacity(decimal AManagers, int ASpan, decimal BManagers, int BSpan, decimal PotentialFrom = 70) : TierRule(PotentialFrom)
{
    /// <summary>Places in tier A: managers × span, rounded down.</summary>
    public int APlaces => Places(AManagers, ASpan);

    /// <summary>Places in tier B.</summary>
    public int BPlaces => Places(BManagers, BSpan);

    internal override TierBoundaries Freeze(TierBasis basis)
    {
        var ranks = Ranking.Of(basis.Composites, basis.Codes);
        var (a, b) = (Math.Min(APlaces, ranks.Length), (int)Math.Min((long)APlaces + BPlaces, ranks.Length));
        return new(LastOf(a), LastOf(b));

        TierBoundary? LastOf(int places)
        {
            var last = places == 0 ? -1 : Array.IndexOf(ranks, places);
            return last < 0 ? null : new TierBoundary(basis.Composites[last] / 100.0, basis.Codes[last]);
        }
    }

    internal override Tier Of(in TierPosition position, TierBoundaries? boundaries) =>
        boundaries?.Of(position.Composite / 100.0, position.Code) ?? Tier.C;

    internal override NextTier? Next(Tier computed, in TierPosition position, TierBoundaries? boundaries)
    {
        if (boundaries?.Above(computed) is not { } last)
        {
            return null;
        }

        var from = (decimal)last.Value;
        return new NextTier(computed == Tier.B ? Tier.A : Tier.B, from, Math.Max(0, from - (position.Composite / 100m)));
    }

    private static int Places(decimal managers, int span) => (int)Math.Min(int.MaxValue, Math.Floor(managers * span));
}
