using System.Buffers;

namespace KamPortal.Domain.Scoring;

/// <summary>Percentiles of a column by linear interpolation at (n − 1)p, known as type 7.</summary>
internal static class Quantile
{
    /// <param name="count">Number of values that are not NaN, at least 1.</param>
    /// <param name="percentile">0–100.</param>
    public static double Of(ReadOnlySpan<double> values, int count, decimal percentile)
    {
        var sorted = ArrayPool<double>.Shared.Rent(count);
        var next = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sorted[next++] = value;
            }
        }

        Array.Sort(sorted, 0, count);
        var position = (count - 1) * percentile / 100;
        var below = (int)decimal.Floor(position);
        var above = Math.Min(below + 1, count - 1);
        var result = sorted[below] + ((double)(position - below) * (sorted[above] - sorted[below]));
        ArrayPool<double>.Shared.Return(sorted);
        return result;
    }
}
