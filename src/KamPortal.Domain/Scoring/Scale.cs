namespace KamPortal.Domain.Scoring;

/// <summary>A normalisation that looks at a single value, once the column's bounds are known.</summary>
internal readonly struct Scale
{
    private readonly double _lower;
    private readonly double _upper;
    private readonly bool _lowerIsBetter;
    private readonly (double From, double Points)[]? _bands;
    private readonly double _pointsBelow;

    private Scale(double lower, double upper, bool lowerIsBetter) => (_lower, _upper, _lowerIsBetter) = (lower, upper, lowerIsBetter);

    private Scale(Bands bands)
    {
        _pointsBelow = (double)bands.PointsBelow;
        _bands = [.. bands.Steps.Select(s => ((double)s.From, (double)s.Points))];
    }

    public static Scale Of(Normalisation normalisation, CriterionReference column)
    {
        // Equal bounds give everybody 50, and so does any constant column.
        if (column.IsConstant)
        {
            return default;
        }

        var lowerIsBetter = ColumnNormalisation.LowerIsBetter(column.Metric);
        return normalisation switch
        {
            MinMax => new Scale(column.Lower ?? 0, column.Upper ?? 0, lowerIsBetter),
            Rating rating => new Scale((double)rating.Lowest, (double)rating.Highest, lowerIsBetter),
            Bands bands => new Scale(bands),
            _ => throw new DomainRuleException("A percentile rank cannot be told from a single value."),
        };
    }

    /// <summary>Points of a whole column, <paramref name="missing"/> where there is no value.</summary>
    public void Points(ReadOnlySpan<double> raw, double missing, Span<double> result)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            var points = Points(raw[i]);
            result[i] = double.IsNaN(raw[i]) ? missing : points;
        }
    }

    public double Points(double raw)
    {
        if (_bands is not null)
        {
            return PointsOfBand(raw);
        }

        if (_lower >= _upper)
        {
            return ColumnNormalisation.Neutral;
        }

        var inside = raw < _lower ? _lower : raw > _upper ? _upper : raw;
        var points = (inside - _lower) / (_upper - _lower) * ColumnNormalisation.Best;
        return _lowerIsBetter ? ColumnNormalisation.Best - points : points;
    }

    private double PointsOfBand(double raw)
    {
        var points = _pointsBelow;
        foreach (var (from, ofBand) in _bands!)
        {
            if (raw < from)
            {
                break;
            }

            points = ofBand;
        }

        return points;
    }
}
