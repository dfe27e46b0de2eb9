namespace KamPortal.Domain;

/// <summary>The product's only ways to round. Everything else is computed unrounded and rounded once, at the edge.</summary>
public static class Rounding
{
    private const int ScoreDecimals = 2;
    private const double Hundredths = 100;

    // Doubles closer than this to a half are left to exact decimals; 100 times the error of a 15-digit score is far smaller.
    private const double NearHalf = 1e-6;

    /// <summary>Money to cents, half away from zero.</summary>
    public static decimal ToCents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>A score to 2 decimals, half away from zero: the number shown and the number compared with a threshold.</summary>
    public static decimal Score(double score) => Math.Round((decimal)score, ScoreDecimals, MidpointRounding.AwayFromZero);

    /// <summary><see cref="Score"/> of a score, 0–100, in hundredths, without decimal arithmetic except near a half, where only that is exact.</summary>
    public static int ScoreHundredths(double score)
    {
        var raised = (score * Hundredths) + 0.5;
        var floor = Math.Floor(raised);
        return raised - floor is < NearHalf or > 1 - NearHalf
            ? (int)(Score(score) * 100)
            : unchecked((int)floor);
    }

    /// <summary>
    /// Rounds the parts to so many decimals that they add up to <paramref name="total"/> exactly: each part is rounded down and
    /// what is left goes, one unit each, to the parts that lost most (the earlier one when they lost the same).
    /// </summary>
    /// <remarks>The total must be a multiple of the unit; it is normally the rounded sum of the parts.</remarks>
    public static decimal[] LargestRemainder(ReadOnlySpan<decimal> parts, decimal total, int decimals)
    {
        if (parts.IsEmpty)
        {
            return total == 0 ? [] : throw new DomainRuleException("Nothing cannot be rounded to add up to something.");
        }

        var unit = new decimal(1, 0, 0, false, (byte)decimals);
        var rounded = new decimal[parts.Length];
        var lost = new decimal[parts.Length];
        var left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            rounded[i] = Math.Floor(parts[i] / unit) * unit;
            lost[i] = parts[i] - rounded[i];
            left -= rounded[i];
        }

        if (left % unit != 0)
        {
            throw new DomainRuleException($"A total of {total} cannot be reached with {decimals} decimals.");
        }

        var byLoss = Enumerable.Range(0, parts.Length).OrderByDescending(i => lost[i]).ThenBy(i => i).ToArray();
        var step = left < 0 ? -unit : unit;
        for (var next = 0; left != 0; next++, left -= step)
        {
            // Too much given away (only when the total is not the sum): take back from those that lost least.
            var place = next % byLoss.Length;
            rounded[byLoss[left < 0 ? byLoss.Length - 1 - place : place]] += step;
        }

        return rounded;
    }
}
