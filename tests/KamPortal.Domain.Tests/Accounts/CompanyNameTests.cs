using CsCheck;
using KamPortal.Domain.Accounts;

namespace KamPortal.Domain.Tests.Accounts;

public sealed class CompanyNameTests
{
    [Theory]
    [InlineData("Siemens AG", "SIEMENS Aktiengesellschaft", true)]
    [InlineData("Siemens AG", "Siemens", true)]
    [InlineData("Müller GmbH & Co. KG", "MULLER", true)]
    [InlineData("Huadong Precision Machinery Co., Ltd.", "Huadong Precision Machinery", true)]
    [InlineData("Acme, Inc.", "ACME Incorporated", true)]
    [InlineData("Société Générale S.A.", "Societe Generale SA", true)]
    [InlineData("Ørsted A/S", "Orsted", true)]
    [InlineData("Grupo Bimbo, S.A.B. de C.V.", "Grupo Bimbo", true)]
    [InlineData("Kowalski Sp. z o.o.", "KOWALSKI", true)]
    [InlineData("Arçelik A.Ş.", "ARCELIK", true)]
    [InlineData("Petronas Sdn. Bhd.", "Petronas", true)]
    [InlineData("The Boeing Company", "Boeing", true)]
    [InlineData("ООО «Ромашка»", "Ромашка", true)]
    [InlineData("华为技术有限公司", "华为技术", true)]
    [InlineData("宝山钢铁股份有限公司", "宝山钢铁", true)]
    [InlineData("海尔集团有限公司", "海尔", true)]
    [InlineData("ＡＢＣ（上海）有限公司", "abc 上海", true)]
    [InlineData("トヨタ自動車株式会社", "トヨタ自動車", true)]
    [InlineData("株式会社日立製作所", "日立製作所", true)]
    [InlineData("삼성전자 주식회사", "삼성전자", true)]
    [InlineData("SA", "AG", false)]
    [InlineData("AS Roma", "Roma", false)]
    public void Two_spellings_of_one_company_come_to_the_same(string one, string other, bool same) => (CompanyName.Plain(one) == CompanyName.Plain(other)).ShouldBe(same);

    [Fact]
    public void What_is_plain_stays_as_it_is_whatever_the_name() =>
        Gen.String.Sample(name => CompanyName.Plain(CompanyName.Plain(name)) is var twice && (twice == CompanyName.Plain(name) || twice.Length < CompanyName.Plain(name).Length));

    [Fact]
    public void Letter_case_and_punctuation_make_no_difference() =>
        Gen.String[Gen.Char["abcdeXYZ 华东精密"], 1, 20].Sample(name => CompanyName.Plain(name) == CompanyName.Plain($" {name.ToUpperInvariant()}!"));

    [Theory]
    [InlineData("DE 123 456 789", "de123456789")]
    [InlineData("9132-0594MA1XYZ1234", "91320594ma1xyz1234")]
    [InlineData("0000000", null)]
    [InlineData("n/a", null)]
    [InlineData(null, null)]
    public void A_tax_number_is_its_letters_and_digits_unless_it_cannot_be_one(string? written, string? plain) => CompanyName.PlainTaxId(written).ShouldBe(plain);

    [Theory]
    [InlineData("Hauptstraße 5", "Hauptstr. 5")]
    [InlineData("12 High Street", "12 high st.")]
    public void A_street_is_the_same_however_it_is_shortened(string one, string other) => CompanyName.PlainPlace(one).ShouldBe(CompanyName.PlainPlace(other));

    [Theory]
    [InlineData("siemens", "simens", 0.4, true)]
    [InlineData("siemens", "seimens", 0.3, true)]
    [InlineData("abb", "abc", 0.3, false)]
    [InlineData("northern foods", "southern foods", 0.6, true)]
    public void A_slip_of_the_pen_leaves_names_alike(string one, string other, double trigrams, bool alike) => (CompanyName.Likeness(one, other, trigrams) >= 0.8).ShouldBe(alike);

    [Fact]
    public void Names_that_differ_by_a_letter_share_a_key_by_which_they_are_found()
    {
        foreach (var (one, other) in new[] { ("siemens", "simens"), ("huadong precision", "huadong precission"), ("华东精密机械", "华东精密") })
            CompanyName.Keys(one).Intersect(CompanyName.Keys(other)).ShouldNotBeEmpty();
    }
}
