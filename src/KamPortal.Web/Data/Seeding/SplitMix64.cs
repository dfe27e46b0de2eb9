namespace KamPortal.Data.Seeding;

/// <summary>The seed's own random numbers: the same on every machine and runtime, and in whole numbers and decimals only.</summary>
public sealed class SplitMix64(ulong seed)
{
    private const decimal Steps = 1_000_000m;
    private ulong _state = seed;

    /// <summary>The numbers that belong to a name.</summary>
    public static SplitMix64 Of(string name)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var letter in name) hash = (hash ^ letter) * 1099511628211UL;
            return new(hash);
        }
    }

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, in millionths of the way.</summary>
    public decimal Between(decimal low, decimal high) => low + (high - low) * (Next() % (ulong)Steps) / Steps;

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    /// <summary>About 1: mostly near, at most <paramref name="spread"/> away.</summary>
    public decimal Around(decimal spread) => 1 + (Between(-spread, spread) + Between(-spread, spread)) / 2;

    /// <summary>A whole number near <paramref name="mean"/>: the part after the point decides how often it is one more.</summary>
    public int Count(decimal mean) => (int)decimal.Floor(mean) + (Between(0, 1) < mean - decimal.Floor(mean) ? 1 : 0);
}
