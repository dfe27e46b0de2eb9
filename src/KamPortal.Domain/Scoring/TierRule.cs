using System.Text.Json.Serialization;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// How scores become tiers; who of C is C+ follows from the growth potential. Intervals are closed below, equal accounts are told
/// apart by account code (ordinal), and every score is compared at the two decimals at which it is shown.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CutOffs), "cutOffs")]
[JsonDerivedType(typeof(Grid), "grid")]
[JsonDerivedType(typeof(CumulativeShare), "cumulativeShare")]
[JsonDerivedType(typeof(Capacity), "capacity")]
public abstract record TierRule
{
    private protected TierRule(decimal potentialFrom) => PotentialFrom = potentialFrom;

    /// <summary>Growth potential, 0–100, from which a C account becomes C+.</summary>
    public decimal PotentialFrom { get; init; }

    /// <summary>Where the tiers end in this portfolio, for rules that compare accounts with one another; null for fixed thresholds.</summary>
    internal virtual TierBoundaries? Freeze(TierBasis basis) => null;

    /// <summary>The tier of one account, before stability, guards and the C+ test.</summary>
    internal abstract Tier Of(in TierPosition position, TierBoundaries? boundaries);

    /// <summary>The same for everybody.</summary>
    internal virtual void Compute(TierBasis basis, TierBoundaries? boundaries, Span<Tier> computed)
    {
        for (var i = 0; i < computed.Length; i++)
        {
            computed[i] = Of(basis.PositionOf(i), boundaries);
        }
    }

    /// <summary>Whether an account that would be C is C+ instead.</summary>
    /// <param name="lowered">A guard brought it down to C; the rule had put it higher.</param>
    internal virtual bool HasPotential(in TierPosition position, bool lowered) => position.Growth >= Hundredths(PotentialFrom);

    /// <summary>The composite a tier starts at, where the rule has a fixed one: what the margin of stability is measured from.</summary>
    internal virtual decimal? CutOf(Tier tier) => null;

    /// <summary>The nearest way up to a better tier along one measure; null at the top or where one measure alone cannot do it.</summary>
    internal abstract NextTier? Next(Tier computed, in TierPosition position, TierBoundaries? boundaries);

    /// <summary>A score of whole hundredths reaches a cut exactly when it reaches the cut's next whole hundredth.</summary>
    internal static int Hundredths(decimal cut) => (int)Math.Ceiling(cut * 100);
}

/// <summary>What a tier rule sees of one account. Scores in hundredths; −1 for a dimension without a score.</summary>
internal readonly record struct TierPosition(int Composite, int Profit, int Growth, double Contribution, string Code);

/// <summary>What a tier rule sees of a whole portfolio, as columns.</summary>
internal sealed record TierBasis(int[] Composites, double[]? Profit, double[]? Growth, double[] Contributions, string[] Codes)
{
    public TierPosition PositionOf(int i) => new(Composites[i], Hundredths(Profit, i), Hundredths(Growth, i), Contributions[i], Codes[i]);

    private static int Hundredths(double[]? scores, int i) => scores is null || double.IsNaN(scores[i]) ? -1 : Rounding.ScoreHundredths(scores[i]);
}

/// <summary>The last account that is still A and the last that is still B or better, frozen with a run; null when there is none.</summary>
public sealed record TierBoundaries(TierBoundary? A, TierBoundary? B)
{
    internal Tier Of(double value, string code) => Includes(A, value, code) ? Tier.A : Includes(B, value, code) ? Tier.B : Tier.C;

    internal TierBoundary? Above(Tier tier) => tier switch { Tier.A => null, Tier.B => A, _ => B };

    private static bool Includes(TierBoundary? last, double value, string code) =>
        last is not null && (value > last.Value || (value == last.Value && string.CompareOrdinal(code, last.Code) <= 0));
}

/// <summary>The last account within a tier.</summary>
/// <param name="Value">What the rule ranks by: a composite score, or profit contribution in money.</param>
/// <param name="Code">Its account code, which decides between equal values.</param>
public sealed record TierBoundary(double Value, string Code);

/// <summary>What an account must have more of to reach a better tier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TierMeasure>))]
public enum TierMeasure
{
    /// <summary>Points of the composite score.</summary>
    Composite,

    /// <summary>Points of the dimension profit contribution.</summary>
    ProfitScore,

    /// <summary>Points of the dimension growth potential.</summary>
    GrowthPotential,

    /// <summary>Profit contribution (CM2) in money.</summary>
    Contribution,
}

/// <summary>How far an account is from a better tier, in points of the measure or, for a contribution, in money.</summary>
/// <param name="From">Where the better tier starts.</param>
/// <param name="PointsMissing">What the account lacks; 0 where only the account code decides against it.</param>
public sealed record NextTier(Tier Tier, decimal From, decimal PointsMissing, TierMeasure Measure = TierMeasure.Composite);
