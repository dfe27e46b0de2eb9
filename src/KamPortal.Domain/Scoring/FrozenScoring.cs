using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// A model over a frozen population: places one account's raw values among the values that a run saw and gives the score and tier that
/// run gave, to the last digit, without the facts and whatever has become of the portfolio since.
/// </summary>
/// <remarks>Building sorts every column once; keep it as long as the run is looked at. Safe to use from several threads.</remarks>
public sealed class FrozenScoring
{
    private readonly Dictionary<string, PercentileTable> _tables;
    private readonly Scale?[] _scales;
    private readonly ModelWeights _weights;

    private FrozenScoring(ScoringModel model, ScoringReference reference, Dictionary<string, PercentileTable> tables)
    {
        (Model, Reference, _tables) = (model, reference, tables);
        Criteria = [.. model.CriteriaInOrder().Select(c => c.Criterion)];
        _weights = new ModelWeights(model, reference);
        _scales = [.. Criteria.Zip(reference.Criteria, (criterion, column) =>
            criterion.Normalisation is PercentileRank && !column.IsConstant ? (Scale?)null : Scale.Of(criterion.Normalisation, column))];
    }

    public ScoringModel Model { get; }

    /// <summary>The population as stored with the run.</summary>
    public ScoringReference Reference { get; }

    /// <summary>The model's criteria in the order of raw values.</summary>
    public IReadOnlyList<Criterion> Criteria { get; }

    /// <summary>From a run's stored results.</summary>
    /// <param name="columns">Raw values by criterion in the model's order, each of all scored accounts in any order, NaN where missing.</param>
    /// <exception cref="DomainRuleException">The columns are not those the reference describes.</exception>
    public static FrozenScoring Of(ScoringModel model, ScoringReference reference, IReadOnlyList<double[]> columns)
    {
        var metrics = model.CriteriaInOrder().Select(c => c.Criterion.Metric).ToArray();
        if (columns.Count != metrics.Length || reference.Criteria.Count != metrics.Length)
        {
            throw new DomainRuleException("The stored values belong to another scoring model.");
        }

        var tables = new Dictionary<string, PercentileTable>(StringComparer.Ordinal);
        for (var c = 0; c < metrics.Length; c++)
        {
            tables.TryAdd(metrics[c], PercentileTable.Of(columns[c]));
        }

        return new FrozenScoring(model, reference, tables).Checked();
    }

    /// <inheritdoc cref="Of(ScoringModel, ScoringReference, IReadOnlyList{double[]})"/>
    public static FrozenScoring Of(ScoredPortfolio scored) =>
        new(scored.Model, scored.Reference, scored.Model.CriteriaInOrder().Select(c => c.Criterion.Metric).Distinct()
            .ToDictionary(m => m, m => PercentileTable.Of(scored.Facts.Column(m)), StringComparer.Ordinal));

    /// <summary>The values of a criterion's metric, ascending.</summary>
    public PercentileTable TableOf(int criterion) => _tables[Criteria[criterion].Metric];

    /// <summary>The score of raw values in the model's order of criteria, NaN where missing.</summary>
    /// <param name="contribution">Profit contribution in the window, for the loss guard and for rules that rank by it.</param>
    /// <param name="code">Account code, which decides between equals.</param>
    /// <param name="held">The tier held when the run began; default for none.</param>
    public RecomputedScore Recompute(IReadOnlyList<double> raw, double contribution, string code, HeldTier held = default)
    {
        if (raw.Count != Criteria.Count)
        {
            throw new DomainRuleException("The values belong to another scoring model.");
        }

        return Weigh([.. raw.Select((value, c) => Normalise(c, value))], contribution, code, held);
    }

    /// <summary>Whether a stored result is what its raw values give: composite, dimensions, tiers and guards alike.</summary>
    public bool Verifies(ScoredAccount stored, string code)
    {
        var again = Recompute(stored.Raw, stored.Contribution, code, stored.Held);
        return again.Normalised.SequenceEqual(stored.Normalised)
            && (again.Composite, again.Computed, again.Tier, again.Guards) == (stored.Composite, stored.Computed, stored.Tier, stored.Guards);
    }

