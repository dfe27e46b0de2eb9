using KamPortal.Features.Accounts;

namespace KamPortal.Integration.Tests.Accounts;

public sealed class AccountPagesTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private AccountPages Pages => portfolio.Get<AccountPages>();

    [Fact]
    public async Task An_unknown_account_and_one_out_of_scope_answer_alike()
    {
        (await Pages.FindAsync(portfolio.Anna, "B1", default)).ShouldBeNull();
        (await Pages.FindAsync(portfolio.Anna, "NOPE", default)).ShouldBeNull();
        (await Pages.OverviewAsync(portfolio.Anna, "B1", default)).ShouldBeNull();
    }

    [Fact]
    public async Task The_highlights_are_the_contribution_of_the_last_twelve_months()
    {
        var a1 = (await Pages.FindAsync(portfolio.Anna, "A1", default))!;
        // Net 900 + 300 + 500, goods 1,250, direct 15, visits 70 + 24 + 10, credit 10.
        a1.Twelve!.Value.CustomerContribution.ShouldBe(1700 - 1250 - 15 - 104 - 10);
        a1.Before!.Value.CustomerContribution.ShouldBe(60);
        (a1.Lead!.Name, a1.Region, a1.Tier, a1.Group).ShouldBe(("Anna Holm", "Far north", null, null));
    }

    [Fact]
    public async Task A_group_is_the_sum_of_the_members_in_scope_and_says_what_it_leaves_out()
    {
        await using var own = new TestPortfolio();
        await own.StartAsync();
        await own.Of.RunAsync("update accounts set parent_id = (select id from accounts where code = 'A1') where code in ('A2', 'B1')");
        var pages = own.Of.Get<AccountPages>();
        var all = (await pages.OverviewAsync(own.Of.Admin, "A2", default))!;
        all.Members.Select(m => (m.Code, m.Depth)).ShouldBe([("A1", 0), ("A2", 1), ("B1", 1)]);
        all.Members.Sum(m => m.Contribution!.Value.NetRevenue).ShouldBe(1700 + 100 + 900);
        var part = (await pages.OverviewAsync(own.Of.Director, "A2", default))!;
        (part.Members.Count, part.HiddenMembers).ShouldBe((2, 1));
        (await pages.FindAsync(own.Of.Anna, "A1", default))!.Group!.Members.ShouldBe(3);
    }

    [Fact]
    public async Task Quarters_hold_the_same_money_as_the_months()
    {
        var quarters = (await Pages.OverviewAsync(portfolio.Admin, "A1", default))!.Quarters;
        quarters.Select(q => (q.Year, q.Quarter)).ShouldBe([(2025, 1), (2025, 4), (2026, 1)]);
        quarters.Sum(q => q.Contribution.NetRevenue).ShouldBe(1780);
    }
}
