namespace KamPortal.Domain.Scoring;

/// <summary>
/// The accounts to be scored, as columns: index i of every column is the same account. A missing value is NaN. The arrays are
/// taken over, not copied, and must not be changed afterwards.
/// </summary>
public sealed class PortfolioFacts
{
    private readonly Dictionary<string, double[]> _columns;

    /// <param name="codes">Account codes, unique; they break ties (ordinal).</param>
    /// <param name="contribution">CM2 in the window (net revenue where cost of goods was never recorded); below 0 is a loss.</param>
    /// <param name="columns">Values by metric key; a metric that is left out is missing on every account.</param>
    public PortfolioFacts(string[] codes, double[] contribution, IReadOnlyDictionary<string, double[]> columns)
    {
        if (contribution.Length != codes.Length || columns.Values.Any(c => c.Length != codes.Length))
        {
            throw new DomainRuleException("Every column of a portfolio needs one value per account.");
        }

        if (columns.Values.Any(c => Array.Exists(c, double.IsInfinity)))
        {
            throw new DomainRuleException("A metric cannot be infinite; a value that does not exist is missing.");
        }

        Codes = codes;
        Contribution = contribution;
        _columns = columns.ToDictionary(c => Metrics.Get(c.Key).Key, c => c.Value, StringComparer.Ordinal);
    }

    /// <summary>Number of scored accounts.</summary>
    public int Count => Codes.Length;

    internal string[] Codes { get; }

    public string CodeOf(int account) => Codes[account];

    internal double[] Contribution { get; }

    /// <summary>CM2 of one account, as the loss guard sees it.</summary>
    public double ContributionOf(int account) => Contribution[account];

    /// <summary>The values of a metric, NaN where missing; empty when the metric is missing on every account.</summary>
    public ReadOnlySpan<double> Column(string metric) => _columns.GetValueOrDefault(metric);

    /// <summary>One value, NaN when missing.</summary>
    public double Value(string metric, int account) => _columns.TryGetValue(metric, out var column) ? column[account] : double.NaN;

    /// <summary>Some of the accounts as a portfolio of their own, in the order given.</summary>
    public PortfolioFacts Of(int[] accounts) => new(
        Array.ConvertAll(accounts, i => Codes[i]),
        Array.ConvertAll(accounts, i => Contribution[i]),
        _columns.ToDictionary(c => c.Key, c => Array.ConvertAll(accounts, i => c.Value[i])));
}
