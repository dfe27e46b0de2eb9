using System.Text.Json.Serialization;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// How scores become tiers A, B and C; who of C is C+ follows from the growth potential. Intervals are closed below.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CutOffs), "cutOffs")]
public abstract record TierRule
{
    private protected TierRule(decimal potentialFrom) => PotentialFrom = potentialFrom;

    /// <summary>Growth potential, 0–100, from which a C account becomes C+.</summary>
    public decimal PotentialFrom { get; init; }

    /// <summary>Tier A, B or C of every account, before guards and C+.</summary>
    /// <param name="composites">Composite scores in hundredths.</param>
    /// <param name="computed">Receives the tiers, one per account.</param>
    internal abstract void Compute(ReadOnlySpan<int> composites, Span<Tier> computed);

    /// <summary>The next better tier and the composite it starts at, where the rule has a fixed one; null at the top.</summary>
    public abstract (Tier Tier, decimal From)? NextAbove(Tier tier);
}

/// <summary>A from one composite score on, B from another, else C.</summary>
/// <param name="AFrom">Composite, 0–100, from which an account is A.</param>
/// <param name="BFrom">Composite from which it is B, at most <paramref name="AFrom"/>.</param>
/// <param name="PotentialFrom">Growth potential from which a C account is C+.</param>
public sealed record CutOffs(decimal AFrom = 75, decimal BFrom = 55, decimal PotentialFrom = 70) : TierRule(PotentialFrom)
{
    internal override void Compute(ReadOnlySpan<int> composites, Span<Tier> computed)
    {
        var a = Hundredths(AFrom);
        var b = Hundredths(BFrom);
        for (var i = 0; i < composites.Length; i++)
        {
            computed[i] = composites[i] >= a ? Tier.A : composites[i] >= b ? Tier.B : Tier.C;
        }
    }

    public override (Tier Tier, decimal From)? NextAbove(Tier tier) => tier switch
    {
        Tier.A => null,
        Tier.B => (Tier.A, AFrom),
        _ => (Tier.B, BFrom),
    };

    // A score of whole hundredths reaches the cut exactly when it reaches the cut's next whole hundredth.
    private static int Hundredths(decimal cut) => (int)Math.Ceiling(cut * 100);
}
