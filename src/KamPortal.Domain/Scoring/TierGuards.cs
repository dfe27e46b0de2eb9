using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>The guards that lowered an account's tier.</summary>
[Flags]
public enum TierGuards
{
    None = 0,

    /// <summary>It loses money: at most C, C+ where its potential allows.</summary>
    Loss = 1,

    /// <summary>It lacks a dimension that others have: at most C.</summary>
    InsufficientData = 2,
}

/// <summary>Which guards a model applies, both by default.</summary>
public sealed record GuardSettings(bool LossIsAtMostC = true, bool InsufficientDataIsAtMostC = true)
{
    /// <summary>The tier after the guards and then the C+ test, and the guards that made a difference.</summary>
    internal (Tier Tier, TierGuards Bit) Apply(Tier computed, bool loses, bool lacksData, bool hasPotential)
    {
        var loss = loses && LossIsAtMostC;
        var unsure = lacksData && InsufficientDataIsAtMostC;
        var bit = (loss && computed.IsAboveC() ? TierGuards.Loss : TierGuards.None)
            | (unsure && (computed.IsAboveC() || hasPotential) ? TierGuards.InsufficientData : TierGuards.None);
        var guarded = loss || unsure ? Tier.C : computed;
        return (guarded == Tier.C && hasPotential && !unsure ? Tier.CPlus : guarded, bit);
    }
}
