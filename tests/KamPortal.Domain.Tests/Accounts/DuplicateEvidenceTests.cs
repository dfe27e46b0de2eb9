using KamPortal.Domain.Accounts;

namespace KamPortal.Domain.Tests.Accounts;

public sealed class DuplicateEvidenceTests
{
    [Theory]
    [InlineData(1.0, null, null, null, null, null, 65)] // the same name, nothing else known
    [InlineData(1.0, true, null, null, null, null, 100)]
    [InlineData(0.2, true, null, null, null, null, 60)] // renamed, but the tax number stayed
    [InlineData(1.0, false, null, null, null, null, 25)] // two companies of one name
    [InlineData(1.0, null, null, null, false, null, 55)]
    [InlineData(1.0, null, null, null, null, false, 40)] // subsidiaries in two countries
    [InlineData(0.85, null, 0.9, true, true, true, 82)]
    [InlineData(0.85, null, null, null, null, null, 49)] // alike alone is not enough
    public void The_score_weighs_what_speaks_for_and_against(double name, bool? tax, double? street, bool? code, bool? city, bool? country, int score) =>
        new DuplicateEvidence(name, tax, street, code, city, country).Score.ShouldBe(score);
}
