namespace KamPortal.Domain.Scoring;

/// <summary>What is known of the portfolio as a whole in the window, and decides which metrics exist at all.</summary>
/// <param name="Months">Months of the window, at least 1; for a window of all facts, the months from the first fact to the as-of period.</param>
/// <param name="HasPriorFacts">Some account has a fact in the prior window. Never for a window of all facts.</param>
/// <param name="CostOfGoodsRecorded">Cost of goods was recorded somewhere in the window; else profit falls back to revenue.</param>
/// <param name="CostToServeRecorded">Cost to serve was recorded somewhere in the window.</param>
public sealed record WindowBasis(int Months, bool HasPriorFacts, bool CostOfGoodsRecorded, bool CostToServeRecorded)
{
    /// <summary>Profit figures are revenue figures and must be stamped so.</summary>
    public bool IsRevenueOnly => !CostOfGoodsRecorded;
}
