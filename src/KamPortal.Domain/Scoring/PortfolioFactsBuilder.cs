namespace KamPortal.Domain.Scoring;

/// <summary>Collects accounts one by one, in any order, into the columns the kernel works on.</summary>
public sealed class PortfolioFactsBuilder
{
    private static readonly string[] Measured = [.. Metrics.All.Where(m => !m.IsRated).Select(m => m.Key)];

    private static readonly Dictionary<string, double> Unrated = [];

    private readonly WindowBasis _basis;
    private readonly double[][] _columns;
    private readonly bool[] _hasValues = new bool[Measured.Length];
    private readonly Dictionary<string, double[]> _ratings = new(StringComparer.Ordinal);
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
        _columns = [.. Measured.Select(_ => new double[capacity])];
    }

    public PortfolioFactsBuilder Add(string code, in AccountWindow account)
    {
        if (_count == _codes.Length)
        {
            Resize(_count * 2);
        }

        for (var m = 0; m < _columns.Length; m++)
        {
            var value = MetricValues.Of(Measured[m], account, _basis);
            _columns[m][_count] = value;
            _hasValues[m] |= !double.IsNaN(value);
        }

        foreach (var (criterion, rating) in account.Ratings ?? Unrated)
        {
            RatingsOf(criterion)[_count] = rating;
        }

        _codes[_count] = code;
        _contribution[_count] = (double)MetricValues.Profit(account, _basis);
        _count++;
        return this;
    }

    /// <summary>The finished columns, those without any value left out; the builder is spent.</summary>
    public PortfolioFacts Build()
    {
        if (_count != _codes.Length)
        {
            Resize(_count);
        }

        var columns = new Dictionary<string, double[]>(_ratings, StringComparer.Ordinal);
        for (var m = 0; m < _columns.Length; m++)
        {
            if (_hasValues[m])
            {
                columns.Add(Measured[m], _columns[m]);
            }
        }

        return new PortfolioFacts(_codes, _contribution, columns);
    }

    private double[] RatingsOf(string criterion)
    {
        if (!_ratings.TryGetValue(criterion, out var column))
        {
            column = new double[_codes.Length];
            Array.Fill(column, double.NaN);
            _ratings.Add(criterion, column);
        }

        return column;
    }

    private void Resize(int size)
    {
        Array.Resize(ref _codes, size);
        Array.Resize(ref _contribution, size);
        for (var m = 0; m < _columns.Length; m++)
        {
            Array.Resize(ref _columns[m], size);
        }

        foreach (var criterion in _ratings.Keys.ToArray())
        {
            var (column, before) = (_ratings[criterion], _ratings[criterion].Length);
            Array.Resize(ref column, size);
            column.AsSpan(Math.Min(before, size)).Fill(double.NaN);
            _ratings[criterion] = column;
        }
    }
}
