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

    /// <summary>The third quartile less the first, by linear interpolation; 0 without values.</summary>
    public double InterquartileRange => _ascending.Length == 0 ? 0 : At(75) - At(25);

    internal bool Has(double value) => NumberBelow(value, orEqual: true) > NumberBelow(value, orEqual: false);

    /// <summary>The different values from one bound to the other, both included.</summary>
    internal IEnumerable<double> Between(double low, double high)
    {
        for (var i = NumberBelow(low, orEqual: false); i < _ascending.Length && _ascending[i] <= high; i = NumberBelow(_ascending[i], orEqual: true))
        {
            yield return _ascending[i];
        }
    }

    /// <summary>What the column looked like to a criterion: the same that the run noted.</summary>
    internal CriterionReference Describe(Criterion criterion)
    {
        if (_ascending.Length == 0)
        {
            return new(criterion.Metric, 0, null, null, null, null);
        }

        var (minimum, maximum) = (_ascending[0] + 0.0, _ascending[^1] + 0.0);
        var (lower, upper) = criterion.Normalisation is MinMax minMax && minimum < maximum
            ? (At(minMax.LowerPercentile), At(minMax.UpperPercentile))
            : (minimum, maximum);
        return new(criterion.Metric, _ascending.Length, minimum, maximum, lower, upper);
    }

    /// <summary>A percentile by linear interpolation at (n − 1)p, known as type 7.</summary>
    private double At(decimal percentile)
    {
        var position = (_ascending.Length - 1) * percentile / 100;
        var below = (int)decimal.Floor(position);
        var (low, high) = (_ascending[below], _ascending[Math.Min(below + 1, _ascending.Length - 1)]);
        return low + ((double)(position - below) * (high - low));
    }

    internal static double MidRank(int below, int equal, int count) => (below + (0.5 * equal)) / count * 100;

    internal int NumberBelow(double value, bool orEqual)
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
