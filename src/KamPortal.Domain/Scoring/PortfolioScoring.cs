using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>Scores and tiers a whole portfolio: the same facts and model give the same result, bit for bit, in any order.</summary>
public static class PortfolioScoring
{
    /// <summary>
    /// Normalises every criterion over the portfolio, weighs dimensions into a composite, and draws tiers from it: computed by the
    /// rule, then lowered by guards, then C accounts with potential raised to C+. Weights need not add up, only be weights.
    /// </summary>
    public static ScoredPortfolio Score(PortfolioFacts facts, ScoringModel model)
    {
        if (model.Validate().FirstOrDefault(p => p.PreventsScoring) is { } problem)
        {
            throw new DomainRuleException($"The scoring model cannot be computed: {problem}.");
        }

        var (normalised, reference) = Normalise(facts, model);
        var weights = new ModelWeights(model, reference);
        var insufficient = new bool[facts.Count];
        var dimensions = new double[model.Dimensions.Count][];
        for (var d = 0; d < dimensions.Length; d++)
        {
            dimensions[d] = DimensionScoring.Score(d, weights, normalised, insufficient);
        }

        var composites = Composites(weights, dimensions, facts.Count, insufficient);
        var computed = new Tier[facts.Count];
        model.TierRule.Compute(composites, computed);
        var (tiers, guards) = Tiers(facts, model, weights, dimensions, insufficient, computed);
        var ranks = Ranking.Of(composites, facts.Codes);
        return new ScoredPortfolio(facts, model, reference, new(normalised, dimensions, composites, insufficient, computed, tiers, guards, ranks));
    }

    private static (double[][] Normalised, ScoringReference Reference) Normalise(PortfolioFacts facts, ScoringModel model)
    {
        var criteria = model.CriteriaInOrder().Select(c => c.Criterion).ToArray();
        var normalised = new double[criteria.Length][];
        var references = new CriterionReference[criteria.Length];
        using var ranker = new PercentileRanker(facts.Count);
        for (var c = 0; c < criteria.Length; c++)
        {
            normalised[c] = GC.AllocateUninitializedArray<double>(facts.Count);
            references[c] = ColumnNormalisation.Apply(facts.Column(criteria[c].Metric), criteria[c], ranker, normalised[c]);
        }

        return (normalised, new ScoringReference(facts.Count, references));
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

    private static (Tier[] Tiers, TierGuards[] Guards) Tiers(
        PortfolioFacts facts, ScoringModel model, ModelWeights weights, double[][] dimensions, bool[] insufficient, Tier[] computed)
    {
        var tiers = new Tier[facts.Count];
        var guards = new TierGuards[facts.Count];
        var growth = Enumerable.Range(0, dimensions.Length)
            .Where(d => weights.Dimensions[d].Kind == DimensionKind.GrowthPotential)
            .Select(d => dimensions[d])
            .FirstOrDefault();

        // Growth potential is compared at the 2 decimals at which it is shown; without one there is none.
        var potentialFrom = (int)Math.Ceiling(model.TierRule.PotentialFrom * 100);
        for (var i = 0; i < tiers.Length; i++)
        {
            var hasPotential = growth is not null && !double.IsNaN(growth[i]) && Rounding.ScoreHundredths(growth[i]) >= potentialFrom;
            (tiers[i], guards[i]) = model.Guards.Apply(computed[i], facts.Contribution[i] < 0, insufficient[i], hasPotential);
        }

        return (tiers, guards);
    }
}
