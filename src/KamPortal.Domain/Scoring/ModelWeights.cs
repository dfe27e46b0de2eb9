namespace KamPortal.Domain.Scoring;

/// <summary>The model's weights as the kernel multiplies them, and which dimensions make up the composite in a given run.</summary>
internal sealed class ModelWeights
{
    private readonly int[] _firstCriterion;

    public ModelWeights(ScoringModel model, ScoringReference reference)
    {
        Dimensions = model.Dimensions;
        _firstCriterion = new int[Dimensions.Count];
        ByDimension = [.. Dimensions.Select(d => (double)d.Weight)];
        ByCriterion = [.. model.CriteriaInOrder().Select(c => (double)c.Criterion.Weight)];
        IsComplete = [.. model.CriteriaInOrder().Zip(reference.Criteria, (c, column) =>
            column.Values == reference.Accounts || c.Criterion.Missing != MissingPolicy.Reweight)];
        HasValues = new bool[Dimensions.Count];
        Counts = new bool[Dimensions.Count];
        for (var (d, next) = (0, 0); d < Dimensions.Count; d++)
        {
            _firstCriterion[d] = next;
            next += Dimensions[d].Criteria.Count;
            HasValues[d] = CriteriaOf(d).Any(c => ByCriterion[c] > 0 && reference.Criteria[c].Values > 0);
            Counts[d] = HasValues[d] && ByDimension[d] > 0;
            Total += Counts[d] ? ByDimension[d] : 0;
        }
    }

    private ModelWeights(ModelWeights source, double[] byDimension, double[] byCriterion)
    {
        (Dimensions, _firstCriterion, IsComplete, HasValues, Counts) = (source.Dimensions, source._firstCriterion, source.IsComplete, source.HasValues, source.Counts);
        (ByDimension, ByCriterion) = (byDimension, byCriterion);
        for (var d = 0; d < Dimensions.Count; d++)
        {
            Total += Counts[d] ? ByDimension[d] : 0;
        }
    }

    /// <summary>The same population weighed otherwise; what had no weight must have none now.</summary>
    public ModelWeights With(double[] byDimension, double[] byCriterion) => new(this, byDimension, byCriterion);

    public IReadOnlyList<ScoringDimension> Dimensions { get; }

    public double[] ByDimension { get; }

    /// <summary>In the model's order of criteria.</summary>
    public double[] ByCriterion { get; }

    /// <summary>Every account has a normalised value, its own or the one its missing policy gives.</summary>
    public bool[] IsComplete { get; }

    /// <summary>Some account has a value in the dimension.</summary>
    public bool[] HasValues { get; }

    /// <summary>The dimension is part of the composite.</summary>
    public bool[] Counts { get; }

    /// <summary>Sum of the weights of the dimensions that count.</summary>
    public double Total { get; }

    public IEnumerable<int> CriteriaOf(int dimension) => Enumerable.Range(_firstCriterion[dimension], Dimensions[dimension].Criteria.Count);

    /// <summary>
    /// A dimension's score of one account from its normalised values: Σ w·x / Σ w over the values it has; NaN when it has none.
    /// Adds in criterion order, as the kernel does over columns, so that both agree to the last bit.
    /// </summary>
    public (double Score, double Weight) ScoreOf(int dimension, IReadOnlyList<double> normalised)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var c in CriteriaOf(dimension))
        {
            if (!double.IsNaN(normalised[c]))
            {
                sum += ByCriterion[c] * normalised[c];
                weight += ByCriterion[c];
            }
        }

        return (weight > 0 ? sum / weight : double.NaN, weight);
    }

    /// <summary>Whether a criterion can move the composite at all.</summary>
    public bool CountsInComposite(int criterion) =>
        ByCriterion[criterion] > 0 && Enumerable.Range(0, Dimensions.Count).Any(d => Counts[d] && CriteriaOf(d).Contains(criterion));

    /// <summary>The composite, in hundredths, and the dimension scores of one account, as the kernel computes them over columns.</summary>
    public (int Composite, bool LacksData, double[] Dimensions) CompositeOf(IReadOnlyList<double> normalised)
    {
        var (scores, sum, lacksData) = (new double[Dimensions.Count], 0.0, Total == 0);
        for (var d = 0; d < scores.Length; d++)
        {
            scores[d] = HasValues[d] ? ScoreOf(d, normalised).Score : double.NaN;
            if (!Counts[d])
            {
                continue;
            }

            (scores[d], lacksData) = double.IsNaN(scores[d]) ? (0, true) : (scores[d], lacksData);
            sum += ByDimension[d] * scores[d];
        }

        return (Total > 0 ? Rounding.ScoreHundredths(sum / Total) : 0, lacksData, scores);
    }
}
