using KamPortal.Security;

namespace KamPortal.Web.Tests.Security;

public sealed class FrameworkFloorTests
{
    [Theory]
    [InlineData("10.0.6+abc", false), InlineData("10.0.7", true), InlineData("10.0.14+9f0c", true), InlineData("11.0.0-preview.1+x", true), InlineData("9.0.20", false), InlineData("odd", false)]
    public void A_framework_that_lets_cookies_be_forged_is_too_old(string version, bool safe) =>
        (FrameworkFloor.VersionOf(version) >= FrameworkFloor.Lowest).ShouldBe(safe);

    [Fact]
    public void The_framework_loaded_here_is_safe() => Should.NotThrow(FrameworkFloor.Check);
}
