namespace KamPortal.Domain.Scoring;

/// <summary>A criterion's values in ascending order, against which a percentile rank is read.</summary>
public sealed class PercentileTable
{
    private readonly double[] _ascending;

    private PercentileTable(double[] ascending) => _ascending = ascending;

    /// <summary>From raw values in any order; missing ones (NaN) are left out.</summary>
    public static PercentileTable Of(ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                present[count++] = value;
            }
        }

        Array.Resize(ref present, count);
        Array.Sort(present);
        return new PercentileTable(present);
    }

    /// <summary>The values, ascending.</summary>
    public ReadOnlySpan<double> Ascending => _ascending;

    /// <summary>Mid-rank of a value, 0–100: (number below + ½ · number equal) / number of values · 100.</summary>
    public double MidRank(double value)
    {
        var below = NumberBelow(value, orEqual: false);
        return MidRank(below, NumberBelow(value, orEqual: true) - below, _ascending.Length);
    }

    internal static double MidRank(int below, int equal, int count) => (below + (0.5 * equal)) / count * 100;

    private int NumberBelow(double value, bool orEqual)
    {
        var (low, high) = (0, _ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ascending[middle] < value || (orEqual && _ascending[middle] == value))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
