namespace KamPortal.Domain.Markets;

/// <summary>The demand of one segment in one region, ours and everybody else's.</summary>
public sealed class Market
{
    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Unique business key under which imports know the market.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown on screen.</summary>
    public required string Name { get; set; }

    /// <summary>Where; null for everywhere.</summary>
    public int? RegionId { get; set; }

    /// <summary>Which segment; null for all.</summary>
    public int? SegmentId { get; set; }

    /// <summary>Demand a year, in reporting currency; null when not known.</summary>
    public decimal? Size { get; set; }

    /// <summary>Growth a year in percent; null when not known.</summary>
    public decimal? GrowthPercent { get; set; }

    /// <summary>The import that last wrote the market, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}
