using CsCheck;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Scoring;

/// <summary>Portfolios and models to test with: small hand-made ones, and any.</summary>
internal static class Some
{
    private static readonly string[] Keys = [.. Metrics.All.Select(m => m.Key)];

    private static readonly double[] Odd = [-0.0, 0.0, 1e-300, 1e12, -1e12];

    // Few distinct values make ties likely; some are missing; some are huge, tiny, negative or negative zero.
    private static readonly Gen<double> Value = Gen.Frequency(
        (6, Gen.Int[-5, 20].Select(i => i / 4.0)),
        (3, Gen.Double[-1_000, 100_000]),
        (1, Gen.Int[0, 4].Select(i => Odd[i])),
        (2, Gen.Const(double.NaN)));

    /// <summary>A portfolio of 1–60 accounts with any values for every metric.</summary>
    public static readonly Gen<PortfolioFacts> Portfolio =
        Gen.Int[1, 60].SelectMany(accounts => Gen.Select(Value.Array[accounts].Array[Keys.Length], Gen.Double[-100, 100].Array[accounts], (columns, contribution) =>
            new PortfolioFacts(
                [.. Enumerable.Range(0, accounts).Select(i => $"K{i:000}")],
                contribution,
                Keys.Zip(columns).ToDictionary(p => p.First, p => p.Second))));

    private static readonly Gen<Normalisation> Normalisation = Gen.OneOf<Normalisation>(
        Gen.Const<Normalisation>(new PercentileRank()),
        Gen.Select(Gen.Int[0, 40], Gen.Int[60, 100], (l, u) => (Normalisation)new MinMax(l, u)),
        Gen.Int[1, 4].Select(n => (Normalisation)new Bands(0, [.. Enumerable.Range(0, n).Select(i => new Band(i, 25 * (i + 1)))])));

    /// <summary>Any tier rule that can be published, cut-offs as often as all others together.</summary>
    public static readonly Gen<TierRule> Rule = Gen.Frequency(
        (3, Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 100], (a, b, g) => (TierRule)new CutOffs(Math.Max(a, b), Math.Min(a, b), g))),
        (1, Gen.Int[1, 99].Array[2].Select(p => (TierRule)(Grid.Default with { ProfitMiddle = p.Min(), ProfitHigh = p.Max() }))),
        (1, Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Bool, (a, b, inside) => (TierRule)new CumulativeShare(Math.Min(a, b), Math.Max(a, b), inside))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], (m, s) => (TierRule)new Capacity(m, s, 2.5m, s))));

    /// <summary>Any model that can be published: every metric sits in one of the three dimensions.</summary>
    public static readonly Gen<ScoringModel> Model = Gen.Select(
        Split(3, zero: true), Split(3), Split(3), Split(3), Normalisation.Array[9], Gen.Enum<MissingPolicy>().Array[9],
        Gen.Select(Gen.Shuffle(Keys), Rule),
        (dimensions, w1, w2, w3, normalisations, missing, chosen) =>
        {
            int[] weights = [.. w1, .. w2, .. w3];
            var (metrics, rule) = chosen;
            Criterion CriterionOf(int c) => new(metrics[c], weights[c], normalisations[c], missing[c]);
            DimensionKind[] kinds = [DimensionKind.ProfitContribution, DimensionKind.GrowthPotential, DimensionKind.StrategicImportance];
            return new ScoringModel(
                ScoringWindow.All,
                [.. kinds.Select((kind, d) => new ScoringDimension(kind, dimensions[d], [.. Enumerable.Range(3 * d, 3).Select(CriterionOf)]))],
                rule,
                new GuardSettings(),
                new StabilitySettings());
        });

    /// <summary>The tiers that so many accounts hold when a run begins; some hold none.</summary>
    public static Gen<HeldTier[]> Held(int accounts) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], (t, n) => t == 0 ? default : new HeldTier((Tier)t, n)).Array[accounts];

    /// <summary>Any portfolio under any model, some of whose accounts hold a tier already.</summary>
    public static readonly Gen<(PortfolioFacts Facts, ScoringModel Model, HeldTier[] Held)> Case =
        Gen.Select(Portfolio, Model, (facts, model) => (Facts: facts, Model: model)).SelectMany(t => Held(t.Facts.Count).Select(held => (t.Facts, t.Model, held)));

    /// <summary>A model of one dimension, or of the given ones, with equal weights inside.</summary>
    public static ScoringModel ModelOf(params ScoringDimension[] dimensions) =>
        new(ScoringWindow.All, dimensions, new CutOffs(), new GuardSettings());

    public static ScoringDimension Profit(decimal weight, params Criterion[] criteria) => new(DimensionKind.ProfitContribution, weight, criteria);

    public static ScoringDimension Growth(decimal weight, params Criterion[] criteria) => new(DimensionKind.GrowthPotential, weight, criteria);

    /// <summary>Raw values on a 0–100 scale come out as they are, so that a test can say what an account scores.</summary>
    public static Criterion Straight(string metric, decimal weight = 100, MissingPolicy missing = MissingPolicy.Reweight) =>
        new(metric, weight, new MinMax(0, 100), missing);

    /// <summary>Accounts K0, K1, … with the given values; K0 and K1 should span 0–100 for <see cref="Straight"/>.</summary>
    public static PortfolioFacts Facts(params (string Metric, double[] Values)[] columns) =>
        new([.. columns[0].Values.Select((_, i) => $"K{i}")], new double[columns[0].Values.Length], columns.ToDictionary(c => c.Metric, c => c.Values));

    /// <summary>The same accounts in another order.</summary>
    public static PortfolioFacts Reordered(PortfolioFacts facts, int[] order) => new(
        [.. order.Select(facts.CodeOf)],
        [.. order.Select(facts.ContributionOf)],
        Keys.ToDictionary(k => k, k => order.Select(i => facts.Value(k, i)).ToArray()));

    private static Gen<int[]> Split(int parts, bool zero = false) =>
        Gen.Int[zero ? 0 : 1, 10].Array[parts].Where(w => w.Sum() > 0).Select(w =>
        {
            int[] hundred = [.. w.Select(x => x * 100 / w.Sum())];
            hundred[Array.IndexOf(w, w.Max())] += 100 - hundred.Sum();
            return hundred;
        });
}
