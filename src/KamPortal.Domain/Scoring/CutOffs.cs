using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>A from one composite score on, B from another, else C.</summary>
/// <param name="AFrom">Composite, 0–100, from which an account is A.</param>
/// <param name="BFrom">Composite from which it is B, at most <paramref name="AFrom"/>.</param>
/// <param name="PotentialFrom">Growth potential from which a C account is C+.</param>
public sealed record CutOffs(decimal AFrom = 75, decimal BFrom = 55, decimal PotentialFrom = 70) : TierRule(PotentialFrom)
{
    internal override Tier Of(in TierPosition position, TierBoundaries? boundaries) => Of(position.Composite, Hundredths(AFrom), Hundredths(BFrom));

    internal override void Compute(TierBasis basis, TierBoundaries? boundaries, Span<Tier> computed)
    {
        var (a, b) = (Hundredths(AFrom), Hundredths(BFrom));
        for (var i = 0; i < computed.Length; i++)
        {
            computed[i] = Of(basis.Composites[i], a, b);
        }
    }

    internal override decimal? CutOf(Tier tier) => tier switch { Tier.A => AFrom, Tier.B => BFrom, _ => null };

    internal override NextTier? Next(Tier computed, in TierPosition position, TierBoundaries? boundaries)
    {
        if (computed == Tier.A)
        {
            return null;
        }

        var (tier, from) = computed == Tier.B ? (Tier.A, AFrom) : (Tier.B, BFrom);
        return new NextTier(tier, from, from - (position.Composite / 100m));
    }

    private static Tier Of(int composite, int a, int b) => composite >= a ? Tier.A : composite >= b ? Tier.B : Tier.C;
}
