using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KamPortal.Domain.Scoring;

/// <summary>Cut-offs, margin, guards and C+ test over many accounts at once; says which accounts come too near to a cut to be sure.</summary>
internal readonly struct KernelCuts
{
    public const float NoScore = -1;
    public const sbyte Loses = 1;
    public const sbyte HoldsA = 2;
    public const sbyte HoldsB = 4;

    // Scores are rounded to hundredths before they are compared, so that a cut is reached half a hundredth early.
    private const double Early = 0.005;

    private readonly Vector<float> _a;
    private readonly Vector<float> _b;
    private readonly Vector<float> _heldA;
    private readonly Vector<float> _heldB;
    private readonly Vector<float> _potential;
    private readonly Vector<float> _error;
    private readonly Vector<int> _lossGuard;
    private readonly Vector<int> _dataGuard;

    public KernelCuts(ScoringModel model, float error)
    {
        var cuts = (CutOffs)model.TierRule;
        var margin = model.Stability?.Margin ?? 0;
        (_a, _b, _heldA, _heldB) = (From(cuts.AFrom), From(cuts.BFrom), From(cuts.AFrom - margin), From(cuts.BFrom - margin));
        (_potential, _error) = (From(cuts.PotentialFrom), new(error));
        _lossGuard = model.Guards.LossIsAtMostC ? new(Loses) : Vector<int>.Zero;
        _dataGuard = model.Guards.InsufficientDataIsAtMostC ? Vector<int>.AllBitsSet : Vector<int>.Zero;
    }

    /// <summary>Writes the tiers of a block; the numbers of unsure accounts are added to <paramref name="near"/>.</summary>
    public void Classify(
        ReadOnlySpan<float> composite, ReadOnlySpan<float> growth, ReadOnlySpan<int> unsure, ReadOnlySpan<sbyte> flags, Span<byte> tiers, int start, List<int> near)
    {
        var (lanes, all) = (Vector<float>.Count, Vector<sbyte>.Count);
        for (var i = 0; i < composite.Length; i += all)
        {
            Vector.Widen(new Vector<sbyte>(flags[i..]), out var lower, out var upper);
            Vector.Widen(lower, out var f0, out var f1);
            Vector.Widen(upper, out var f2, out var f3);
            var t0 = Tier(new(composite[i..]), new(growth[i..]), new(unsure[i..]), f0, out var n0);
            var t1 = Tier(new(composite[(i + lanes)..]), new(growth[(i + lanes)..]), new(unsure[(i + lanes)..]), f1, out var n1);
            var t2 = Tier(new(composite[(i + (2 * lanes))..]), new(growth[(i + (2 * lanes))..]), new(unsure[(i + (2 * lanes))..]), f2, out var n2);
            var t3 = Tier(new(composite[(i + (3 * lanes))..]), new(growth[(i + (3 * lanes))..]), new(unsure[(i + (3 * lanes))..]), f3, out var n3);
            Vector.Narrow(Vector.Narrow(t0, t1), Vector.Narrow(t2, t3)).CopyTo(MemoryMarshal.Cast<byte, sbyte>(tiers[i..]));
            if ((n0 | n1 | n2 | n3) != Vector<int>.Zero)
            {
                var marks = Vector.Narrow(Vector.Narrow(n0, n1), Vector.Narrow(n2, n3));
                for (var lane = 0; lane < all; lane++)
                {
                    if (marks[lane] != 0)
                    {
                        near.Add(start + i + lane);
                    }
                }
            }
        }
    }

    /// <summary>Tier numbers: 4 less 2 for B or better, less 1 more for A, less 1 for C+.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<int> Tier(Vector<float> composite, Vector<float> growth, Vector<int> unsure, Vector<int> flags, out Vector<int> near)
    {
        var ofA = Vector.ConditionalSelect(Has(flags, HoldsA), _heldA, _a);
        var ofB = Vector.ConditionalSelect(Has(flags, HoldsB), _heldB, _b);
        near = Near(composite, ofA) | Near(composite, ofB) | Near(growth, _potential);
        var data = unsure & _dataGuard;
        var low = data | Vector.OnesComplement(Vector.Equals(flags & _lossGuard, Vector<int>.Zero));
        var a = Vector.AndNot(Vector.GreaterThanOrEqual(composite, ofA), low);
        var above = a | Vector.AndNot(Vector.GreaterThanOrEqual(composite, ofB), low);
        var plus = Vector.AndNot(Vector.AndNot(Vector.GreaterThanOrEqual(growth, _potential), above), data);
        return new Vector<int>(4) + above + above + a + plus;
    }

    private Vector<int> Near(Vector<float> score, Vector<float> cut) => Vector.LessThanOrEqual(Vector.Abs(score - cut), _error);

    private static Vector<int> Has(Vector<int> flags, int flag) => Vector.Equals(flags & new Vector<int>(flag), new Vector<int>(flag));

    private static Vector<float> From(decimal cut) => new((float)((TierRule.Hundredths(cut) / 100.0) - Early));
}
