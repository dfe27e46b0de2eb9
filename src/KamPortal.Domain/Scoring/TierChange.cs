using System.Text.Json.Serialization;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>What moved a score from one run to another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeCause>))]
public enum ChangeCause
{
    /// <summary>The account's own figures and ratings.</summary>
    Data,

    /// <summary>The other accounts it is measured against.</summary>
    Population,

    /// <summary>The scoring model.</summary>
    Model,
}

/// <summary>One step of the way from one score to the other.</summary>
/// <param name="Before">Composite before the step.</param>
/// <param name="After">Composite after it.</param>
/// <param name="TierBefore">Tier before the step by rule, guards and C+ test.</param>
/// <param name="TierAfter">Tier after it.</param>
public sealed record ChangeStep(ChangeCause Cause, decimal Before, decimal After, Tier TierBefore, Tier TierAfter)
{
    /// <summary>Points the step adds or takes.</summary>
    public decimal Points => After - Before;
}

/// <summary>
/// Why an account's score and tier are others than in an earlier run. The steps lead exactly from the one score to the other, in this order: first its own
/// data change, measured by the old model against the old portfolio; then the portfolio around it; then the model.
/// </summary>
/// <remarks>
/// A metric that only the newer model measures was not seen by the earlier run, and one it dropped is not seen by the newer: values and
/// columns that a run never saw are taken from the other run, so that their change counts as the model's. A rule that compares accounts
/// uses the boundaries of the population it stands in, where both runs had such a rule.
/// </remarks>
public sealed record TierChange(IReadOnlyList<ChangeStep> Steps)
{
    public decimal Before => Steps[0].Before;

    public decimal After => Steps[^1].After;

    public Tier TierBefore => Steps[0].TierBefore;

    public Tier TierAfter => Steps[^1].TierAfter;

    /// <summary>The step in which the tier last changed; null where it is the same all the way.</summary>
    public ChangeCause? DecidedBy => Steps.LastOrDefault(s => s.TierBefore != s.TierAfter)?.Cause;

    /// <param name="before">The earlier run.</param>
    /// <param name="then">The account's raw values in it, in the order of its model, NaN where missing.</param>
    /// <param name="after">The later run.</param>
    /// <param name="now">The account's raw values in that.</param>
    public static TierChange Between(FrozenScoring before, AccountValues then, FrozenScoring after, AccountValues now, string code)
    {
        // Values of the later run in the order of the earlier model.
        var newer = after.Criteria.Zip(now.Raw).GroupBy(c => c.First.Metric).ToDictionary(c => c.Key, c => c.First().Second, StringComparer.Ordinal);
        double[] mixed = [.. before.Criteria.Select((c, i) => newer.TryGetValue(c.Metric, out var value) ? value : then.Raw[i])];
        RecomputedScore[] stations =
        [
            before.Recompute(then.Raw, then.Contribution, code),
            before.Recompute(mixed, now.Contribution, code),
            after.Under(before.Model, before).Recompute(mixed, now.Contribution, code),
            after.Recompute(now.Raw, now.Contribution, code),
        ];
        return new([.. Enum.GetValues<ChangeCause>().Select((cause, i) =>
            new ChangeStep(cause, stations[i].Composite, stations[i + 1].Composite, stations[i].Tier, stations[i + 1].Tier))]);
    }
}

/// <summary>What one account brought to a run.</summary>
/// <param name="Raw">Raw values in the order of the run's model, NaN where missing.</param>
/// <param name="Contribution">Profit contribution in the window.</param>
public sealed record AccountValues(IReadOnlyList<double> Raw, double Contribution);
