using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>What would lift an account to a better tier.</summary>
/// <param name="From">The tier it has by score and guards, without stability and override.</param>
/// <param name="Target">The tier aimed at; null when it is A already.</param>
/// <param name="Alone">Every criterion of the model, in its order, changed alone.</param>
/// <param name="Pair">The two criteria that together take the least, measured in interquartile ranges; null when no two suffice or one alone must.</param>
public sealed record Lift(Tier From, Tier? Target, IReadOnlyList<LiftStep> Alone, LiftPair? Pair)
{
    /// <summary>
    /// Changes one criterion, then every two, until the account reaches the next better tier (B for C and C+) by score, guards and C+ test. The new value is
    /// placed in the frozen table with the old one left in; profit contribution takes the loss guard along, as it is the same money.
    /// </summary>
    /// <remarks>
    /// The least change is found exactly for one criterion. For a pair it is exact while there are up to 64 different values between now
    /// and the goal; among more, the search narrows down around the best of evenly spread ones.
    /// </remarks>
    /// <param name="raw">Raw values in the model's order, NaN where missing.</param>
    /// <param name="target">Another tier to aim at: A, B or C+, better than the present one.</param>
    /// <exception cref="DomainRuleException">The target is not better than the present tier.</exception>
    public static Lift Of(FrozenScoring frozen, IReadOnlyList<double> raw, double contribution, string code, Tier? target = null)
    {
        var from = frozen.Recompute(raw, contribution, code).Tier;
        if (target >= from)
        {
            throw new DomainRuleException($"Nothing lifts an account of tier {from.Code()} to {target.Value.Code()}.");
        }

        var aim = target ?? from switch { Tier.A => null, Tier.B => Tier.A, _ => (Tier?)Tier.B };
        if (aim is not { } goal)
        {
            return new Lift(from, null, [], null);
        }

        var search = new LiftSearch(frozen, raw, contribution, code, goal);
        return new Lift(from, goal, search.Alone(), search.CheapestPair());
    }
}

/// <summary>One criterion that changes.</summary>
/// <param name="Criterion">Its number in the model's order.</param>
/// <param name="Now">Raw value today; null when missing.</param>
/// <param name="Needed">The least changed raw value that does it; null when it cannot do it alone.</param>
/// <param name="IsBeyond">Only what lies beyond <paramref name="Needed"/> as shown does it: more than that value, or less where lower is better.</param>
/// <param name="ShareThere">Feasibility: the share, 0–1, of accounts with a value in the frozen population whose value is at least as good; 0 when nobody is there.</param>
public sealed record LiftStep(int Criterion, string Metric, double? Now, double? Needed, bool IsBeyond, double ShareThere)
{
    public bool CanAlone => Needed is not null;
}

/// <summary>Two criteria that change together.</summary>
/// <param name="Cost">Σ |change| / interquartile range of the criterion in the frozen population.</param>
public sealed record LiftPair(LiftStep One, LiftStep Other, double Cost);
