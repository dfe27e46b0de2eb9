using KamPortal.Domain.ServiceChannels;

namespace KamPortal.Domain.Tests.ServiceChannels;

public sealed class CoverageCapacityTests
{
    [Fact]
    public void PF8_sixty_people_for_sixty_thousand_calls()
    {
        var coverage = CoverageCapacity.Of([new("A", 1_000, 36), new("B", 2_000, 12)], capacityPerPerson: 1_000);
        (coverage.Workload, coverage.PeopleNeeded).ShouldBe((60_000m, 60m));
    }

    [Fact]
    public void PF8_twenty_seven_people_counted_in_hours()
    {
        ServedGroup[] groups = [new("A", 200, 12, 4), new("B", 450, 12, 2), new("C", 1_000, 12, 1)];
        groups.Select(g => g.Workload).ShouldBe([9_600, 10_800, 12_000]);
        CoverageCapacity.Of(groups, capacityPerPerson: 1_200).PeopleNeeded.ShouldBe(27);
    }

    [Fact]
    public void Load_tells_who_has_too_much()
    {
        var coverage = CoverageCapacity.Of([new("A", 120, 10)], capacityPerPerson: 200, people: 5);
        (coverage.Load, coverage.PeopleMissing).ShouldBe((1.2m, 1m));
        (coverage with { People = 0 }).Load.ShouldBeNull();
        Should.Throw<DomainRuleException>(() => CoverageCapacity.Of([], 0));
    }
}
