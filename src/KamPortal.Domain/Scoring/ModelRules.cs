namespace KamPortal.Domain.Scoring;

/// <summary>Finds every rule a scoring model breaks, not just the first.</summary>
internal static class ModelRules
{
    private const decimal Hundred = 100;

    public static IReadOnlyList<ModelProblem> ProblemsOf(ScoringModel model) =>
        [.. OfWindow(model.Window), .. OfDimensions(model.Dimensions), .. TierRuleRules.ProblemsOf(model.TierRule), .. OfStability(model.Stability)];

    private static IEnumerable<ModelProblem> OfWindow(ScoringWindow window)
    {
        if (window.Months is < 1 or > ScoringWindow.LongestMonths)
        {
            yield return new("window.months", ModelRule.WindowOutOfRange, window.Months);
        }
    }

    private static IEnumerable<ModelProblem> OfDimensions(IReadOnlyList<ScoringDimension> dimensions)
    {
        var sum = dimensions.Sum(d => d.Weight);
        if (sum != ScoringModel.TotalWeight)
        {
            yield return new("dimensions", ModelRule.DimensionWeightsMustAddUp, sum);
        }

        for (var d = 0; d < dimensions.Count; d++)
        {
            var (dimension, path) = (dimensions[d], $"dimensions[{d}]");
            if (dimensions.Take(d).Any(other => other.Kind == dimension.Kind))
            {
                yield return new($"{path}.kind", ModelRule.DuplicateDimension, Subject: dimension.Kind.ToString());
            }

            foreach (var problem in OfWeight(dimension.Weight, path, dimension.Kind.ToString()).Concat(OfCriteria(dimension, path)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<ModelProblem> OfCriteria(ScoringDimension dimension, string path)
    {
        if (dimension.Criteria.Count == 0)
        {
            if (dimension.Weight > 0)
            {
                yield return new($"{path}.criteria", ModelRule.DimensionWithoutCriteria, Subject: dimension.Kind.ToString());
            }

            yield break;
        }

        var sum = dimension.Criteria.Sum(c => c.Weight);
        if (sum != ScoringModel.TotalWeight)
        {
            yield return new($"{path}.criteria", ModelRule.CriterionWeightsMustAddUp, sum, dimension.Kind.ToString());
        }

        for (var c = 0; c < dimension.Criteria.Count; c++)
        {
            var (criterion, place) = (dimension.Criteria[c], $"{path}.criteria[{c}]");
            if (dimension.Criteria.Take(c).Any(other => other.Metric == criterion.Metric))
            {
                yield return new($"{place}.metric", ModelRule.DuplicateMetric, Subject: criterion.Metric);
            }

            foreach (var problem in OfCriterion(criterion, place))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<ModelProblem> OfCriterion(Criterion criterion, string path)
    {
        var metric = Metrics.Find(criterion.Metric);
        if (metric is null)
        {
            yield return new($"{path}.metric", ModelRule.UnknownMetric, Subject: criterion.Metric);
        }
        else if (criterion.Normalisation is Rating && !metric.IsRated)
        {
            yield return new($"{path}.normalisation", ModelRule.RatingNeedsRatedMetric, Subject: criterion.Metric);
        }

        foreach (var problem in OfWeight(criterion.Weight, path, criterion.Metric).Concat(OfNormalisation(criterion.Normalisation, $"{path}.normalisation")))
        {
            yield return problem;
        }
    }

    private static IEnumerable<ModelProblem> OfNormalisation(Normalisation normalisation, string path) => normalisation switch
    {
        MinMax minMax => OfMinMax(minMax, path),
        Bands bands => OfBands(bands, path),
        Rating rating when rating.Lowest >= rating.Highest => [new(path, ModelRule.RatingScaleEmpty)],
        _ => [],
    };

    private static IEnumerable<ModelProblem> OfMinMax(MinMax minMax, string path)
    {
        if (minMax.LowerPercentile is < 0 or > Hundred)
        {
            yield return new($"{path}.lowerPercentile", ModelRule.PercentileOutOfRange, minMax.LowerPercentile);
        }

        if (minMax.UpperPercentile is < 0 or > Hundred)
        {
            yield return new($"{path}.upperPercentile", ModelRule.PercentileOutOfRange, minMax.UpperPercentile);
        }

        if (minMax.LowerPercentile >= minMax.UpperPercentile)
        {
            yield return new(path, ModelRule.PercentilesOutOfOrder);
        }
    }

    private static IEnumerable<ModelProblem> OfBands(Bands bands, string path)
    {
        if (bands.Steps.Count == 0)
        {
            yield return new($"{path}.steps", ModelRule.NoBands);
        }

        if (bands.PointsBelow is < 0 or > Hundred)
        {
            yield return new($"{path}.pointsBelow", ModelRule.PointsOutOfRange, bands.PointsBelow);
        }

        for (var s = 0; s < bands.Steps.Count; s++)
        {
            if (bands.Steps[s].Points is < 0 or > Hundred)
            {
                yield return new($"{path}.steps[{s}].points", ModelRule.PointsOutOfRange, bands.Steps[s].Points);
            }

            if (s > 0 && bands.Steps[s].From <= bands.Steps[s - 1].From)
            {
                yield return new($"{path}.steps[{s}].from", ModelRule.BandsNotAscending, bands.Steps[s].From);
            }
        }
    }

    private static IEnumerable<ModelProblem> OfStability(StabilitySettings? stability)
    {
        if (stability?.Margin is < 0 or > Hundred)
        {
            yield return new("stability.margin", ModelRule.StabilityOutOfRange, stability.Margin);
        }

        if (stability?.Periods is < 1 or > StabilitySettings.MostPeriods)
        {
            yield return new("stability.periods", ModelRule.StabilityOutOfRange, stability.Periods);
        }
    }

    private static IEnumerable<ModelProblem> OfWeight(decimal weight, string path, string subject)
    {
        if (weight is < 0 or > Hundred)
        {
            yield return new($"{path}.weight", ModelRule.WeightOutOfRange, weight, subject);
        }
    }
}
