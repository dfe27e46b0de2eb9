namespace KamPortal.Domain.Scoring;

/// <summary>
/// Weights from comparing criteria two by two (analytic hierarchy process): the principal eigenvector of the judgements, with the
/// consistency ratio that tells how far the judgements contradict one another.
/// </summary>
/// <remarks>Source: T. L. Saaty, Decision making with the analytic hierarchy process (2008); random indices of Saaty (2005).</remarks>
public sealed class PairwiseComparison
{
    /// <summary>Judgements less consistent than this should be looked at again.</summary>
    public const double AcceptableRatio = 0.10;

    /// <summary>Things that can be compared at once.</summary>
    public const int Most = 9;

    private const double Strongest = 9;
    private const double Reciprocity = 1e-6;
    private const double Settled = 1e-14;
    private const int MostSteps = 10_000;

    // By number of things compared; with one or two nothing can be inconsistent.
    private static readonly double[] RandomIndices = [0, 0, 0, .52, .89, 1.11, 1.25, 1.35, 1.40, 1.45];

    private readonly double[,] _judgements;
    private readonly double[] _weights;

    private PairwiseComparison(double[,] judgements)
    {
        _judgements = judgements;
        _weights = Eigenvector(judgements);
        LambdaMax = Eigenvalue(judgements, _weights);
    }

    /// <summary>
    /// From the whole table: how much more the row matters than the column, 1 for equally much, 9 for extremely more, 1/9 for extremely
    /// less. Below the diagonal stand the reciprocals.
    /// </summary>
    /// <exception cref="DomainRuleException">Not 1–9 rows of as many columns, a judgement beyond 1/9–9, a diagonal other than 1, or no reciprocal.</exception>
    public static PairwiseComparison Of(double[,] judgements)
    {
        var n = judgements.GetLength(0);
        if (n is < 1 or > Most || judgements.GetLength(1) != n)
        {
            throw new DomainRuleException($"One to {Most} criteria are compared with one another.");
        }

        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                Check(judgements, row, column);
            }
        }

        return new PairwiseComparison((double[,])judgements.Clone());
    }

    /// <summary>From the judgements above the diagonal, row by row: first with second, first with third, …, second with third, …</summary>
    public static PairwiseComparison OfUpper(int criteria, IReadOnlyList<double> upper)
    {
        if (criteria is < 1 or > Most || upper.Count != criteria * (criteria - 1) / 2)
        {
            throw new DomainRuleException($"{criteria} criteria need {criteria * (criteria - 1) / 2} judgements, each with each.");
        }

        var judgements = new double[criteria, criteria];
        for (var (row, next) = (0, 0); row < criteria; row++)
        {
            judgements[row, row] = 1;
            for (var column = row + 1; column < criteria; column++, next++)
            {
                (judgements[row, column], judgements[column, row]) = (upper[next], 1 / upper[next]);
            }
        }

        return Of(judgements);
    }

    /// <summary>In the order of the rows; they sum to 1.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The principal eigenvalue; as large as the number of criteria when nothing contradicts.</summary>
    public double LambdaMax { get; }

    /// <summary>CI = (λmax − n) / (n − 1); 0 for one criterion.</summary>
    public double ConsistencyIndex => _weights.Length < 2 ? 0 : (LambdaMax - _weights.Length) / (_weights.Length - 1);

    /// <summary>CR: the consistency index over that of random judgements; 0 for one or two criteria.</summary>
    public double ConsistencyRatio => _weights.Length < 3 ? 0 : ConsistencyIndex / RandomIndices[_weights.Length];

    public bool IsConsistent => ConsistencyRatio <= AcceptableRatio;

    /// <summary>The weights as percentages of so many decimals that add up to 100, as a model keeps them.</summary>
    public decimal[] Percentages(int decimals = 0) =>
        Rounding.LargestRemainder(Array.ConvertAll(_weights, w => (decimal)w * ScoringModel.TotalWeight), ScoringModel.TotalWeight, decimals);

    /// <summary>The judgements that the others contradict most, worst first; those that fit exactly are left out.</summary>
    public IReadOnlyList<Contradiction> Contradictions(int most = 3)
    {
        var found = new List<Contradiction>();
        for (var row = 0; row < _weights.Length; row++)
        {
            for (var column = row + 1; column < _weights.Length; column++)
            {
                found.Add(new(row, column, _judgements[row, column], Math.Clamp(_weights[row] / _weights[column], 1 / Strongest, Strongest)));
            }
        }

        return [.. found.Where(c => c.Severity > 1 + Reciprocity).OrderByDescending(c => c.Severity).Take(most)];
    }

    private static void Check(double[,] judgements, int row, int column)
    {
        var (judgement, opposite) = (judgements[row, column], judgements[column, row]);
        if (row == column ? judgement != 1 : !(judgement >= (1 / Strongest) - Reciprocity && judgement <= Strongest + Reciprocity))
        {
            throw new DomainRuleException(row == column ? "A criterion matters as much as itself." : "A judgement lies between 1/9 and 9.");
        }

        if (!(Math.Abs((judgement * opposite) - 1) <= Reciprocity))
        {
            throw new DomainRuleException("What matters so many times more one way matters as many times less the other way.");
        }
    }

    /// <summary>Power iteration from equal weights until they stand still.</summary>
    private static double[] Eigenvector(double[,] a)
    {
        var n = a.GetLength(0);
        var weights = new double[n];
        Array.Fill(weights, 1.0 / n);
        for (var (step, moved) = (0, 1.0); moved > Settled && step < MostSteps; step++)
        {
            var next = Times(a, weights);
            var sum = next.Sum();
            moved = 0;
            for (var i = 0; i < n; i++)
            {
                next[i] /= sum;
                moved = Math.Max(moved, Math.Abs(next[i] - weights[i]));
            }

            weights = next;
        }

        return weights;
    }

    private static double Eigenvalue(double[,] a, double[] weights) => Times(a, weights).Zip(weights, (product, w) => product / w).Average();

    private static double[] Times(double[,] a, double[] weights)
    {
        var product = new double[weights.Length];
        for (var row = 0; row < weights.Length; row++)
        {
            for (var column = 0; column < weights.Length; column++)
            {
                product[row] += a[row, column] * weights[column];
            }
        }

        return product;
    }
}

/// <summary>A judgement and what the other judgements say in its place.</summary>
/// <param name="Row">Number of the criterion judged, from 0.</param>
/// <param name="Column">Number of the one it was compared with.</param>
/// <param name="Given">How much more it was said to matter.</param>
/// <param name="Implied">How much more it matters by the weights that all judgements give together, 1/9–9.</param>
public sealed record Contradiction(int Row, int Column, double Given, double Implied)
{
    /// <summary>How many times too strong or too weak the judgement is, 1 for not at all.</summary>
    public double Severity => Math.Max(Given / Implied, Implied / Given);
}
