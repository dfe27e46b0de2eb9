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
    /// <param name="minimum">The smallest value, below the largest.</param>
    /// <param name="maximum">The largest value.</param>
    public void Rank(ReadOnlySpan<double> values, double minimum, double maximum, bool lowerIsBetter, double missing, Span<double> result)
    {
        var count = Load(values, SortableBits.Of(minimum), SortableBits.Of(maximum), missing, result);
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

    /// <summary>Packs key and index of every present value and counts the digits of the keys; answers how many there are.</summary>
    private int Load(ReadOnlySpan<double> values, ulong lowest, ulong highest, double missing, Span<double> result)
    {
        Array.Clear(_histogram);
        var count = 0;
        unchecked
        {
            var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(highest - lowest) - KeyBits);
            ref var low = ref MemoryMarshal.GetArrayDataReference(_histogram);
            ref var middle = ref Unsafe.Add(ref low, Digits);
            ref var high = ref Unsafe.Add(ref middle, Digits);
            var items = _items;
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                if (double.IsNaN(value))
                {
                    result[i] = missing;
                    continue;
                }

                var key = (uint)((SortableBits.Of(value) - lowest) >> shift);
                items[count++] = ((ulong)key << KeyBits) | (uint)i;
                Unsafe.Add(ref low, key & DigitMask)++;
                Unsafe.Add(ref middle, (key >> DigitBits) & DigitMask)++;
                Unsafe.Add(ref high, key >> (2 * DigitBits))++;
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

    private void RankTied(ReadOnlySpan<double> values, int start, int end, int count, bool lowerIsBetter, Span<double> result)
    {
        var tied = _items.AsSpan(start, end - start);
        if (AllEqual(values, tied))
        {
            var points = Points(start, tied.Length, count, lowerIsBetter);
            foreach (var item in tied)
            {
                result[Account(item)] = points;
            }

            return;
        }

        // Rare and short: values that differ only in bits below those sorted by.
        var ordered = new (double Value, int Account)[tied.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = (values[Account(tied[i])], Account(tied[i]));
        }

        Array.Sort(ordered, static (a, b) => a.Value.CompareTo(b.Value));
        for (var (i, next) = (0, 1); i < ordered.Length; i = next++)
        {
            while (next < ordered.Length && ordered[next].Value == ordered[i].Value)
            {
                next++;
            }

            var points = Points(start + i, next - i, count, lowerIsBetter);
            foreach (var (_, account) in ordered.AsSpan(i, next - i))
            {
                result[account] = points;
            }
        }
    }

    private static bool AllEqual(ReadOnlySpan<double> values, ReadOnlySpan<ulong> items)
    {
        var first = values[Account(items[0])];
        foreach (var item in items[1..])
        {
            if (values[Account(item)] != first)
            {
                return false;
            }
        }

        return true;
    }
}
