using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// How much a tier hangs on the exact weights: the share of random weightings around the model's in which the account keeps its tier.
/// </summary>
/// <remarks>
/// Weights are drawn from Dirichlet distributions with α = 50 · w (w the weight as a share of 1), one over the dimensions and one over the
/// criteria of each; what has no weight never gets one. The draws depend on the model and the seed alone, so the figure is the same
/// on every day and for every account in the same portfolio. Tiers are judged by rule, guards and C+ test; stability plays no part.
/// </remarks>
/// <param name="Tier">The tier with the model's own weights.</param>
/// <param name="ByTier">In how many weightings it has which tier, best first: A, B, C+, C.</param>
public sealed record Robustness(Tier Tier, IReadOnlyList<int> ByTier)
{
    /// <summary>Random weightings drawn.</summary>
    public const int Draws = 1_000;

    /// <summary>The seed everybody gets, so that figures can be compared.</summary>
    public const ulong Seed = 2_006;

    /// <summary>The share, 0–1, of weightings in which the tier is kept.</summary>
    public double Kept => ByTier.Sum() is var all and > 0 ? (double)ByTier[(int)Tier - 1] / all : 1;

    /// <summary>
    /// Of one account in a frozen population. Where the rule compares accounts (<see cref="Capacity"/>) it is measured against the frozen
    /// boundaries; <see cref="OfAll"/> moves these along.
    /// </summary>
    public static Robustness Of(FrozenScoring frozen, IReadOnlyList<double> raw, double contribution, string code, int draws = Draws, ulong seed = Seed)
    {
        var scored = frozen.Recompute(raw, contribution, code);
        double[] normalised = [.. scored.Normalised];
        var byTier = new int[Tiers.All.Count];
        foreach (var weights in RandomWeightings.Of(frozen.Weights, draws, seed))
        {
            byTier[(int)frozen.Weigh(weights, normalised, contribution, code).Tier - 1]++;
        }

        return new Robustness(scored.Tier, byTier);
    }

    /// <summary>The share kept by every account of a portfolio, in its order.</summary>
    public static double[] OfAll(PortfolioFacts facts, ScoringModel model, int draws = Draws, ulong seed = Seed)
    {
        var preview = new TierPreview(facts);
        var (own, kept) = (preview.Of(model), new int[facts.Count]);
        foreach (var drawn in preview.OfRandom(model, draws, seed))
        {
            for (var i = 0; i < kept.Length; i++)
            {
                kept[i] += own.Stored[i] == drawn.Stored[i] ? 1 : 0;
            }
        }

        return Array.ConvertAll(kept, k => (double)k / draws);
    }
}
