namespace KamPortal.Domain.ServiceChannels;

/// <summary>Accounts served alike: so many calls a year each, of so much effort.</summary>
/// <param name="Accounts">Not negative.</param>
/// <param name="CallsAYear">Calls or visits to one account in a year.</param>
/// <param name="EffortPerCall">Effort of one call: 1 where capacity is counted in calls, hours where it is counted in hours.</param>
public sealed record ServedGroup(string Name, decimal Accounts, decimal CallsAYear, decimal EffortPerCall = 1)
{
    /// <summary>Effort of the group in a year.</summary>
    public decimal Workload => Accounts * CallsAYear * EffortPerCall;
}

/// <summary>Whether there are as many people as the accounts need.</summary>
/// <remarks>The workload method of sizing a sales force (Kotler): Σ accounts × calls a year ÷ what one person can do in a year.</remarks>
/// <param name="Workload">Effort asked for in a year.</param>
/// <param name="CapacityPerPerson">What one person can do in a year: calls or hours, more than 0.</param>
/// <param name="People">People there are.</param>
public sealed record CoverageCapacity(decimal Workload, decimal CapacityPerPerson, decimal People)
{
    /// <exception cref="DomainRuleException">A person can do nothing.</exception>
    public static CoverageCapacity Of(IEnumerable<ServedGroup> groups, decimal capacityPerPerson, decimal people = 0) => capacityPerPerson > 0
        ? new(groups.Sum(g => g.Workload), capacityPerPerson, people)
        : throw new DomainRuleException("One person can do more than nothing in a year.");

    /// <summary>People needed, unrounded.</summary>
    public decimal PeopleNeeded => Workload / CapacityPerPerson;

    /// <summary>People missing; negative when there are more than needed.</summary>
    public decimal PeopleMissing => PeopleNeeded - People;

    /// <summary>Workload over capacity: 1.2 is 20 % too much; null without people.</summary>
    public decimal? Load => People > 0 ? PeopleNeeded / People : null;
}
