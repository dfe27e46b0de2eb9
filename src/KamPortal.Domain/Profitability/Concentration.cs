namespace KamPortal.Domain.Profitability;

/// <summary>
/// How much of a total hangs on few customers. Shares are taken over the sum of the positive values; the others are counted
/// apart. All figures are null when no value is positive.
/// </summary>
public sealed class Concentration
{
    private const decimal Whole = 100m;
    private const decimal WholeSquared = Whole * Whole;

    private readonly decimal[] _shares;

    private Concentration(decimal[] positiveDescending, int leftOut)
    {
        PositiveTotal = positiveDescending.Sum();
        LeftOut = leftOut;
        _shares = Array.ConvertAll(positiveDescending, v => v / PositiveTotal * Whole);
    }

    /// <summary>From revenue or CM2 of accounts or of customer groups, in any order.</summary>
    public static Concentration Of(IEnumerable<decimal> values)
    {
        var all = values.ToArray();
        var positive = Array.FindAll(all, v => v > 0);
        Array.Sort(positive);
        Array.Reverse(positive);
        return new Concentration(positive, all.Length - positive.Length);
    }

    /// <summary>Customers with a positive value.</summary>
    public int Count => _shares.Length;

    /// <summary>Customers without a positive value, outside every share.</summary>
    public int LeftOut { get; }

    public decimal PositiveTotal { get; }

    /// <summary>Share of the n largest, in percent.</summary>
    public decimal? Ratio(int n) => Count == 0 ? null : n >= Count ? Whole : _shares.Take(n).Sum();

    /// <summary>Herfindahl–Hirschman index: the sum of the squared shares in percent, up to 10,000 for a single customer.</summary>
    public decimal? Hhi => Count == 0 ? null : _shares.Sum(s => s * s);

    /// <summary>How many customers of equal size would be as concentrated.</summary>
    public decimal? EffectiveNumber => Hhi is { } hhi ? WholeSquared / hhi : null;

    /// <summary>By how much the index rises when two customers with these positive values become one.</summary>
    public decimal? MergeDelta(decimal one, decimal other)
    {
        if (one <= 0 || other <= 0)
        {
            throw new DomainRuleException("Only customers with a positive value have a share to merge.");
        }

        return Count == 0 ? null : 2 * (one / PositiveTotal * Whole) * (other / PositiveTotal * Whole);
    }
}
