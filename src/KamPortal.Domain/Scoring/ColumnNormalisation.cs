using System.Numerics;

namespace KamPortal.Domain.Scoring;

/// <summary>Turns one column of raw values into 0–100 points and notes what it measured against.</summary>
internal static class ColumnNormalisation
{
    public const double Neutral = 50;
    public const double Best = 100;
    public const double Worst = 0;

    /// <summary>Fills <paramref name="result"/>; a missing value becomes what the criterion's policy says, NaN for reweighting.</summary>
    public static CriterionReference Apply(ReadOnlySpan<double> raw, Criterion criterion, PercentileRanker ranker, Span<double> result)
    {
        var missing = OfMissing(criterion.Missing);
        var (count, minimum, maximum) = Extent(raw);
        if (count == 0)
        {
            result.Fill(missing);
            return new(criterion.Metric, 0, null, null, null, null);
        }

        var (lower, upper) = criterion.Normalisation is MinMax minMax && minimum < maximum
            ? Bounds(new Quantile(raw, count, minimum, maximum), raw, minMax)
            : (minimum, maximum);
        var reference = new CriterionReference(criterion.Metric, count, minimum, maximum, lower, upper);
        if (criterion.Normalisation is PercentileRank && !reference.IsConstant)
        {
            ranker.Rank(raw, minimum, maximum, LowerIsBetter(criterion.Metric), missing, result);
            return reference;
        }

        var scale = Scale.Of(criterion.Normalisation, reference);
        scale.Points(raw, missing, result);
        return reference;
    }

    /// <summary>The same for one value against a frozen column.</summary>
    public static double OfOne(double raw, Normalisation normalisation, CriterionReference reference, PercentileTable? table)
    {
        if (normalisation is not PercentileRank || reference.IsConstant)
        {
            return Scale.Of(normalisation, reference).Points(raw);
        }

        var rank = (table ?? throw new DomainRuleException("A percentile rank is read from a percentile table.")).MidRank(raw);
        return LowerIsBetter(reference.Metric) ? Best - rank : rank;
    }

    public static double OfMissing(MissingPolicy policy) => policy switch
    {
        MissingPolicy.Neutral => Neutral,
        MissingPolicy.Worst => Worst,
        _ => double.NaN,
    };

    public static bool LowerIsBetter(string metric) => Metrics.Get(metric).Direction == MetricDirection.LowerIsBetter;

    private static (double Lower, double Upper) Bounds(Quantile quantile, ReadOnlySpan<double> raw, MinMax minMax) =>
        (quantile.At(raw, minMax.LowerPercentile), quantile.At(raw, minMax.UpperPercentile));

    private static (int Count, double Minimum, double Maximum) Extent(ReadOnlySpan<double> raw)
    {
        var (minimum, maximum, present) = (new Vector<double>(double.PositiveInfinity), new Vector<double>(double.NegativeInfinity), Vector<long>.Zero);
        var whole = raw.Length - (raw.Length % Vector<double>.Count);
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            // A comparison with a missing value is never true, and it is the only value that does not equal itself.
            var values = new Vector<double>(raw[i..]);
            minimum = Vector.ConditionalSelect(Vector.LessThan(values, minimum), values, minimum);
            maximum = Vector.ConditionalSelect(Vector.GreaterThan(values, maximum), values, maximum);
            present -= Vector.Equals(values, values);
        }

        var (count, lowest, highest) = ((int)Vector.Sum(present), double.PositiveInfinity, double.NegativeInfinity);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            (lowest, highest) = (Math.Min(lowest, minimum[lane]), Math.Max(highest, maximum[lane]));
        }

        foreach (var value in raw[whole..])
        {
            if (!double.IsNaN(value))
            {
                (count, lowest, highest) = (count + 1, Math.Min(lowest, value), Math.Max(highest, value));
            }
        }

        // Adding 0 makes −0 and 0 one value, whichever came first.
        return (count, lowest + 0.0, highest + 0.0);
    }
}
