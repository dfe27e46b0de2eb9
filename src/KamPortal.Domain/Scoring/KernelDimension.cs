using System.Numerics;
using System.Runtime.InteropServices;

namespace KamPortal.Domain.Scoring;

/// <summary>One dimension as the kernel weighs it, in single precision.</summary>
/// <param name="Share">Its part of the composite, 0–1; 0 when it does not count.</param>
/// <param name="Counts">It is part of the composite.</param>
/// <param name="IsGrowth">Its own score is wanted for the C+ test.</param>
/// <param name="IsComplete">Every account has every value, so that all divide by the same sum of weights.</param>
/// <param name="Columns">Points by criterion with a weight above 0.</param>
/// <param name="Weights">Shares of 1 by criterion.</param>
internal sealed record KernelDimension(float Share, bool Counts, bool IsGrowth, bool IsComplete, float[][] Columns, float[] Weights)
{
    private static int Lanes => Vector<float>.Count;

    /// <summary>The dimensions that matter to the result.</summary>
    public static KernelDimension[] Of(ModelWeights weights, PreviewColumn[] columns) =>
    [
        .. Enumerable.Range(0, weights.Dimensions.Count)
            .Where(d => weights.Counts[d] || (weights.HasValues[d] && weights.Dimensions[d].Kind == DimensionKind.GrowthPotential))
            .Select(d =>
            {
                int[] criteria = [.. weights.CriteriaOf(d).Where(c => weights.ByCriterion[c] > 0)];
                var total = criteria.Sum(c => weights.ByCriterion[c]);
                return new KernelDimension(
                    weights.Counts[d] ? (float)(weights.ByDimension[d] / weights.Total) : 0,
                    weights.Counts[d],
                    weights.Dimensions[d].Kind == DimensionKind.GrowthPotential,
                    Array.TrueForAll(criteria, c => weights.IsComplete[c]),
                    Array.ConvertAll(criteria, c => columns[c].Rounded),
                    Array.ConvertAll(criteria, c => (float)(weights.ByCriterion[c] / total)));
            }),
    ];

    /// <summary>Adds the dimension to the composites of a block; leaves its scores in <paramref name="score"/> when it is growth potential.</summary>
    public void Weigh(int start, Span<float> composite, Span<float> score, Span<float> share, Span<int> unsure)
    {
        if (IsComplete && !IsGrowth)
        {
            AddColumns(start, Share, composite);
            return;
        }

        score.Clear();
        if (IsComplete)
        {
            AddColumns(start, 1, score);
        }
        else
        {
            share.Clear();
            for (var c = 0; c < Columns.Length; c += 2)
            {
                // An odd one out is added beside itself without weight.
                var (other, weight) = c + 1 < Columns.Length ? (Columns[c + 1], Weights[c + 1]) : (Columns[c], 0);
                AddPresent(Columns[c].AsSpan(start, score.Length), Weights[c], other.AsSpan(start, score.Length), weight, score, share);
            }

            Divide(score, share, unsure);
        }

        if (Counts)
        {
            Add(score, Share, composite);
        }
    }

    /// <summary>Four columns at a time, so that the target is read and written a quarter as often.</summary>
    private void AddColumns(int start, float scale, Span<float> target)
    {
        var c = 0;
        ref var to = ref MemoryMarshal.GetReference(target);
        for (; c + 3 < Columns.Length; c += 4)
        {
            ref var c0 = ref MemoryMarshal.GetReference(Columns[c].AsSpan(start, target.Length));
            ref var c1 = ref MemoryMarshal.GetReference(Columns[c + 1].AsSpan(start, target.Length));
            ref var c2 = ref MemoryMarshal.GetReference(Columns[c + 2].AsSpan(start, target.Length));
            ref var c3 = ref MemoryMarshal.GetReference(Columns[c + 3].AsSpan(start, target.Length));
            var (w0, w1) = (new Vector<float>(scale * Weights[c]), new Vector<float>(scale * Weights[c + 1]));
            var (w2, w3) = (new Vector<float>(scale * Weights[c + 2]), new Vector<float>(scale * Weights[c + 3]));
            for (nuint i = 0; i < (nuint)target.Length; i += (nuint)Lanes)
            {
                var two = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref c0, i), w0, Vector.LoadUnsafe(ref c1, i) * w1);
                var more = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref c2, i), w2, Vector.LoadUnsafe(ref c3, i) * w3);
                (Vector.LoadUnsafe(ref to, i) + (two + more)).StoreUnsafe(ref to, i);
            }
        }

        for (; c < Columns.Length; c++)
        {
            Add(Columns[c].AsSpan(start, target.Length), scale * Weights[c], target);
        }
    }

    private static void Add(ReadOnlySpan<float> column, float weight, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(column);
        ref var to = ref MemoryMarshal.GetReference(target);
        var by = new Vector<float>(weight);
        for (nuint i = 0; i < (nuint)target.Length; i += (nuint)Lanes)
        {
            Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref from, i), by, Vector.LoadUnsafe(ref to, i)).StoreUnsafe(ref to, i);
        }
    }

    private static void AddPresent(ReadOnlySpan<float> one, float ofOne, ReadOnlySpan<float> other, float ofOther, Span<float> sum, Span<float> share)
    {
        var (byOne, byOther) = (new Vector<float>(ofOne), new Vector<float>(ofOther));
        ref var fromOne = ref MemoryMarshal.GetReference(one);
        ref var fromOther = ref MemoryMarshal.GetReference(other);
        ref var toSum = ref MemoryMarshal.GetReference(sum);
        ref var toShare = ref MemoryMarshal.GetReference(share);
        for (nuint i = 0; i < (nuint)sum.Length; i += (nuint)Lanes)
        {
            // Only a missing value does not equal itself.
            var (a, b) = (Vector.LoadUnsafe(ref fromOne, i), Vector.LoadUnsafe(ref fromOther, i));
            var (hasA, hasB) = (Vector.AsVectorSingle(Vector.Equals(a, a)), Vector.AsVectorSingle(Vector.Equals(b, b)));
            var added = Vector.MultiplyAddEstimate(a & hasA, byOne, Vector.MultiplyAddEstimate(b & hasB, byOther, Vector.LoadUnsafe(ref toSum, i)));
            added.StoreUnsafe(ref toSum, i);
            (Vector.LoadUnsafe(ref toShare, i) + ((byOne & hasA) + (byOther & hasB))).StoreUnsafe(ref toShare, i);
        }
    }

    /// <summary>Sums become scores; who has no value at all scores 0 and lacks data where the dimension counts, else has no score.</summary>
    private void Divide(Span<float> sum, Span<float> share, Span<int> unsure)
    {
        var none = new Vector<float>(Counts ? 0 : KernelCuts.NoScore);
        var counts = Counts ? Vector<int>.AllBitsSet : Vector<int>.Zero;
        ref var scores = ref MemoryMarshal.GetReference(sum);
        ref var shares = ref MemoryMarshal.GetReference(share);
        ref var marks = ref MemoryMarshal.GetReference(unsure);
        for (nuint i = 0; i < (nuint)sum.Length; i += (nuint)Lanes)
        {
            var of = Vector.LoadUnsafe(ref shares, i);
            var lacks = Vector.Equals(of, Vector<float>.Zero);
            Vector.ConditionalSelect(lacks, none, Vector.LoadUnsafe(ref scores, i) / of).StoreUnsafe(ref scores, i);
            (Vector.LoadUnsafe(ref marks, i) | (lacks & counts)).StoreUnsafe(ref marks, i);
        }
    }
}
