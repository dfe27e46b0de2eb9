namespace KamPortal.Domain.Scoring;

/// <summary>Random weights around those of a model, always the same for the same seed.</summary>
internal static class RandomWeightings
{
    private const double Concentration = 50;

    public static IEnumerable<ModelWeights> Of(ModelWeights weights, int draws, ulong seed)
    {
        var random = new SplitMix64(seed);
        var groups = Enumerable.Range(0, weights.Dimensions.Count).Select(d => weights.CriteriaOf(d).ToArray()).ToArray();
        int[] dimensions = [.. Enumerable.Range(0, weights.Dimensions.Count)];
        for (var draw = 0; draw < draws; draw++)
        {
            var (byDimension, byCriterion) = ((double[])weights.ByDimension.Clone(), (double[])weights.ByCriterion.Clone());
            Draw(random, dimensions, byDimension);
            foreach (var group in groups)
            {
                Draw(random, group, byCriterion);
            }

            yield return weights.With(byDimension, byCriterion);
        }
    }

    /// <summary>Replaces some of the weights by a draw from the Dirichlet distribution around them, in shares of 1.</summary>
    private static void Draw(SplitMix64 random, int[] members, double[] weights)
    {
        var total = members.Sum(m => weights[m]);
        var drawn = Array.ConvertAll(members, m => weights[m] > 0 ? random.Gamma(Concentration * weights[m] / total) : 0);
        var sum = drawn.Sum();
        for (var i = 0; i < members.Length; i++)
        {
            // Weights too small to draw anything at all stay as they are.
            weights[members[i]] = sum > 0 && Array.TrueForAll(drawn, double.IsFinite) ? drawn[i] / sum : weights[members[i]];
        }
    }
}
