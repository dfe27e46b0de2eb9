using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>Finds the least changes of one account's raw values with which it reaches a tier.</summary>
internal sealed class LiftSearch
{
    private const int MostCandidates = 64;

    private readonly FrozenScoring _frozen;
    private readonly double[] _raw;
    private readonly double[] _normalised;
    private readonly double[] _trial;
    private readonly double _contribution;
    private readonly string _code;
    private readonly Tier _goal;

    public LiftSearch(FrozenScoring frozen, IReadOnlyList<double> raw, double contribution, string code, Tier goal)
    {
        (_frozen, _raw, _contribution, _code, _goal) = (frozen, [.. raw], contribution, code, goal);
        _normalised = [.. _raw.Select((value, c) => frozen.Normalise(c, value))];
        _trial = [.. _normalised];
    }

    public IReadOnlyList<LiftStep> Alone() => [.. Enumerable.Range(0, _raw.Length).Select(c => Step(c, Least(c, x => Reaches(c, x), double.PositiveInfinity)))];

    public LiftPair? CheapestPair()
    {
        LiftPair? best = null;
        var movable = Enumerable.Range(0, _raw.Length).Where(c => !double.IsNaN(_raw[c]) && _frozen.Weights.CountsInComposite(c) && Spread(c) > 0).ToArray();
        foreach (var one in movable)
        {
            // Each of the two is in turn the one whose values are tried and the one that fills up what is missing.
            foreach (var other in movable.Where(o => o != one))
            {
                var ladder = new LiftLadder(_frozen, one, _raw[one], End(one));
                for (var (from, to) = (0, ladder.Count - 1); ;)
                {
                    var stride = Math.Max(1, (to - from + MostCandidates - 1) / MostCandidates);
                    var bestHere = -1;
                    for (var i = from; i <= to; i += stride)
                    {
                        bestHere = Try(ladder[i]) || Try(ladder.Beyond(i)) ? i : bestHere;
                    }

                    if (stride == 1 || bestHere < 0)
                    {
                        break;
                    }

                    (from, to) = (Math.Max(from, bestHere - stride), Math.Min(to, bestHere + stride));
                }

                bool Try(double x)
                {
                    var cost = Cost(one, x);
                    if (cost == 0 || cost >= (best?.Cost ?? double.PositiveInfinity) || Reaches(one, x)
                        || Least(other, y => Reaches(one, x, other, y), ((best?.Cost ?? double.PositiveInfinity) - cost) * Spread(other)) is not { } filled)
                    {
                        return false;
                    }

                    cost += Cost(other, filled);
                    if (cost >= (best?.Cost ?? double.PositiveInfinity))
                    {
                        return false;
                    }

                    best = one < other ? new(Step(one, x), Step(other, filled), cost) : new(Step(other, filled), Step(one, x), cost);
                    return true;
                }
            }
        }

        return best;
    }

    /// <summary>The value nearest to the present one, in the good direction, that does it; null when none within reach does.</summary>
    private double? Least(int c, Func<double, bool> reaches, double furthest)
    {
        if (Choices(c) is { } choices)
        {
            return choices.Where(x => double.IsNaN(_raw[c]) || Math.Abs(x - _raw[c]) <= furthest).Cast<double?>().FirstOrDefault(x => reaches(x!.Value));
        }

        var (start, end) = (double.IsNaN(_raw[c]) ? Begin(c) : _raw[c], End(c));
        if (double.IsFinite(furthest) && !double.IsNaN(_raw[c]))
        {
            end = LowerIsBetter(c) ? Math.Max(end, start - furthest) : Math.Min(end, start + furthest);
        }

        if (LowerIsBetter(c) ? end > start : end < start)
        {
            return null;
        }

        return !reaches(end) ? null : Bisect(start, end, reaches);
    }

    /// <summary>Halves the doubles between one that does not do it and one that does until they are neighbours.</summary>
    private static double Bisect(double start, double end, Func<double, bool> reaches)
    {
        if (reaches(start))
        {
            return start;
        }

        var (no, yes) = (SortableBits.Of(start), SortableBits.Of(end));
        while (yes > no ? yes - no > 1 : no - yes > 1)
        {
            var middle = yes > no ? no + ((yes - no) / 2) : no - ((no - yes) / 2);
            if (reaches(SortableBits.Value(middle)))
            {
                yes = middle;
            }
            else
            {
                no = middle;
            }
        }

        return SortableBits.Value(yes);
    }

    /// <summary>Ratings and bands have few values worth trying: nearest to the present one first.</summary>
    private IEnumerable<double>? Choices(int c)
    {
        var now = _raw[c];
        IEnumerable<double>? all = _frozen.Criteria[c].Normalisation switch
        {
            Bands bands => bands.Steps.SelectMany(s => new[] { (double)s.From, Math.BitDecrement((double)s.From) }),
            Rating rating => Scale(rating.Lowest, rating.Highest),
            _ when Metrics.Get(_frozen.Criteria[c].Metric).IsRated => Scale(1, 5),
            _ => null,
        };
        return all?.Where(x => x != now).OrderBy(x => double.IsNaN(now) ? x : Math.Abs(x - now));

        static IEnumerable<double> Scale(decimal lowest, decimal highest) =>
            Enumerable.Range((int)Math.Ceiling(lowest), Math.Max(0, (int)(highest - Math.Ceiling(lowest)) + 1)).Select(r => (double)r);
    }

