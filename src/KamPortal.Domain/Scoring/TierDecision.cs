using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// From a position to a tier, in the one order that holds everywhere: computed by the rule, kept by stability, lowered by guards,
/// raised by the C+ test. An override comes after all of them.
/// </summary>
/// <param name="Computed">By the rule alone.</param>
/// <param name="Stability">What the stability rule did.</param>
/// <param name="Guards">Guards that made a difference.</param>
/// <param name="Tier">The result.</param>
internal readonly record struct TierDecision(Tier Computed, StabilityOutcome Stability, TierGuards Guards, Tier Tier)
{
    /// <param name="computed">What the rule said of the position.</param>
    /// <param name="lacksData">The account lacks a dimension that others have.</param>
    public static TierDecision Of(ScoringModel model, Tier computed, in TierPosition position, bool lacksData, HeldTier held)
    {
        var stability = model.Stability?.Judge(held, computed, position.Composite, model.TierRule) ?? StabilityOutcome.NotConcerned;
        var stable = stability == StabilityOutcome.Held ? held.Tier : computed;
        var loss = position.Contribution < 0 && model.Guards.LossIsAtMostC;
        var unsure = lacksData && model.Guards.InsufficientDataIsAtMostC;
        var lowered = (loss || unsure) && stable.IsAboveC();
        var atMostC = lowered ? Tier.C : stable;
        var hasPotential = atMostC == Tier.CPlus || (atMostC == Tier.C && model.TierRule.HasPotential(position, lowered));
        var guards = (loss && lowered ? TierGuards.Loss : TierGuards.None)
            | (unsure && (lowered || hasPotential) ? TierGuards.InsufficientData : TierGuards.None);
        var tier = atMostC.IsAboveC() ? atMostC : hasPotential && !unsure ? Tier.CPlus : Tier.C;
        return new TierDecision(computed, stability, guards, tier);
    }
}
