using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>Retraces one account's score and checks that it is the stored one.</summary>
internal sealed class ScoreExplainer
{
    private const int ShownDecimals = 2;

    private readonly ScoringModel _model;
    private readonly ScoringReference _reference;
    private readonly ScoredAccount _account;
    private readonly ModelWeights _weights;
    private readonly (double Score, double Weight)[] _dimensions;

    private readonly TierOverride? _override;

    public ScoreExplainer(ScoringModel model, ScoringReference reference, ScoredAccount account, TierOverride? standing)
    {
        var criteria = model.CriteriaInOrder().Count();
        if (reference.Criteria.Count != criteria || account.Raw.Count != criteria || account.Normalised.Count != criteria)
        {
            throw new DomainRuleException("The stored result belongs to another scoring model.");
        }

        (_model, _reference, _account, _override) = (model, reference, account, standing);
        _weights = new ModelWeights(model, reference);
        _dimensions = [.. Enumerable.Range(0, model.Dimensions.Count).Select(d => _weights.ScoreOf(d, account.Normalised))];
    }

    public ScoreExplanation Explain()
    {
        var (composite, unrounded) = (Composite(), new decimal[_account.Raw.Count]);
        var criterionWeights = new decimal[_account.Raw.Count];
        var dimensionWeights = RoundedTo100([.. _model.Dimensions.Select((_, d) => Share(d))]);
        for (var d = 0; d < _dimensions.Length; d++)
        {
            foreach (var c in _weights.CriteriaOf(d).Where(_ => Contributes(d)))
            {
                unrounded[c] = (decimal)(Share(d) * ShareOfDimension(d, c) * OrZero(_account.Normalised[c]));
            }

            SpreadWeights(d, dimensionWeights[d], criterionWeights);
        }

        var points = Rounding.LargestRemainder(unrounded, composite, ShownDecimals);
        return new ScoreExplanation(
            composite,
            _account.Rank,
            _reference.Accounts,
            [.. _model.Dimensions.Select((_, d) => Dimension(d, dimensionWeights[d], criterionWeights, points))],
            ExplainTier(composite));
    }

    private decimal Composite()
    {
        var sum = 0.0;
        for (var d = 0; d < _dimensions.Length; d++)
        {
            sum += _weights.Counts[d] ? _weights.ByDimension[d] * OrZero(_dimensions[d].Score) : 0;
        }

        var composite = _weights.Total > 0 ? Rounding.Score(sum / _weights.Total) : 0m;
        return composite == _account.Composite
            ? composite
            : throw new DomainRuleException($"The stored values give a score of {composite}, not the stored {_account.Composite}.");
    }

    private DimensionExplanation Dimension(int d, decimal effectiveWeight, decimal[] criterionWeights, decimal[] points)
    {
        var dimension = _model.Dimensions[d];
        var state = StateOf(d);
        return new DimensionExplanation(
            dimension.Kind,
            state,
            dimension.Weight,
            effectiveWeight,
            state == DimensionState.Lacking ? 0 : Shown(_dimensions[d].Score),
            _weights.CriteriaOf(d).Sum(c => points[c]),
            [.. _weights.CriteriaOf(d).Zip(dimension.Criteria, (c, criterion) => Criterion(c, criterion, criterionWeights[c], points[c]))]);
    }

    private CriterionExplanation Criterion(int c, Criterion criterion, decimal effectiveWeight, decimal points) => new(
        criterion.Metric,
        criterion.Normalisation,
        StateOf(c, criterion.Missing),
        OrNull(_account.Raw[c]),
        OrNull(_account.Normalised[c]),
        criterion.Weight,
        effectiveWeight,
        points,
        _reference.Criteria[c]);

    private TierExplanation ExplainTier(decimal composite)
    {
        var growth = ShownScore(DimensionKind.GrowthPotential);
        var position = new TierPosition(
            (int)(composite * 100), InHundredths(ShownScore(DimensionKind.ProfitContribution)), InHundredths(growth), _account.Contribution, "");
        return new TierExplanation(
            _account.Computed,
            _account.Tier,
            _account.Guards,
            _model.TierRule,
            growth,
            _account.Tier == Tier.CPlus || _model.TierRule.HasPotential(position, !_account.Tier.IsAboveC()),
            _model.TierRule.Next(_account.Computed, position, _reference.Boundaries),
            _reference.Boundaries,
            ExplainStability(position.Composite),
            _override);
    }

    private StabilityExplanation? ExplainStability(int composite)
    {
        var (held, settings) = (_account.Held, _model.Stability);
        return settings?.Judge(held, _account.Computed, composite, _model.TierRule) is { } outcome and not StabilityOutcome.NotConcerned
            ? new(outcome, held.Tier, _model.TierRule.CutOf(held.Tier), settings.Margin, held.PeriodsBelow + 1, settings.Periods)
            : null;
    }

    private decimal? ShownScore(DimensionKind kind) => Enumerable.Range(0, _dimensions.Length)
        .Where(d => _model.Dimensions[d].Kind == kind)
        .Select(d => StateOf(d) == DimensionState.Lacking ? 0 : Shown(_dimensions[d].Score))
        .FirstOrDefault();

    private static int InHundredths(decimal? score) => score is { } s ? (int)(s * 100) : -1;

    private DimensionState StateOf(int d) =>
        _model.Dimensions[d].Weight == 0 ? DimensionState.WithoutWeight
        : !_weights.Counts[d] ? DimensionState.WithoutData
        : Contributes(d) ? DimensionState.Counts
        : DimensionState.Lacking;

    private CriterionState StateOf(int c, MissingPolicy missing) => !double.IsNaN(_account.Raw[c])
        ? CriterionState.Measured
        : missing switch
        {
            MissingPolicy.Neutral => CriterionState.CountsAsNeutral,
            MissingPolicy.Worst => CriterionState.CountsAsWorst,
            _ => CriterionState.LeftOut,
        };

    private bool Contributes(int d) => _weights.Counts[d] && _dimensions[d].Weight > 0;

    private double Share(int d) => _weights.Counts[d] ? _weights.ByDimension[d] / _weights.Total : 0;

    private double ShareOfDimension(int d, int c) => double.IsNaN(_account.Normalised[c]) ? 0 : _weights.ByCriterion[c] / _dimensions[d].Weight;

    /// <summary>Splits a dimension's effective weight over the criteria the account has values for.</summary>
    private void SpreadWeights(int d, decimal effectiveWeight, decimal[] criterionWeights)
    {
        if (!Contributes(d))
        {
            return;
        }

        var criteria = _weights.CriteriaOf(d).ToArray();
        var parts = Array.ConvertAll(criteria, c => (decimal)ShareOfDimension(d, c) * effectiveWeight);
        Rounding.LargestRemainder(parts, effectiveWeight, ShownDecimals).CopyTo(criterionWeights, criteria[0]);
    }

    private static decimal[] RoundedTo100(double[] shares) =>
        Rounding.LargestRemainder(Array.ConvertAll(shares, s => (decimal)s * 100), shares.Any(s => s > 0) ? 100 : 0, ShownDecimals);

    private static decimal? Shown(double score) => double.IsNaN(score) ? null : Rounding.Score(score);

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;
}