    private bool Reaches(int c, double x) => Reaches(c, x, c, x);

    private bool Reaches(int one, double x, int other, double y)
    {
        (_trial[one], _trial[other]) = (_frozen.Normalise(one, x), _frozen.Normalise(other, y));
        var contribution = IsContribution(other) ? y : IsContribution(one) ? x : _contribution;
        var tier = _frozen.Weigh(_trial, contribution, _code).Tier;
        (_trial[one], _trial[other]) = (_normalised[one], _normalised[other]);
        return tier <= _goal;
    }

    private LiftStep Step(int c, double? needed)
    {
        var (table, metric) = (_frozen.TableOf(c), _frozen.Criteria[c].Metric);
        var lower = LowerIsBetter(c);
        var beyond = needed is { } x && !table.Has(x) && table.Has(lower ? Math.BitIncrement(x) : Math.BitDecrement(x));
        var shown = !beyond ? needed : lower ? Math.BitIncrement(needed!.Value) : Math.BitDecrement(needed!.Value);
        var there = needed is not { } value || table.Ascending.Length == 0 ? 0
            : (double)(lower ? table.NumberBelow(value, orEqual: true) : table.Ascending.Length - table.NumberBelow(value, orEqual: false)) / table.Ascending.Length;
        return new LiftStep(c, metric, double.IsNaN(_raw[c]) ? null : _raw[c], shown, beyond, there);
    }

    private double Cost(int c, double x) => Math.Abs(x - _raw[c]) / Spread(c);

    private double Spread(int c) => _frozen.TableOf(c).InterquartileRange;

    private bool IsContribution(int c) => _frozen.Criteria[c].Metric == Metrics.ProfitContribution;

    private bool LowerIsBetter(int c) => ColumnNormalisation.LowerIsBetter(_frozen.Criteria[c].Metric);

    /// <summary>Beyond the best value seen, but never beyond what makes sense for the metric.</summary>
    private double End(int c)
    {
        var metric = Metrics.Get(_frozen.Criteria[c].Metric);
        var seen = _frozen.TableOf(c).Ascending;
        var now = double.IsNaN(_raw[c]) ? 0 : _raw[c];
        var (least, most) = seen.IsEmpty ? (now, now) : (Math.BitDecrement(Math.Min(seen[0], now)), Math.BitIncrement(Math.Max(seen[^1], Math.Max(now, 0))));
        return LowerIsBetter(c) ? Math.Max(least, Math.Min(now, metric.Minimum ?? least)) : Math.Min(most, Math.Max(now, metric.Maximum ?? most));
    }

    private double Begin(int c)
    {
        var seen = _frozen.TableOf(c).Ascending;
        return seen.IsEmpty ? 0 : LowerIsBetter(c) ? Math.BitIncrement(seen[^1]) : Math.BitDecrement(seen[0]);
    }
}

/// <summary>The values of a criterion that are worth trying, from the present one to the end: where the points of a rank change.</summary>
internal readonly struct LiftLadder
{
    private readonly double[] _rungs;
    private readonly bool _down;
    private readonly bool _isRank;

    public LiftLadder(FrozenScoring frozen, int criterion, double now, double end)
    {
        _isRank = frozen.Criteria[criterion].Normalisation is PercentileRank;
        _down = end < now;
        var (low, high, isRank) = (Math.Min(now, end), Math.Max(now, end), _isRank);
        var steps = frozen.Criteria[criterion].Normalisation switch
        {
            Bands bands => bands.Steps.SelectMany(s => new[] { (double)s.From, Math.BitDecrement((double)s.From) }),
            Rating rating => Enumerable.Range((int)Math.Ceiling(rating.Lowest), (int)(rating.Highest - Math.Ceiling(rating.Lowest)) + 1).Select(r => (double)r),
            MinMax => frozen.Reference.Criteria[criterion] is { Lower: { } lower, Upper: { } upper } ? [lower, upper] : [],
            _ => frozen.TableOf(criterion).Between(low, high),
        };
        _rungs = [.. steps.Where(x => !isRank || (x >= low && x <= high)).Append(end).Distinct().OrderBy(x => Math.Abs(x - now))];
    }

    public int Count => _rungs.Length;

    public double this[int rung] => _rungs[rung];

    /// <summary>Just beyond a rung: there a rank has passed all who stand on it.</summary>
    public double Beyond(int rung) => !_isRank || rung == _rungs.Length - 1 ? _rungs[rung] : _down ? Math.BitDecrement(_rungs[rung]) : Math.BitIncrement(_rungs[rung]);
}
