namespace KamPortal.Domain.Accounts;

/// <summary>Where a merged account stands in its group, so that no account comes to stand under itself.</summary>
public static class MergedParent
{
    /// <summary>The parents that the survivor may have. More than one: a person chooses.</summary>
    /// <param name="survivor">The account that stays; the children of the other one become its own.</param>
    /// <param name="merged">The account that goes.</param>
    /// <param name="aboveSurvivor">The accounts above the survivor, the nearest first.</param>
    /// <param name="aboveMerged">The accounts above the other one, the nearest first.</param>
    public static IReadOnlyList<int?> Choices(int survivor, int merged, IReadOnlyList<int> aboveSurvivor, IReadOnlyList<int> aboveMerged)
    {
        int? own = aboveSurvivor.Count > 0 ? aboveSurvivor[0] : null, other = aboveMerged.Count > 0 ? aboveMerged[0] : null;
        // Below the other one it takes that one's place, since everything in between will stand below itself.
        if (aboveSurvivor.Contains(merged)) return [other];
        // What stands below the survivor cannot be above it.
        if (aboveMerged.Contains(survivor) || own == other) return [own];
        return [own, other];
    }
}
