namespace KamPortal.Domain.Scoring;

/// <summary>Ranks from 1, best composite first; equal composites by account code, ordinal.</summary>
internal static class Ranking
{
    private const int HighestComposite = 100_00;

    public static int[] Of(int[] composites, string[] codes)
    {
        var starts = new int[HighestComposite + 2];
        foreach (var composite in composites)
        {
            starts[HighestComposite - composite + 1]++;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var order = new int[composites.Length];
        var next = starts.AsSpan(0, HighestComposite + 1).ToArray();
        for (var account = 0; account < composites.Length; account++)
        {
            order[next[HighestComposite - composites[account]]++] = account;
        }

        // Accounts that come in the order of their codes, as a database can deliver them, are in order within each score already.
        if (!AreInOrder(codes))
        {
            for (var bucket = 0; bucket <= HighestComposite; bucket++)
            {
                order.AsSpan(starts[bucket]..starts[bucket + 1]).Sort((a, b) => string.CompareOrdinal(codes[a], codes[b]));
            }
        }

        var ranks = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            ranks[order[place]] = place + 1;
        }

        return ranks;
    }

    private static bool AreInOrder(string[] codes)
    {
        for (var i = 1; i < codes.Length; i++)
        {
            if (string.CompareOrdinal(codes[i - 1], codes[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