    /// <summary>Points of one value among the frozen ones, by the missing policy when it is missing.</summary>
    internal double Normalise(int criterion, double raw)
    {
        if (double.IsNaN(raw))
        {
            return ColumnNormalisation.OfMissing(Criteria[criterion].Missing);
        }

        if (_scales[criterion] is { } scale)
        {
            return scale.Points(raw);
        }

        if (Reference.Criteria[criterion].Values == 0)
        {
            return ColumnNormalisation.Neutral;
        }

        var rank = TableOf(criterion).MidRank(raw);
        return ColumnNormalisation.LowerIsBetter(Criteria[criterion].Metric) ? ColumnNormalisation.Best - rank : rank;
    }

    internal RecomputedScore Weigh(double[] normalised, double contribution, string code, HeldTier held = default) =>
        Weigh(_weights, normalised, contribution, code, held);

    /// <summary>The same under other weights.</summary>
    internal RecomputedScore Weigh(ModelWeights weights, double[] normalised, double contribution, string code, HeldTier held = default)
    {
        var (composite, lacksData, dimensions) = weights.CompositeOf(normalised);
        var position = new TierPosition(
            composite, Hundredths(dimensions, DimensionKind.ProfitContribution), Hundredths(dimensions, DimensionKind.GrowthPotential), contribution, code);
        var decision = TierDecision.Of(Model, Model.TierRule.Of(position, Reference.Boundaries), position, lacksData, held);
        return new(normalised, dimensions, new decimal(composite, 0, 0, false, 2), lacksData, decision.Computed, decision.Tier, decision.Guards);
    }

    internal ModelWeights Weights => _weights;

    /// <summary>The same population under another model; what it never saw is taken from another population.</summary>
    internal FrozenScoring Under(ScoringModel model, FrozenScoring otherwise)
    {
        var tables = new Dictionary<string, PercentileTable>(StringComparer.Ordinal);
        foreach (var (_, criterion) in model.CriteriaInOrder())
        {
            tables[criterion.Metric] = _tables.TryGetValue(criterion.Metric, out var table) ? table : otherwise._tables[criterion.Metric];
        }

        var boundaries = Model.TierRule.GetType() == model.TierRule.GetType() ? Reference.Boundaries : otherwise.Reference.Boundaries;
        var columns = model.CriteriaInOrder().Select(c => tables[c.Criterion.Metric].Describe(c.Criterion)).ToArray();
        return new FrozenScoring(model, new ScoringReference(Reference.Accounts, columns, boundaries), tables);
    }

    private int Hundredths(double[] dimensions, DimensionKind kind)
    {
        for (var d = 0; d < dimensions.Length; d++)
        {
            if (Model.Dimensions[d].Kind == kind)
            {
                return double.IsNaN(dimensions[d]) ? -1 : Rounding.ScoreHundredths(dimensions[d]);
            }
        }

        return -1;
    }

    private FrozenScoring Checked() => Criteria.Select((c, i) => _tables[c.Metric].Describe(c)).SequenceEqual(Reference.Criteria)
        ? this
        : throw new DomainRuleException("The stored values are not those the run's reference describes.");
}

/// <summary>A score and tier recomputed from raw values.</summary>
/// <param name="Normalised">Points 0–100 by criterion; NaN when missing and its weight is shared by the others.</param>
/// <param name="Dimensions">Unrounded scores by dimension; NaN for none.</param>
/// <param name="Composite">0–100 with 2 decimals.</param>
/// <param name="Computed">The tier by the rule alone.</param>
/// <param name="Tier">After stability, guards and the C+ test.</param>
public sealed record RecomputedScore(
    IReadOnlyList<double> Normalised, IReadOnlyList<double> Dimensions, decimal Composite, bool LacksData, Tier Computed, Tier Tier, TierGuards Guards);
