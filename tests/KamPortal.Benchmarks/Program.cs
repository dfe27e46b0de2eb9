using System.Globalization;
using KamPortal.Benchmarks;

// ./eng/bench.sh [NAME] [--accounts N] [--facts N]
var accounts = Option("--accounts", 1_000_000);
var facts = Option("--facts", 1_000_000);
var names = args.Where((a, i) => !a.StartsWith("--", StringComparison.Ordinal) && (i == 0 || !args[i - 1].StartsWith("--", StringComparison.Ordinal))).ToHashSet();
Benchmark[] all =
[
    new PortfolioScoringBenchmark(accounts),
    new TierPreviewBenchmark(accounts),
    new ScoringRunBenchmark(accounts),
    new AccountListBenchmark(accounts),
    new CircuitsBenchmark(),
    new ImportFactsBenchmark(facts),
];

if (names.FirstOrDefault(n => all.All(b => !b.Names.Contains(n))) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}; there are {string.Join(", ", all.SelectMany(b => b.Names))}.");
    return 2;
}

var missed = 0;
foreach (var benchmark in all.Where(b => names.Count == 0 || b.Names.Any(names.Contains)))
{
    await foreach (var result in benchmark.RunAsync())
    {
        Console.WriteLine(result);
        if (!result.Met) missed++;
    }
}

return missed == 0 ? 0 : 1;

int Option(string name, int otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
