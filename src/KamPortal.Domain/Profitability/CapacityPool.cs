namespace KamPortal.Domain.Profitability;

/// <summary>People and equipment that do the activities: what they cost and the minutes they can really work.</summary>
public sealed record CapacityPool
{
    /// <param name="costSupplied">Cost of the pool in the period, not negative.</param>
    /// <param name="practicalCapacity">Minutes it can really work in the period, more than 0: not the theoretical ones.</param>
    public CapacityPool(decimal costSupplied, decimal practicalCapacity)
    {
        if (costSupplied < 0)
        {
            throw new DomainRuleException("The cost of a capacity cannot be negative.");
        }

        if (practicalCapacity <= 0)
        {
            throw new DomainRuleException("A practical capacity must be more than zero minutes.");
        }

        (CostSupplied, PracticalCapacity) = (costSupplied, practicalCapacity);
    }

    public decimal CostSupplied { get; }

    public decimal PracticalCapacity { get; }

    /// <summary>Cost of one minute.</summary>
    public decimal CapacityCostRate => CostSupplied / PracticalCapacity;
}

/// <summary>What was used of a pool. Unused capacity and cost are negative when more was used than is practical.</summary>
public sealed record CapacityUsage(CapacityPool Pool, decimal UsedCapacity)
{
    public decimal UsedCost => UsedCapacity * Pool.CapacityCostRate;

    public decimal UnusedCapacity => Pool.PracticalCapacity - UsedCapacity;

    public decimal UnusedCost => Pool.CostSupplied - UsedCost;

    /// <summary>Used over practical capacity: 0.83 is 83 %.</summary>
    public decimal Utilisation => UsedCapacity / Pool.PracticalCapacity;
}
