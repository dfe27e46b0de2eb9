namespace KamPortal.Domain;

/// <summary>Student's t distribution.</summary>
/// <remarks>
/// By the regularised incomplete beta function as a continued fraction (modified Lentz; DLMF 8.17.22), accurate to about 12 digits.
/// </remarks>
public static class StudentT
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const int MostSteps = 10_000;

    /// <summary>Probability, 0–1, of a value not above <paramref name="t"/>.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Below(double t, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (t == 0)
        {
            return 0.5;
        }

        var tail = 0.5 * IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2.0, 0.5);
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The value below which a share, between 0 and 1, of all lies.</summary>
    public static double Quantile(double share, int degrees)
    {
        if (share is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Between 0 and 1.");
        }

        if (share < 0.5)
        {
            return -Quantile(1 - share, degrees);
        }

        var (low, high) = (0.0, 1.0);
        while (Below(high, degrees) < share)
        {
            high *= 2;
        }

        while (high - low > Math.BitIncrement(high) - high && (low + high) / 2 is var middle && middle > low && middle < high)
        {
            (low, high) = Below(middle, degrees) < share ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return Math.Clamp(x, 0, 1);
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    private static double Fraction(double x, double a, double b)
    {
        var (c, d) = (1.0, 1 / Away(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m < MostSteps; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            (d, c) = (1 / Away(1 + (even * d)), Away(1 + (even / c)));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            (d, c) = (1 / Away(1 + (odd * d)), Away(1 + (odd / c)));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>Lanczos approximation with g = 7 and nine terms.</summary>
    private static double LogGamma(double x)
    {
        ReadOnlySpan<double> terms =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        var sum = terms[0];
        for (var i = 1; i < terms.Length; i++)
        {
            sum += terms[i] / (x - 1 + i);
        }

        var t = x + 6.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
