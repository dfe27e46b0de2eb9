using KamPortal.Features.Accounts;
using KamPortal.Features.People;

namespace KamPortal.Integration.Tests.Accounts;

public sealed class AccountSearchTests : IAsyncLifetime
{
    private readonly TestPortfolio _own = new();

    public async Task InitializeAsync()
    {
        await _own.StartAsync();
        await _own.Of.RunAsync(
            """
            insert into accounts (code, name, local_name, kind, status) values ('A-0012', 'Huawei', '华为技术有限公司', 'Customer', 'Active'), ('X-1', '重庆长安银行', null, 'Customer', 'Active'),
              ('X-2', 'TCL华星光电', null, 'Customer', 'Active'), ('X-3', '绿地控股', null, 'Customer', 'Active'), ('HW-9', 'Other', null, 'Customer', 'Active');
            insert into people (code, name) values ('P-7', '李伟');
            """);
    }

    public async Task DisposeAsync() => await _own.DisposeAsync();

    [Theory]
    [InlineData("华", "A2,A-0012,X-2")]
    [InlineData("华为", "A-0012")]
    [InlineData("hw", "HW-9,A-0012")]
    [InlineData("huawei", "A-0012")]
    [InlineData("a-0012", "A-0012")]
    [InlineData("0012", "A-0012")]
    [InlineData("jishu", "A-0012")]
    [InlineData("chongqing", "X-1")]
    [InlineData("cqcayh", "X-1")]
    [InlineData("tclhuaxing", "X-2")]
    [InlineData("tclhxgd", "X-2")]
    [InlineData("lvdi", "X-3")]
    [InlineData("b", "B1")]
    [InlineData("huadong el", "A2")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("  ", "")]
    public async Task An_account_is_found_by_code_name_pinyin_and_initials(string sought, string codes)
    {
        var hits = await _own.Of.Get<AccountSearch>().FindAsync(_own.Of.Admin, sought, default);
        string.Join(',', hits.Select(h => Uri.UnescapeDataString(h.Href.Split('/')[^1]))).ShouldBe(codes);
    }

    [Fact]
    public async Task Nothing_outside_ones_scope_is_found_and_people_are_found_by_pinyin_too()
    {
        (await _own.Of.Get<AccountSearch>().FindAsync(_own.Of.Anna, "huawei", default)).ShouldBeEmpty();
        (await _own.Of.Get<AccountSearch>().FindAsync(_own.Of.Anna, "al", default)).ShouldHaveSingleItem().Title.ShouldBe("Alder Works");
        (await _own.Of.Get<PeopleService>().SearchAsync(_own.Of.Anna, "liwei", default)).ShouldHaveSingleItem().Href.ShouldBe("/people/P-7");
    }
}
