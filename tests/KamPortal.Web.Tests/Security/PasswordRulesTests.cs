using KamPortal.Security;

namespace KamPortal.Web.Tests.Security;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("elevenchars", PasswordProblem.TooShort)]
    [InlineData("password1234", PasswordProblem.TooCommon)]
    [InlineData("Password!2026", PasswordProblem.TooCommon)]
    [InlineData("passwordpassword", PasswordProblem.TooCommon)]
    [InlineData("123456789012", PasswordProblem.TooCommon)]
    [InlineData("aaaaaaaaaaaa", PasswordProblem.TooCommon)]
    [InlineData("abcdeabcdeabcde", PasswordProblem.TooCommon)]
    [InlineData("qwertyuiop12", PasswordProblem.TooCommon)]
    [InlineData("KamPortal-2026", PasswordProblem.TooCommon)]
    [InlineData("ada.lovelace1", PasswordProblem.TooPersonal)]
    public void What_guessing_tries_first_is_refused(string password, PasswordProblem problem) =>
        PasswordRules.Check(password, "ada.lovelace@example.com", "Ada Lovelace").ShouldBe(problem);

    [Theory]
    [InlineData("seven tired herons"), InlineData("全部都是汉字的密码也可以用的"), InlineData("lower case only"), InlineData("ada likes to walk in the rain"), InlineData("x7#kQ9!mZ2$w")]
    public void Length_is_enough_whatever_the_characters(string password) => PasswordRules.Check(password, "ada@example.com", "Ada").ShouldBeNull();

    [Fact]
    public void A_password_manager_is_not_in_the_way() => PasswordRules.Check(new string([.. Enumerable.Range(0, 128).Select(i => (char)('!' + i % 90))])).ShouldBeNull();

    [Fact]
    public void An_initial_password_passes_and_never_repeats()
    {
        var some = Enumerable.Range(0, 1000).Select(_ => InitialPassword.Next()).ToList();
        some.Distinct().Count().ShouldBe(1000);
        some.ShouldAllBe(p => PasswordRules.Check(p) == null);
    }
}
