using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Tests.Tiering;

public sealed class TierTests
{
    [Fact]
    public void Every_tier_is_found_by_the_code_people_write()
    {
        Tiers.All.Select(t => t.Code()).ShouldBe(["A", "B", "C+", "C"]);
        Tiers.All.ShouldAllBe(t => Tiers.FromCode(t.Code()) == t);
        Tiers.FromCode("D").ShouldBeNull();
    }

    [Fact]
    public void Stored_numbers_never_change() => Tiers.All.Select(t => (int)t).ShouldBe([1, 2, 3, 4]);
}
