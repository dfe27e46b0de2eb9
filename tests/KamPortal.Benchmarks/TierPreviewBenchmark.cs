using System.Globalization;
using KamPortal.Domain;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;

namespace KamPortal.Benchmarks;

/// <summary>The model editor's live preview: tier counts after a weight moved, and what ranking columns costs.</summary>
internal sealed class TierPreviewBenchmark(int accounts) : Benchmark
{
    private const int Criteria = 8;

    public override IReadOnlyList<string> Names => ["preview", "ranking"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await Task.CompletedTask;
        var metrics = Metrics.All.Take(Criteria).Select(m => m.Key).ToArray();
        foreach (var (name, missing) in new[] { ("preview", 0.0), ("preview, a fifth missing", 0.2) })
        {
            var columns = Columns(metrics, missing);
            var facts = new PortfolioFacts([.. Enumerable.Range(0, accounts).Select(i => i.ToString("D8", CultureInfo.InvariantCulture))], columns[metrics[0]].Select(v => double.IsNaN(v) ? 0 : v).ToArray(), columns);
            var preview = new TierPreview(facts);
            // What is copied is as large as what the preview reads: one number in single precision for every account and criterion.
            var (from, to) = (columns.Values.Select(c => Array.ConvertAll(c, v => (float)v)).ToArray(), columns.Values.Select(c => new float[c.Length]).ToArray());
            var copying = Median(15, () =>
            {
                for (var c = 0; c < from.Length; c++) from[c].CopyTo(to[c], 0);
            });
            var (weight, seen) = (0, 0);
            var previewing = Median(15, () =>
            {
                weight = (weight + 7) % 100;
                var tiers = preview.Of(Model(metrics, weight));
                seen += Tiers.All.Sum(tiers.CountOf);
            });
            yield return Ratio(name, previewing, copying, goal: 3, $"copying the same arrays ({seen / accounts} previews of {accounts:N0} accounts counted)");
        }

        var raw = Columns(metrics, 0);
        var spare = new double[accounts];
        var sorting = Median(3, () =>
        {
            foreach (var column in raw.Values)
            {
                column.CopyTo(spare, 0);
                Array.Sort(spare);
            }
        });
        var all = new PortfolioFacts(new string[accounts], new double[accounts], raw);
        var ranking = Median(3, () => PortfolioScoring.Normalise(all, Model(metrics, 60)));
        yield return Ratio("ranking", ranking, sorting, goal: 0.5, "Array.Sort of the same 8 columns, one thread each");
    }

    private static ScoringModel Model(string[] metrics, int profit) => ScoringModel.Default with
    {
        Dimensions =
        [
            new(DimensionKind.ProfitContribution, profit, [.. metrics[..4].Select((m, i) => new Criterion(m, 10 + (10 * i), new PercentileRank()))]),
            new(DimensionKind.GrowthPotential, 100 - profit, [.. metrics[4..].Select(m => new Criterion(m, 25, new PercentileRank()))]),
        ],
    };

    // Sizes as in real portfolios: few large, many small.
    private Dictionary<string, double[]> Columns(string[] metrics, double missing)
    {
        var random = new SplitMix64(7);
        return metrics.ToDictionary(m => m, m =>
        {
            var column = new double[accounts];
            for (var i = 0; i < accounts; i++) column[i] = random.Unit() < missing ? double.NaN : Math.Pow(1 - random.Unit(), -0.8) - 1.5;
            return column;
        });
    }
}
