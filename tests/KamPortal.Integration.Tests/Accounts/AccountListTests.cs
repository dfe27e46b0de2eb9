using KamPortal.Domain.Tiering;
using KamPortal.Features.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Accounts;

public sealed class AccountListTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private AccountList List => portfolio.Get<AccountList>();

    private async Task<string[]> CodesAsync(CurrentUser user, string address = "", string? sort = null) =>
        [.. (await List.PageAsync(user, ListQuery.FromUri("https://x/accounts" + address, sort), default)).Rows.Select(r => r.Code)];

    [Fact]
    public async Task Everyone_sees_the_accounts_of_their_scope_and_no_other()
    {
        (await CodesAsync(portfolio.Admin)).ShouldBe(["A1", "B1", "A2"]);
        (await CodesAsync(portfolio.Anna)).ShouldBe(["A1"]);
        (await CodesAsync(portfolio.Director)).ShouldBe(["A1", "A2"]);
        (await List.PageAsync(portfolio.Anna, new(), default)).Total.ShouldBe(1);
        (await List.ExportAsync(portfolio.Anna, new(), default).ToListAsync()).Select(r => r.Code).ShouldBe(["A1"]);
        var head = await List.HeadAsync(portfolio.Anna with { PersonId = null }, default);
        (head.AnyAccounts, head.AnyVisible).ShouldBe((true, false));
    }

    [Fact]
    public async Task Nobody_without_the_permission_gets_a_list()
    {
        var nobody = portfolio.Viewer with { Roles = new HashSet<string>() };
        await Should.ThrowAsync<NotPermittedException>(() => List.PageAsync(nobody, new(), default));
        await Should.ThrowAsync<NotPermittedException>(() => List.HeadAsync(nobody, default));
    }

    [Theory]
    [InlineData("?q=alder", "A1")]
    [InlineData("?q=WORKS+al", "A1")]
    [InlineData("?q=电气", "A2")]
    [InlineData("?q=华", "A2")]
    [InlineData("?q=b1", "B1")]
    [InlineData("?q=hddq", "A2")]
    [InlineData("?q=hd", "A2")]
    [InlineData("?q=huadongdianqi", "A2")]
    [InlineData("?q=东", "A2")]
    [InlineData("?q=电东", "")]
    [InlineData("?q=de", "")]
    [InlineData("?q=100%25", "")]
    [InlineData("?f=region:NORTH", "A1,A2")]
    [InlineData("?f=region:none", "")]
    [InlineData("?f=lead:BO", "B1,A2")]
    [InlineData("?f=lead:BO&f=region:SOUTH", "B1")]
    [InlineData("?f=country:China,Chile", "B1,A2")]
    [InlineData("?f=loss:yes", "A2")]
    [InlineData("?f=status:Closed", "")]
    [InlineData("?f=cm2:700..", "B1")]
    [InlineData("?f=tier:A", "")]
    [InlineData("?f=tier:none&f=kind:Customer", "A1,B1,A2")]
    [InlineData("?sort=-net", "A1,B1,A2")]
    [InlineData("?sort=cm2", "A2,A1,B1")]
    [InlineData("?sort=-code", "B1,A2,A1")]
    [InlineData("?f=archived:yes", "")]
    [InlineData("?sort=lead,-name", "A1,A2,B1")]
    [InlineData("?sort=-lead,-name", "A2,B1,A1")]
    [InlineData("?sort=-country", "A1,A2,B1")]
    [InlineData("?sort=region,name", "A1,A2,B1")]
    [InlineData("?sort=margin,code", "A2,A1,B1")]
    [InlineData("?sort=nonsense", "A1,B1,A2")]
    public async Task The_address_narrows_and_sorts(string address, string codes) =>
        string.Join(',', await CodesAsync(portfolio.Admin, address)).ShouldBe(codes);

    [Fact]
    public async Task Sorting_by_a_figure_puts_accounts_without_figures_last_and_loses_none_over_the_pages()
    {
        await using var own = new TestPortfolio();
        await own.StartAsync();
        await own.Of.RunAsync("insert into accounts (code, name, kind, status) select 'N' || i, 'New ' || i, 'Customer', 'Active' from generate_series(1, 60) i");
        var list = own.Of.Get<AccountList>();
        var seen = new List<string>();
        for (var page = 1; page <= 3; page++)
            seen.AddRange((await list.PageAsync(own.Of.Admin, new() { Sort = "cm2", Descending = true, PageSize = 25, Page = page }, default)).Rows.Select(r => r.Code));
        seen.Distinct().Count().ShouldBe(63);
        seen.Take(3).ShouldBe(["B1", "A1", "A2"]);
    }

    [Fact]
    public async Task A_file_has_the_rows_of_the_list_in_its_order()
    {
        var query = ListQuery.FromUri("?sort=-code&f=region:NORTH,SOUTH");
        (await List.ExportAsync(portfolio.Admin, query, default).ToListAsync()).Select(r => r.Code).ShouldBe(["B1", "A2", "A1"]);
    }

    [Fact]
    public async Task After_a_run_the_list_shows_its_tiers_scores_and_figures()
    {
        await using var own = new TestPortfolio();
        await own.StartAsync();
        await own.Of.ScoreAsync(("A1", Tier.A, 81.5m, 1700, 400), ("A2", Tier.C, 12.25m, 100, -50));
        var list = own.Of.Get<AccountList>();
        async Task<string> Codes(string address) =>
            string.Join(',', (await list.PageAsync(own.Of.Admin, ListQuery.FromUri("https://x/accounts" + address), default)).Rows.Select(r => r.Code));
        (await Codes("?f=tier:A")).ShouldBe("A1");
        (await Codes("?f=tier:A,C")).ShouldBe("A1,A2");
        (await Codes("?f=tier:C+")).ShouldBe("");
        (await Codes("?f=tier:none")).ShouldBe("B1");
        (await Codes("?f=tier:A,none")).ShouldBe("A1,B1");
        (await Codes("?sort=-score")).ShouldBe("A1,A2,B1");
        (await Codes("?sort=score")).ShouldBe("A2,A1,B1");
        (await Codes("?sort=tier")).ShouldBe("A1,A2,B1");
        (await Codes("?sort=net")).ShouldBe("A2,A1,B1");
        (await Codes("?f=score:12.25..50")).ShouldBe("A2");
        (await Codes("?f=loss:yes")).ShouldBe("A2");
        var a1 = (await list.PageAsync(own.Of.Admin, new() { Search = "A1" }, default)).Rows.Single();
        (a1.Tier, a1.Score, a1.NetRevenue, a1.Cm2).ShouldBe((Tier.A, 81.5m, 1700m, 400m));
        (await own.Of.Get<AccountPages>().FindAsync(own.Of.Admin, "A1", default))!.Score.ShouldBe(81.5m);
        (await list.HeadAsync(own.Of.Admin, default)).Run!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task The_list_counts_what_it_narrows_to()
    {
        var result = await List.PageAsync(portfolio.Admin, new() { PageSize = 25, Search = "a" }, default);
        (result.Total, result.TotalIsExact).ShouldBe((result.Rows.Count, true));
    }
}

/// <summary>A portfolio for one test that changes it.</summary>
internal sealed class TestPortfolio : IAsyncDisposable
{
    public Portfolio Of { get; } = new();

    public Task StartAsync() => Of.InitializeAsync();

    public async ValueTask DisposeAsync() => await Of.DisposeAsync();
}
