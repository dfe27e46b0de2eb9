using System.Buffers;
using System.Numerics;

namespace KamPortal.Domain.Scoring;

/// <summary>Percentiles of a column by linear interpolation at (n − 1)p, known as type 7, without sorting the whole column.</summary>
internal sealed class Quantile
{
    private const int BucketBits = 13;
    private const int Buckets = 1 << BucketBits;

    private readonly ulong _lowest;
    private readonly int _shift;
    private readonly int[] _counts = new int[Buckets];
    private readonly int _count;

    /// <summary>Counts the values by the leading bits in which the column differs.</summary>
    /// <param name="count">Number of values that are not NaN, at least 1.</param>
    public Quantile(ReadOnlySpan<double> values, int count, double minimum, double maximum)
    {
        _count = count;
        _lowest = SortableBits.Of(minimum);
        _shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(SortableBits.Of(maximum) - _lowest) - BucketBits);
        foreach (var value in values)
        {
            _counts[Bucket(value)] += double.IsNaN(value) ? 0 : 1;
        }
    }

    /// <param name="values">The column counted before.</param>
    /// <param name="percentile">0–100.</param>
    public double At(ReadOnlySpan<double> values, decimal percentile)
    {
        var position = (_count - 1) * percentile / 100;
        var below = (int)decimal.Floor(position);
        var (low, high) = Neighbours(values, below, Math.Min(below + 1, _count - 1));
        return low + ((double)(position - below) * (high - low));
    }

    /// <summary>The values of two neighbouring places in ascending order, found by sorting only the buckets they lie in.</summary>
    private (double Low, double High) Neighbours(ReadOnlySpan<double> values, int low, int high)
    {
        var (firstBucket, before) = BucketOfPlace(low);
        var (lastBucket, beforeLast) = BucketOfPlace(high);
        var size = beforeLast + _counts[lastBucket] - before;
        var near = ArrayPool<double>.Shared.Rent(size);
        var next = 0;
        foreach (var value in values)
        {
            if (Bucket(value) is var bucket && bucket >= firstBucket && bucket <= lastBucket && !double.IsNaN(value))
            {
                near[next++] = value;
            }
        }

        Array.Sort(near, 0, size);
        var found = (near[low - before], near[high - before]);
        ArrayPool<double>.Shared.Return(near);
        return found;
    }

    private (int Bucket, int Before) BucketOfPlace(int place)
    {
        var (bucket, before) = (0, 0);
        while (before + _counts[bucket] <= place)
        {
            before += _counts[bucket++];
        }

        return (bucket, before);
    }

    private int Bucket(double value) => unchecked((int)((SortableBits.Of(value) - _lowest) >> _shift)) & (Buckets - 1);
}
