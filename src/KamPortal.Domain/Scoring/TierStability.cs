using System.Text.Json.Serialization;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Keeps tiers from flickering: a promotion holds at once, a demotion only when the score is clearly below or has been below for
/// some periods in a row.
/// </summary>
/// <param name="Margin">
/// Points of the composite, 0–100: an account of tier A or B further below the cut of its tier is demoted at once. Applies to
/// <see cref="CutOffs"/>; under the other rules only the periods count. 0 demotes at once.
/// </param>
/// <param name="Periods">1–12: demoted when below for so many as-of periods in a row, the current included. 1 demotes at once.</param>
public sealed record StabilitySettings(decimal Margin = 2, int Periods = 2)
{
    public const int MostPeriods = 12;

    /// <summary>What becomes of an account whose rule says <paramref name="computed"/> while it holds another tier.</summary>
    internal StabilityOutcome Judge(HeldTier held, Tier computed, int composite, TierRule rule)
    {
        if (held.Tier is not (Tier.A or Tier.B) || computed <= held.Tier)
        {
            return StabilityOutcome.NotConcerned;
        }

        return held.PeriodsBelow + 1 >= Periods ? StabilityOutcome.BelowForPeriods
            : rule.CutOf(held.Tier) is { } cut && composite < TierRule.Hundredths(cut - Margin) ? StabilityOutcome.BelowMargin
            : StabilityOutcome.Held;
    }
}

/// <summary>
/// The tier an account holds when a run begins: the one that the last run of the as-of period before gave it, without override.
/// <c>default</c> for an account that held none.
/// </summary>
/// <param name="PeriodsBelow">As-of periods right before this one in which it kept that tier although the rule alone said less.</param>
public readonly record struct HeldTier(Tier Tier, int PeriodsBelow)
{
    /// <summary>From an account's results in earlier as-of periods, one each (the last run of the period), latest first.</summary>
    public static HeldTier From(IEnumerable<(Tier Computed, Tier Final)> latestFirst)
    {
        var (held, below) = (default(Tier), 0);
        foreach (var (computed, final) in latestFirst)
        {
            held = held == default ? final : held;
            if (final != held || computed <= held)
            {
                break;
            }

            below++;
        }

        return new HeldTier(held, below);
    }
}

/// <summary>What the stability rule did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StabilityOutcome>))]
public enum StabilityOutcome
{
    /// <summary>Nothing: the account is no worse than before, held no better tier, or the model has no such rule.</summary>
    NotConcerned,

    /// <summary>It keeps its tier although the rule says less.</summary>
    Held,

    /// <summary>It loses its tier: further below the cut than the margin.</summary>
    BelowMargin,

    /// <summary>It loses its tier: below for the set number of periods in a row.</summary>
    BelowForPeriods,
}
