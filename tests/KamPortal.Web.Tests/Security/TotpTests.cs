using System.Text;
using KamPortal.Security;

namespace KamPortal.Web.Tests.Security;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // The last six of the eight digits in RFC 6238, appendix B.
    [Theory]
    [InlineData(59, "287082"), InlineData(1111111109, "081804"), InlineData(1111111111, "050471"), InlineData(1234567890, "005924"), InlineData(2000000000, "279037"), InlineData(20000000000, "353130")]
    public void A_code_is_the_one_of_the_standard(long seconds, string code) =>
        Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void A_code_is_taken_half_a_minute_early_or_late_and_never_twice()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        var step = Totp.StepAt(now);
        foreach (var near in new[] { step - 1, step, step + 1 }) Totp.StepOf(Secret, Totp.CodeAt(Secret, near), now, 0).ShouldBe(near);
        foreach (var far in new[] { step - 2, step + 2 }) Totp.StepOf(Secret, Totp.CodeAt(Secret, far), now, 0).ShouldBeNull();
        Totp.StepOf(Secret, Totp.CodeAt(Secret, step), now, after: step).ShouldBeNull();
        Totp.StepOf(Secret, " " + Totp.CodeAt(Secret, step).Insert(3, " "), now, 0).ShouldBe(step);
        foreach (var nonsense in new[] { "", "12345", "1234567", "abcdef", "１２３４５６" }) Totp.StepOf(Secret, nonsense, now, 0).ShouldBeNull(nonsense);
    }

    [Theory]
    [InlineData("", ""), InlineData("f", "MY"), InlineData("fo", "MZXQ"), InlineData("foo", "MZXW6"), InlineData("foob", "MZXW6YQ"), InlineData("fooba", "MZXW6YTB"), InlineData("foobar", "MZXW6YTBOI")]
    public void A_key_typed_by_hand_is_base32_of_the_standard(string text, string base32) => Totp.Base32(Encoding.ASCII.GetBytes(text)).ShouldBe(base32);

    [Fact]
    public void The_picture_names_the_portal_and_the_login() =>
        Totp.Address(Secret, "a+b@example.test").ShouldBe("otpauth://totp/KamPortal:a%2Bb%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=KamPortal&digits=6&period=30");
}
