using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Weighs normalised columns into tiers by cut-offs, a block of accounts at a time so that what lies between stays in the nearest cache.
/// </summary>
internal sealed class TierKernel
{
    private const int Block = 512;

    // Adding up so many products of numbers up to 100 in single precision errs by less than this for each of them.
    private const float ErrorOfOne = 100f / (1 << 22);
    private const int OtherSteps = 8;

    private readonly PortfolioFacts _facts;
    private readonly HeldTier[]? _held;
    private readonly sbyte[] _flags;
    private StabilitySettings? _flaggedFor;

    public TierKernel(PortfolioFacts facts, HeldTier[]? held)
    {
        (_facts, _held, _flags) = (facts, held, new sbyte[Padded(facts.Count)]);
        Flag(null);
    }

    /// <summary>A column in single precision, filled up to whole blocks.</summary>
    public static float[] Rounded(ReadOnlySpan<double> exact)
    {
        var rounded = new float[Padded(exact.Length)];
        for (var i = 0; i < exact.Length; i++)
        {
            rounded[i] = (float)exact[i];
        }

        return rounded;
    }

    /// <summary>One tier per account, and what fills the last block.</summary>
    public byte[] Tiers(ScoringModel model, PreviewColumn[] columns, ModelWeights weights)
    {
        if (_held is not null && model.Stability != _flaggedFor)
        {
            Flag(model.Stability);
        }

        var dimensions = KernelDimension.Of(weights, columns);
        var cuts = new KernelCuts(model, ErrorOfOne * (columns.Length + OtherSteps));
        var tiers = GC.AllocateUninitializedArray<byte>(_flags.Length);
        Span<float> composite = stackalloc float[Block], growth = stackalloc float[Block], sum = stackalloc float[Block], share = stackalloc float[Block];
        Span<int> unsure = stackalloc int[Block];
        growth.Fill(KernelCuts.NoScore);
        unsure.Clear();
        var near = new List<int>();
        for (var start = 0; start < tiers.Length; start += Block)
        {
            composite.Clear();
            if (Array.Exists(dimensions, d => d is { Counts: true, IsComplete: false }))
            {
                unsure.Clear();
            }

            foreach (var dimension in dimensions)
            {
                dimension.Weigh(start, composite, dimension.IsGrowth ? growth : sum, share, unsure);
            }

            cuts.Classify(composite, growth, unsure, _flags.AsSpan(start, Block), tiers.AsSpan(start, Block), start, near);
        }

        Settle(model, columns, weights, near, tiers);
        return tiers;
    }

    /// <summary>The exact step, for accounts so near to a cut that single precision might decide wrongly.</summary>
    private void Settle(ScoringModel model, PreviewColumn[] columns, ModelWeights weights, List<int> near, byte[] tiers)
    {
        var normalised = new double[columns.Length];
        var growth = model.Dimensions.Select((d, i) => (d.Kind, Index: i)).Where(d => d.Kind == DimensionKind.GrowthPotential).Select(d => (int?)d.Index).FirstOrDefault();
        foreach (var i in near.Where(i => i < _facts.Count))
        {
            for (var c = 0; c < columns.Length; c++)
            {
                normalised[c] = columns[c].Exact[i];
            }

            var (composite, lacksData, dimensions) = weights.CompositeOf(normalised);
            var potential = growth is { } g && !double.IsNaN(dimensions[g]) ? Rounding.ScoreHundredths(dimensions[g]) : -1;
            var position = new TierPosition(composite, -1, potential, _facts.Contribution[i], _facts.Codes[i]);
            tiers[i] = (byte)TierDecision.Of(model, model.TierRule.Of(position, null), position, lacksData, _held is null ? default : _held[i]).Tier;
        }
    }

    private void Flag(StabilitySettings? stability)
    {
        _flaggedFor = stability;
        for (var i = 0; i < _facts.Count; i++)
        {
            var held = _held is null || stability is null || _held[i].PeriodsBelow + 1 >= stability.Periods ? default : _held[i].Tier;
            _flags[i] = (sbyte)((_facts.Contribution[i] < 0 ? KernelCuts.Loses : 0)
                | (held == Tier.A ? KernelCuts.HoldsA : held == Tier.B ? KernelCuts.HoldsB : 0));
        }
    }

    private static int Padded(int accounts) => (accounts + Block - 1) / Block * Block;
}
