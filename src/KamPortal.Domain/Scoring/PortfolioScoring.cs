using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>Scores and tiers a whole portfolio: the same facts and model give the same result, bit for bit, in any order.</summary>
public static class PortfolioScoring
{
    /// <summary>
    /// Normalises every criterion over the portfolio, weighs dimensions into a composite, and draws tiers from it: computed by the
    /// rule, kept by stability, lowered by guards, then C accounts with potential raised to C+. Weights need not add up, only be weights.
    /// </summary>
    /// <param name="held">The tier each account of the facts holds; null when nobody holds one, so that tiers follow the score at once.</param>
    /// <param name="threads">How many columns are normalised at the same time; the result does not depend on it.</param>
    public static ScoredPortfolio Score(PortfolioFacts facts, ScoringModel model, HeldTier[]? held = null, int threads = 1)
    {
        if (held is not null && held.Length != facts.Count)
        {
            throw new DomainRuleException("Every account needs the tier it holds, or none does.");
        }

        Demand(model);
        var (normalised, reference) = Normalise(facts, model, threads);
        return Weigh(facts, model, normalised, reference, held);
    }

    internal static void Demand(ScoringModel model)
    {
        if (model.Validate().FirstOrDefault(p => p.PreventsScoring) is { } problem)
        {
            throw new DomainRuleException($"The scoring model cannot be computed: {problem}.");
        }
    }

    /// <summary>From normalised columns to ranks and tiers, with the model's own weights or others in their place.</summary>
    internal static ScoredPortfolio Weigh(
        PortfolioFacts facts, ScoringModel model, double[][] normalised, ScoringReference reference, HeldTier[]? held, ModelWeights? others = null)
    {
        var weights = others ?? new ModelWeights(model, reference);
        var insufficient = new bool[facts.Count];
        var dimensions = new double[model.Dimensions.Count][];
        for (var d = 0; d < dimensions.Length; d++)
        {
            dimensions[d] = DimensionScoring.Score(d, weights, normalised, insufficient);
        }

        var composites = Composites(weights, dimensions, facts.Count, insufficient);
        var basis = new TierBasis(
            composites, ScoresOf(DimensionKind.ProfitContribution), ScoresOf(DimensionKind.GrowthPotential), facts.Contribution, facts.Codes);
        var boundaries = model.TierRule.Freeze(basis);
        var (computed, tiers, guards) = Tiers(model, basis, boundaries, insufficient, held);
        var ranks = Ranking.Of(composites, facts.Codes);
        return new ScoredPortfolio(
            facts, model, reference with { Boundaries = boundaries },
            new(normalised, dimensions, composites, insufficient, computed, tiers, guards, ranks, held));

        double[]? ScoresOf(DimensionKind kind) => Enumerable.Range(0, dimensions.Length)
            .Where(d => model.Dimensions[d].Kind == kind).Select(d => dimensions[d]).FirstOrDefault();
    }

    /// <summary>The first step alone: the points of every criterion, by account, and what they were measured against.</summary>
    public static (double[][] Normalised, ScoringReference Reference) Normalise(PortfolioFacts facts, ScoringModel model, int threads = 1)
    {
        var criteria = model.CriteriaInOrder().Select(c => c.Criterion).ToArray();
        var normalised = new double[criteria.Length][];
        var references = new CriterionReference[criteria.Length];
        if (threads <= 1)
        {
            using var ranker = new PercentileRanker(facts.Count);
            for (var c = 0; c < criteria.Length; c++)
            {
                Column(c, ranker);
            }
        }
        else
        {
            // Each column is normalised by one thread alone, so that the number of threads cannot show in the result.
            Parallel.For(0, criteria.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new PercentileRanker(facts.Count), (c, _, ranker) =>
            {
                Column(c, ranker);
                return ranker;
            }, ranker => ranker.Dispose());
        }

        return (normalised, new ScoringReference(facts.Count, references));

        void Column(int c, PercentileRanker ranker)
        {
            normalised[c] = GC.AllocateUninitializedArray<double>(facts.Count);
            references[c] = ColumnNormalisation.Apply(facts.Column(criteria[c].Metric), criteria[c], ranker, normalised[c]);
        }
    }

    private static int[] Composites(ModelWeights weights, double[][] dimensions, int accounts, bool[] insufficient)
    {
        var composites = new int[accounts];
        if (weights.Total == 0)
        {
            Array.Fill(insufficient, true);
            return composites;
        }

        var counting = Enumerable.Range(0, dimensions.Length).Where(d => weights.Counts[d]).ToArray();
        for (var i = 0; i < accounts; i++)
        {
            var sum = 0.0;
            foreach (var d in counting)
            {
                sum += weights.ByDimension[d] * dimensions[d][i];
            }

            composites[i] = Rounding.ScoreHundredths(sum / weights.Total);
        }

        return composites;
    }

    private static (Tier[] Computed, Tier[] Tiers, TierGuards[] Guards) Tiers(
        ScoringModel model, TierBasis basis, TierBoundaries? boundaries, bool[] insufficient, HeldTier[]? held)
    {
        var (computed, tiers, guards) = (new Tier[insufficient.Length], new Tier[insufficient.Length], new TierGuards[insufficient.Length]);
        model.TierRule.Compute(basis, boundaries, computed);
        for (var i = 0; i < tiers.Length; i++)
        {
            var decision = TierDecision.Of(model, computed[i], basis.PositionOf(i), insufficient[i], held is null ? default : held[i]);
            (tiers[i], guards[i]) = (decision.Tier, decision.Guards);
        }

        return (computed, tiers, guards);
    }
}
