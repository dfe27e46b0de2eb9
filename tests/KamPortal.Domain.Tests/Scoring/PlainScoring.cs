using KamPortal.Domain.Scoring;

namespace KamPortal.Domain.Tests.Scoring;

/// <summary>The scoring rules written the plain way, one account at a time, to hold the kernel against.</summary>
internal static class PlainScoring
{
    public static decimal Composite(PortfolioFacts facts, ScoringModel model, int account)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var dimension in model.Dimensions.Where(d => d.Weight > 0 && d.Criteria.Any(c => Present(facts, c).Length > 0)))
        {
            sum += (double)dimension.Weight * (DimensionScore(facts, dimension, account) ?? 0);
            weight += (double)dimension.Weight;
        }

        return weight == 0 ? 0 : Math.Round((decimal)(sum / weight), 2, MidpointRounding.AwayFromZero);
    }

    public static double? DimensionScore(PortfolioFacts facts, ScoringDimension dimension, int account)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var criterion in dimension.Criteria)
        {
            if (Normalised(facts, criterion, account) is { } points)
            {
                sum += (double)criterion.Weight * points;
                weight += (double)criterion.Weight;
            }
        }

        return weight == 0 ? null : sum / weight;
    }

    public static double? Normalised(PortfolioFacts facts, Criterion criterion, int account)
    {
        var value = facts.Value(criterion.Metric, account);
        var values = Present(facts, criterion);
        if (double.IsNaN(value))
        {
            return criterion.Missing switch { MissingPolicy.Neutral => 50, MissingPolicy.Worst => 0, _ => null };
        }

        if (values.All(v => v == values[0]))
        {
            return 50;
        }

        var lowerIsBetter = Metrics.Get(criterion.Metric).Direction == MetricDirection.LowerIsBetter;
        switch (criterion.Normalisation)
        {
            case PercentileRank:
                var rank = (values.Count(v => v < value) + (0.5 * values.Count(v => v == value))) / values.Length * 100;
                return lowerIsBetter ? 100 - rank : rank;
            case MinMax m:
                var (low, high) = (Percentile(values, m.LowerPercentile), Percentile(values, m.UpperPercentile));
                var points = low == high ? 50 : (Math.Min(Math.Max(value, low), high) - low) / (high - low) * 100;
                return lowerIsBetter && low != high ? 100 - points : points;
            case Bands b:
                return (double)(b.Steps.LastOrDefault(s => (double)s.From <= value)?.Points ?? b.PointsBelow);
            case Rating r:
                return (Math.Clamp(value, (double)r.Lowest, (double)r.Highest) - (double)r.Lowest) / (double)(r.Highest - r.Lowest) * 100;
            default:
                throw new InvalidOperationException();
        }
    }

    private static double[] Present(PortfolioFacts facts, Criterion criterion) =>
        [.. facts.Column(criterion.Metric).ToArray().Where(v => !double.IsNaN(v))];

    private static double Percentile(double[] values, decimal percentile)
    {
        double[] sorted = [.. values.Order()];
        var position = (sorted.Length - 1) * percentile / 100;
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((double)(position - below) * (sorted[above] - sorted[below]));
    }
}
