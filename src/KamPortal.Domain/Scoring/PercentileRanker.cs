using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KamPortal.Domain.Scoring;

/// <summary>
/// Mid-ranks of a column of doubles by radix sort, with buffers that serve one column after another. The result depends on the
/// values alone, never on the order in which accounts come.
/// </summary>
/// <remarks>
/// 32 bits that order like the values (see <see cref="Load"/>) are sorted together with the account's index in one 64-bit word, in
/// three passes of 11, 11 and 10 bits; those that agree in all 32 are settled by comparing the values themselves.
/// </remarks>
internal sealed class PercentileRanker : IDisposable
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int DigitMask = Digits - 1;
    private const int KeyBits = 32;
    private const double SpreadOverPowers = 1 << 16;

    private readonly int[] _histogram = new int[3 * Digits];
    private ulong[] _items;
    private ulong[] _spare;
    private double[] _ascending;

    public PercentileRanker(int accounts)
    {
        _items = ArrayPool<ulong>.Shared.Rent(accounts);
        _spare = ArrayPool<ulong>.Shared.Rent(accounts);
        _ascending = ArrayPool<double>.Shared.Rent(accounts);
    }

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_items);
        ArrayPool<ulong>.Shared.Return(_spare);
        ArrayPool<double>.Shared.Return(_ascending);
        (_items, _spare, _ascending) = ([], [], []);
    }

    /// <summary>Writes the mid-rank of every value, <paramref name="missing"/> where there is none.</summary>
    /// <param name="minimum">The smallest value, below the largest.</param>
    /// <param name="maximum">The largest value.</param>
    public void Rank(ReadOnlySpan<double> values, double minimum, double maximum, bool lowerIsBetter, double missing, Span<double> result)
    {
        var count = Load(values, minimum, maximum, missing, result);
        for (var digit = 0; digit < 3; digit++)
        {
            Sort(count, digit);
        }

        // Most keys stand alone in most columns, so that their values need not be fetched again.
        var items = _items.AsSpan(0, count);
        for (var (first, end) = (0, 0); first < count; first = end)
        {
            var key = items[first] >> KeyBits;
            for (end = first + 1; end < count && items[end] >> KeyBits == key; end++)
            {
            }

            if (end == first + 1)
            {
                Write(items[first..end], first, count, lowerIsBetter, result);
            }
            else
            {
                WriteAgreeing(values, items[first..end], first, count, lowerIsBetter, result);
            }
        }
    }

    /// <summary>Ranks those that agree in all the bits sorted by: equals for the most part, else settled by their values.</summary>
    private void WriteAgreeing(ReadOnlySpan<double> values, Span<ulong> items, int first, int count, bool lowerIsBetter, Span<double> result)
    {
        var ascending = _ascending.AsSpan(0, items.Length);
        var differ = false;
        for (var i = 0; i < items.Length; i++)
        {
            ascending[i] = values[Account(items[i])];
            differ |= ascending[i] != ascending[0];
        }

        if (!differ)
        {
            Write(items, first, count, lowerIsBetter, result);
            return;
        }

        ascending.Sort(items);
        for (var (from, end) = (0, 0); from < items.Length; from = end)
        {
            for (end = from + 1; end < items.Length && ascending[end] == ascending[from]; end++)
            {
            }

            Write(items[from..end], first + from, count, lowerIsBetter, result);
        }
    }

    /// <summary>Gives equals the rank in their middle.</summary>
    private static void Write(ReadOnlySpan<ulong> equals, int below, int count, bool lowerIsBetter, Span<double> result)
    {
        var rank = PercentileTable.MidRank(below, equals.Length, count);
        var points = lowerIsBetter ? ColumnNormalisation.Best - rank : rank;
        foreach (var item in equals)
        {
            result[Account(item)] = points;
        }
    }

    private static int Account(ulong item) => unchecked((int)(uint)item);

    /// <summary>Packs key and index of every present value and counts the digits of the keys; answers how many there are.</summary>
    /// <remarks>
    /// What a value lies above a point somewhat below the smallest orders as the values do, and spreads over few powers of two, so that few values
    /// share a key. Rounding may make neighbours equal but never turns them around.
    /// </remarks>
    private int Load(ReadOnlySpan<double> values, double minimum, double maximum, double missing, Span<double> result)
    {
        Array.Clear(_histogram);
        result.Fill(missing);
        var (count, scale) = (0, maximum / 2 - minimum / 2 < double.MaxValue / 4 ? 1.0 : 1.0 / 8);
        var below = (maximum - minimum) * scale / SpreadOverPowers;
        unchecked
        {
            var lowest = (ulong)BitConverter.DoubleToInt64Bits(below);
            var highest = (ulong)BitConverter.DoubleToInt64Bits((maximum * scale) - (minimum * scale) + below);
            var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(highest - lowest) - KeyBits);
            var origin = minimum * scale;
            ref var low = ref MemoryMarshal.GetArrayDataReference(_histogram);
            ref var middle = ref Unsafe.Add(ref low, Digits);
            ref var high = ref Unsafe.Add(ref middle, Digits);
            var items = _items;
            for (var i = 0; i < values.Length; i++)
            {
                // A missing value is packed as well and then overwritten: cheaper than a branch that is guessed wrong.
                var value = values[i];
                var present = double.IsNaN(value) ? 0 : 1;
                var key = (uint)(((ulong)BitConverter.DoubleToInt64Bits((value * scale) - origin + below) - lowest) >> shift);
                items[count] = ((ulong)key << KeyBits) | (uint)i;
                count += present;
                Unsafe.Add(ref low, key & DigitMask) += present;
                Unsafe.Add(ref middle, (key >> DigitBits) & DigitMask) += present;
                Unsafe.Add(ref high, key >> (2 * DigitBits)) += present;
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

        var before = 0;
        for (var d = 0; d < Digits; d++)
        {
            (starts[d], before) = (before, before + starts[d]);
        }

        var shift = KeyBits + (digit * DigitBits);
        unchecked
        {
            // A digit is always below the number of counters and their sum is the number of items, so no bounds are checked here.
            ref var next = ref MemoryMarshal.GetReference(starts);
            ref var to = ref MemoryMarshal.GetArrayDataReference(_spare);
            foreach (var item in _items.AsSpan(0, count))
            {
                Unsafe.Add(ref to, Unsafe.Add(ref next, (int)(item >> shift) & DigitMask)++) = item;
            }
        }

        (_items, _spare) = (_spare, _items);
    }
}
