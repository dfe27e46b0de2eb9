using System.Globalization;
using KamPortal.Domain.Scoring;

namespace KamPortal.Benchmarks;

/// <summary>The scoring kernel alone: eight criteria by percentile rank, weighed, ranked and tiered, in memory.</summary>
internal sealed class PortfolioScoringBenchmark(int accounts) : Benchmark
{
    private static readonly string[] Criteria = [.. Metrics.All.Select(m => m.Key).Where(k => k != Metrics.StrategicImportance)];

    public override IReadOnlyList<string> Names => ["kernel", "kernel-memory"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await Task.CompletedTask;
        var columns = Columns();
        var codes = Enumerable.Range(0, accounts).Select(i => i.ToString("D8", CultureInfo.InvariantCulture)).ToArray();
        var facts = new PortfolioFacts(codes, columns[Metrics.ProfitContribution], columns);
        var model = ScoringModel.Default with
        {
            Dimensions =
            [
                new(DimensionKind.ProfitContribution, 60, [.. Criteria[..4].Select(c => new Criterion(c, 25, new PercentileRank()))]),
                new(DimensionKind.GrowthPotential, 40, [.. Criteria[4..].Select(c => new Criterion(c, 25, new PercentileRank()))]),
            ],
        };

        var copies = columns.Values.Select(c => new double[c.Length]).ToArray();
        var copying = Median(7, () =>
        {
            foreach (var (from, to) in columns.Values.Zip(copies)) from.CopyTo(to, 0);
        });
        var scoring = Median(5, () => PortfolioScoring.Score(facts, model));
        yield return Ratio("kernel", scoring, copying, goal: 60, "copying the same arrays");

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var scored = PortfolioScoring.Score(facts, model);
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before + columns.Values.Sum(c => 8L * c.Length)) / (double)accounts;
        GC.KeepAlive(scored);
        yield return new("kernel-memory", held, 300, "bytes per account held: columns and results");
    }

    // Sizes as in real portfolios: few large, many small, ties in the counted metrics.
    private Dictionary<string, double[]> Columns()
    {
        var random = new Random(7);
        return Criteria.ToDictionary(c => c, c =>
        {
            var column = new double[accounts];
            for (var i = 0; i < accounts; i++)
            {
                var u = random.NextDouble();
                column[i] = c is Metrics.ProductBreadth or Metrics.OrderRegularity ? Math.Floor(u * 12) / 12 : Math.Pow(1 - u, -0.8) - 1.5;
            }

            return column;
        });
    }
}
