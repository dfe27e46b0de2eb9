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
/// are sorted together with the account's index in one 64-bit word (three passes of 11, 11 and 10 bits); neighbours that agree
/// in all 32 are settled by comparing the values themselves.
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
    private double[] _ascending;
    private int[] _firsts;

    public PercentileRanker(int accounts)
    {
        _items = ArrayPool<ulong>.Shared.Rent(accounts);
        _spare = ArrayPool<ulong>.Shared.Rent(accounts);
        _ascending = ArrayPool<double>.Shared.Rent(accounts);
        _firsts = ArrayPool<int>.Shared.Rent(accounts);
    }

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_items);
        ArrayPool<ulong>.Shared.Return(_spare);
        ArrayPool<double>.Shared.Return(_ascending);
        ArrayPool<int>.Shared.Return(_firsts);
        (_items, _spare, _ascending, _firsts) = ([], [], [], []);
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
        var ascending = _ascending.AsSpan(0, count);
        for (var place = 0; place < count; place++)
        {
            ascending[place] = values[Account(items[place])];
        }

        Settle(ascending, items);
        WriteMidRanks(ascending, items, lowerIsBetter, result);
    }

    /// <summary>
    /// The first of equals is found going up, the last going down: no branch depends on where a tie ends, which nobody could guess.
    /// </summary>
    private void WriteMidRanks(ReadOnlySpan<double> ascending, ReadOnlySpan<ulong> items, bool lowerIsBetter, Span<double> result)
    {
        var count = ascending.Length;
        var firsts = _firsts.AsSpan(0, count);
        var first = 0;
        for (var place = 1; place < count; place++)
        {
            first = ascending[place] == ascending[place - 1] ? first : place;
            firsts[place] = first;
        }

        firsts[0] = 0;
        var last = count - 1;
        for (var place = count - 1; place >= 0; place--)
        {
            last = firsts[place] == firsts[last] ? last : place;
            var rank = PercentileTable.MidRank(firsts[place], last - firsts[place] + 1, count);
            result[Account(items[place])] = lowerIsBetter ? ColumnNormalisation.Best - rank : rank;
        }
    }

    /// <summary>Puts neighbours in order that agree in all the bits sorted by: few and near as a rule, else all are sorted.</summary>
    private static void Settle(Span<double> ascending, Span<ulong> items)
    {
        var moves = 2L * ascending.Length;
        for (var place = 1; place < ascending.Length; place++)
        {
            if (ascending[place] >= ascending[place - 1])
            {
                continue;
            }

            var (value, item, to) = (ascending[place], items[place], place);
            for (; to > 0 && ascending[to - 1] > value; to--, moves--)
            {
                (ascending[to], items[to]) = (ascending[to - 1], items[to - 1]);
            }

            (ascending[to], items[to]) = (value, item);
            if (moves < 0)
            {
                ascending.Sort(items);
                return;
            }
        }
    }

    private static int Account(ulong item) => unchecked((int)(uint)item);

    /// <summary>Packs key and index of every present value and counts the digits of the keys; answers how many there are.</summary>
    private int Load(ReadOnlySpan<double> values, ulong lowest, ulong highest, double missing, Span<double> result)
    {
        Array.Clear(_histogram);
        result.Fill(missing);
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
                // A missing value is packed as well and then overwritten: cheaper than a branch that is guessed wrong.
                var value = values[i];
                var present = double.IsNaN(value) ? 0 : 1;
                var key = (uint)((SortableBits.Of(value) - lowest) >> shift);
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
