using System.Buffers;
using System.Numerics;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Mid-ranks of a column of doubles by radix sort, with buffers that serve one column after another. The result depends on the
/// values alone, never on the order in which accounts come.
/// </summary>
/// <remarks>
/// A double's bits, with the sign turned, order like an unsigned integer. The 32 bits below the column's highest differing bit
/// are sorted together with the account's index in one 64-bit word (three passes of 11, 11 and 10 bits); the few neighbours
/// that agree in all 32 are settled by comparing the values themselves.
/// </remarks>
internal sealed class PercentileRanker : IDisposable
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int DigitMask = Digits - 1;
    private const int KeyBits = 32;

    private readonly int[] _histogram = new int[3 * Digits];
    private ulong[] _items;
    private ulong[] _spare;
    private double[] _tied = [];
    private int[] _tiedAccounts = [];

    public PercentileRanker(int accounts)
    {
        _items = ArrayPool<ulong>.Shared.Rent(accounts);
        _spare = ArrayPool<ulong>.Shared.Rent(accounts);
    }

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_items);
        ArrayPool<ulong>.Shared.Return(_spare);
        (_items, _spare) = ([], []);
    }

    /// <summary>Writes the mid-rank of every value, <paramref name="missing"/> where there is none.</summary>
    public void Rank(ReadOnlySpan<double> values, bool lowerIsBetter, double missing, Span<double> result)
    {
        var count = Load(values, missing, result);
        for (var digit = 0; digit < 3; digit++)
        {
            Sort(count, digit);
        }

        var items = _items.AsSpan(0, count);
        for (var start = 0; start < count;)
        {
            var key = (uint)(items[start] >> KeyBits);
            var end = start + 1;
            while (end < count && (uint)(items[end] >> KeyBits) == key)
            {
                end++;
            }

            if (end - start == 1)
            {
                result[Account(items[start])] = Points(start, 1, count, lowerIsBetter);
            }
            else
            {
                RankTied(values, start, end, count, lowerIsBetter, result);
            }

            start = end;
        }
    }

    private static double Points(int below, int equal, int count, bool lowerIsBetter)
    {
        var rank = PercentileTable.MidRank(below, equal, count);
        return lowerIsBetter ? ColumnNormalisation.Best - rank : rank;
    }

    private static int Account(ulong item) => unchecked((int)(uint)item);

    /// <summary>Ascending like the value: all bits turned when negative, the sign bit when not. Adding 0 makes −0 and 0 one value.</summary>
    private static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return unchecked((ulong)(bits ^ ((bits >> 63) | long.MinValue)));
    }

    /// <summary>Packs key and index of every present value and counts the digits of the keys; answers how many there are.</summary>
    private int Load(ReadOnlySpan<double> values, double missing, Span<double> result)
    {
        var (lowest, highest) = (ulong.MaxValue, ulong.MinValue);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                var key = Key(value);
                lowest = Math.Min(lowest, key);
                highest = Math.Max(highest, key);
            }
        }

        Array.Clear(_histogram);
        var count = 0;
        unchecked
        {
            var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(highest - lowest) - KeyBits);
            var histogram = _histogram;
            var items = _items;
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                if (double.IsNaN(value))
                {
                    result[i] = missing;
                    continue;
                }

                var key = (uint)((Key(value) - lowest) >> shift);
                items[count++] = ((ulong)key << KeyBits) | (uint)i;
                histogram[key & DigitMask]++;
                histogram[Digits + ((key >> DigitBits) & DigitMask)]++;
                histogram[(2 * Digits) + (key >> (2 * DigitBits))]++;
            }
        }

        return count;
    }

    private void Sort(int count, int digit)
    {
        var starts = _histogram.AsSpan(digit * Digits, Digits);
        if (starts.Contains(count))
        {
            return;
        }

        var next = 0;
        for (var d = 0; d < Digits; d++)
        {
            (starts[d], next) = (next, next + starts[d]);
        }

        var shift = KeyBits + (digit * DigitBits);
        var (from, to) = (_items, _spare);
        unchecked
        {
            for (var i = 0; i < count; i++)
            {
                var item = from[i];
                to[starts[(int)(item >> shift) & DigitMask]++] = item;
            }
        }

        (_items, _spare) = (to, from);
    }

    private void RankTied(ReadOnlySpan<double> values, int start, int end, int count, bool lowerIsBetter, Span<double> result)
    {
        var length = end - start;
        if (_tied.Length < length)
        {
            _tied = new double[Math.Max(length, 2 * _tied.Length)];
            _tiedAccounts = new int[_tied.Length];
        }

        var allEqual = true;
        for (var i = 0; i < length; i++)
        {
            _tiedAccounts[i] = Account(_items[start + i]);
            _tied[i] = values[_tiedAccounts[i]];
            allEqual &= _tied[i] == _tied[0];
        }

        if (!allEqual)
        {
            Array.Sort(_tied, _tiedAccounts, 0, length);
        }

        for (var i = 0; i < length;)
        {
            var next = i + 1;
            while (next < length && _tied[next] == _tied[i])
            {
                next++;
            }

            var points = Points(start + i, next - i, count, lowerIsBetter);
            for (; i < next; i++)
            {
                result[_tiedAccounts[i]] = points;
            }
        }
    }
}
