namespace KamPortal.Domain.Scoring;

/// <summary>A double as an unsigned integer of the same order, so that values can be sorted and counted by their bits.</summary>
internal static class SortableBits
{
    /// <summary>All bits turned when negative, the sign bit when not. Adding 0 makes −0 and 0 one value. Not for NaN.</summary>
    public static ulong Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return unchecked((ulong)(bits ^ ((bits >> 63) | long.MinValue)));
    }

    /// <summary>The double that <see cref="Of"/> made the bits of.</summary>
    public static double Value(ulong bits)
    {
        var signed = unchecked((long)bits);
        return BitConverter.Int64BitsToDouble(signed < 0 ? signed ^ long.MinValue : ~signed);
    }
}
