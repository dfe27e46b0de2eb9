namespace KamPortal.Domain;

/// <summary>The only source of chance in the rules: Sebastiano Vigna's SplitMix64. The same seed gives the same draws, always.</summary>
public sealed class SplitMix64(ulong seed)
{
    private const double OneOver2To53 = 1.0 / (1UL << 53);

    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Evenly from 0 (included) to 1 (excluded).</summary>
    public double Unit() => (Next() >> 11) * OneOver2To53;

    /// <summary>Standard normal, by the polar method of Marsaglia.</summary>
    public double Normal()
    {
        while (true)
        {
            var (u, v) = ((2 * Unit()) - 1, (2 * Unit()) - 1);
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>Gamma of a shape above 0 and scale 1, by the method of Marsaglia and Tsang (2000) with their boost for shapes below 1.</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - Unit(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - Unit()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
