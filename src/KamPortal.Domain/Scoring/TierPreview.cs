using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Tiers of a whole portfolio under a model that is being edited, fast enough to follow a slider: columns are normalised once and kept,
/// and a change of weights, cuts, guards or margin only weighs them anew. Equal to <see cref="PortfolioScoring.Score"/> for every account.
/// </summary>
/// <remarks>
/// Weights are applied in single precision, many accounts at a time; the few accounts whose score comes so near to a cut that
/// single precision might decide wrongly are weighed again exactly. Not safe to use from several threads at once.
/// </remarks>
public sealed class TierPreview
{
    private readonly PortfolioFacts _facts;
    private readonly HeldTier[]? _held;
    private readonly Dictionary<string, PreviewColumn> _columns = new(StringComparer.Ordinal);
    private readonly TierKernel _kernel;

    /// <param name="held">The tier each account of the facts holds; null when nobody holds one.</param>
    public TierPreview(PortfolioFacts facts, HeldTier[]? held = null)
    {
        (_facts, _held) = (facts, held);
        _kernel = new TierKernel(facts, held);
    }

    /// <summary>Tiers under a model; weights need not add up. Columns are normalised when a criterion is new or normalised anew.</summary>
    /// <exception cref="DomainRuleException">The model cannot be computed.</exception>
    public PreviewedTiers Of(ScoringModel model)
    {
        PortfolioScoring.Demand(model);
        var columns = Columns(model);
        return Of(model, columns, new ModelWeights(model, ReferenceOf(columns)));
    }

    /// <summary>Everything about every account under a model: scores, ranks, guards, and what an explanation needs.</summary>
    public ScoredPortfolio Score(ScoringModel model)
    {
        PortfolioScoring.Demand(model);
        var columns = Columns(model);
        return PortfolioScoring.Weigh(_facts, model, Array.ConvertAll(columns, c => c.Exact), ReferenceOf(columns), _held);
    }

    /// <summary>Tiers under random weights around those of a model.</summary>
    internal IEnumerable<PreviewedTiers> OfRandom(ScoringModel model, int draws, ulong seed)
    {
        var columns = Columns(model);
        return RandomWeightings.Of(new ModelWeights(model, ReferenceOf(columns)), draws, seed).Select(weights => Of(model, columns, weights));
    }

    private PreviewedTiers Of(ScoringModel model, PreviewColumn[] columns, ModelWeights weights)
    {
        if (model.TierRule is CutOffs && weights.Total > 0)
        {
            return new(_kernel.Tiers(model, columns, weights), _facts.Count);
        }

        var scored = PortfolioScoring.Weigh(_facts, model, Array.ConvertAll(columns, c => c.Exact), ReferenceOf(columns), _held, weights);
        var tiers = new byte[_facts.Count];
        for (var i = 0; i < tiers.Length; i++)
        {
            tiers[i] = (byte)scored.TierOf(i);
        }

        return new(tiers, tiers.Length);
    }

    private PreviewColumn[] Columns(ScoringModel model) => [.. model.CriteriaInOrder().Select(c => Column(c.Criterion))];

    private PreviewColumn Column(Criterion criterion)
    {
        var key = $"{criterion.Metric} {criterion.Missing} {ScoringJson.Write(criterion.Normalisation)}";
        if (!_columns.TryGetValue(key, out var column))
        {
            using var ranker = new PercentileRanker(_facts.Count);
            var exact = GC.AllocateUninitializedArray<double>(_facts.Count);
            var reference = ColumnNormalisation.Apply(_facts.Column(criterion.Metric), criterion, ranker, exact);
            _columns.Add(key, column = new(exact, TierKernel.Rounded(exact), reference));
        }

        return column;
    }

    private ScoringReference ReferenceOf(PreviewColumn[] columns) => new(_facts.Count, Array.ConvertAll(columns, c => c.Reference));
}

/// <summary>A normalised column, exactly and in single precision.</summary>
internal sealed record PreviewColumn(double[] Exact, float[] Rounded, CriterionReference Reference);

/// <summary>The tiers of a previewed portfolio, in the order of its facts.</summary>
public sealed class PreviewedTiers
{
    internal PreviewedTiers(byte[] stored, int accounts) => (Stored, Accounts) = (stored, accounts);

    /// <summary>By account, and perhaps more behind the last.</summary>
    internal byte[] Stored { get; }

    public int Accounts { get; }

    public Tier TierOf(int account) => (Tier)Stored[account];

    public int CountOf(Tier tier) => Stored.AsSpan(0, Accounts).Count((byte)tier);

    /// <summary>How many accounts come from which tier (first index) to which (second), both best first: A, B, C+, C.</summary>
    public int[,] MigrationFrom(PreviewedTiers before)
    {
        var moves = new int[Tiers.All.Count, Tiers.All.Count];
        for (var i = 0; i < Accounts; i++)
        {
            moves[before.Stored[i] - 1, Stored[i] - 1]++;
        }

        return moves;
    }

    /// <summary>The accounts whose tier is another than before, in the order of the facts.</summary>
    public IEnumerable<int> MoversFrom(PreviewedTiers before)
    {
        for (var i = 0; i < Accounts; i++)
        {
            if (Stored[i] != before.Stored[i])
            {
                yield return i;
            }
        }
    }
}
