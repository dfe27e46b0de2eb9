namespace KamPortal.Domain.Scoring;

/// <summary>Collects accounts one by one, in any order, into the columns the kernel works on.</summary>
public sealed class PortfolioFactsBuilder
{
    private readonly WindowBasis _basis;
    private readonly double[][] _columns;
    private string[] _codes;
    private double[] _contribution;
    private int _count;

    /// <param name="basis">What is known of the whole portfolio in the window.</param>
    /// <param name="expectedAccounts">Spares growing when the number is known.</param>
    public PortfolioFactsBuilder(WindowBasis basis, int expectedAccounts = 256)
    {
        _basis = basis;
        var capacity = Math.Max(expectedAccounts, 1);
        _codes = new string[capacity];
        _contribution = new double[capacity];
        _columns = [.. Metrics.All.Select(_ => new double[capacity])];
    }

    public PortfolioFactsBuilder Add(string code, in AccountWindow account)
    {
        if (_count == _codes.Length)
        {
            Resize(_count * 2);
        }

        Span<double> values = stackalloc double[_columns.Length];
        MetricValues.Write(account, _basis, values);
        for (var m = 0; m < _columns.Length; m++)
        {
            _columns[m][_count] = values[m];
        }

        _codes[_count] = code;
        _contribution[_count] = (double)MetricValues.Profit(account, _basis);
        _count++;
        return this;
    }

    /// <summary>The finished columns; the builder is spent.</summary>
    public PortfolioFacts Build()
    {
        if (_count != _codes.Length)
        {
            Resize(_count);
        }

        return new PortfolioFacts(_codes, _contribution, Metrics.All.Zip(_columns).ToDictionary(p => p.First.Key, p => p.Second));
    }

    private void Resize(int size)
    {
        Array.Resize(ref _codes, size);
        Array.Resize(ref _contribution, size);
        for (var m = 0; m < _columns.Length; m++)
        {
            Array.Resize(ref _columns[m], size);
        }
    }
}
