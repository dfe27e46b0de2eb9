using System.Buffers;

namespace KamPortal.Domain.Scoring;

/// <summary>Weighs normalised columns into the scores of a dimension, in criterion order.</summary>
internal static class DimensionScoring
{
    /// <summary>
    /// An account without any value in a dimension that counts scores 0 there and is marked as lacking data; in one that does not
    /// count it has no score.
    /// </summary>
    public static double[] Score(int dimension, ModelWeights weights, double[][] normalised, bool[] insufficient)
    {
        var scores = new double[insufficient.Length];
        var criteria = weights.CriteriaOf(dimension).Where(c => weights.ByCriterion[c] > 0).ToArray();
        if (!weights.HasValues[dimension])
        {
            Array.Fill(scores, double.NaN);
        }
        else if (criteria.All(c => weights.IsComplete[c]))
        {
            OfComplete(criteria, weights, normalised, scores);
        }
        else
        {
            OfIncomplete(criteria, weights, normalised, scores, insufficient, weights.Counts[dimension]);
        }

        return scores;
    }

    /// <summary>Everybody has every value, so everybody divides by the same sum of weights.</summary>
    private static void OfComplete(int[] criteria, ModelWeights weights, double[][] normalised, double[] scores)
    {
        var total = 0.0;
        foreach (var c in criteria)
        {
            var weight = weights.ByCriterion[c];
            total += weight;
            var column = normalised[c].AsSpan(0, scores.Length);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += weight * column[i];
            }
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= total;
        }
    }

    private static void OfIncomplete(
        int[] criteria, ModelWeights weights, double[][] normalised, double[] scores, bool[] insufficient, bool counts)
    {
        var rented = ArrayPool<double>.Shared.Rent(scores.Length);
        var shares = rented.AsSpan(0, scores.Length);
        shares.Clear();
        foreach (var c in criteria)
        {
            var weight = weights.ByCriterion[c];
            var column = normalised[c].AsSpan(0, scores.Length);
            for (var i = 0; i < scores.Length; i++)
            {
                if (!double.IsNaN(column[i]))
                {
                    scores[i] += weight * column[i];
                    shares[i] += weight;
                }
            }
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (shares[i] > 0)
            {
                scores[i] /= shares[i];
            }
            else
            {
                scores[i] = counts ? 0 : double.NaN;
                insufficient[i] |= counts;
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
