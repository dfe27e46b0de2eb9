using Bunit;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;

namespace KamPortal.Web.Tests.Components;

public sealed class DataListTests : ShellContext
{
    private readonly List<ListQuery> _asked = [];
    private int _total = 120;

    public DataListTests() => AddBunitPersistentComponentState();

    [Fact]
    public void The_list_asks_for_what_the_address_says()
    {
        At("accounts?q=orion&f=tier:A,B&sort=-score&page=2");

        Show();

        var asked = _asked.ShouldHaveSingleItem();
        (asked.Search, asked.Sort, asked.Descending, asked.Page).ShouldBe(("orion", "score", true, 2));
        asked.Filter("tier").ShouldBe(["A", "B"]);
    }

    [Fact]
    public void Going_back_shows_the_earlier_state_again()
    {
        At("accounts");
        var list = Show();

        At("accounts?f=tier:A");
        list.WaitForAssertion(() => _asked.Count.ShouldBe(2));
        At("accounts");
        list.WaitForAssertion(() => _asked.Count.ShouldBe(3));

        _asked.Select(q => q.Filter("tier").Count).ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void Rows_are_real_links_and_heads_say_how_they_sort()
    {
        At("accounts?sort=-score");
        var list = Show();

        list.Find("tbody a.rowlink").GetAttribute("href").ShouldBe("/accounts/1");
        var score = list.FindAll("th")[1];
        score.GetAttribute("aria-sort").ShouldBe("descending");
        score.QuerySelector("a")!.GetAttribute("href").ShouldBe("/accounts?sort=score");
        list.FindAll("th")[0].GetAttribute("aria-sort").ShouldBe("none");
    }

    [Fact]
    public void A_chip_takes_its_filter_away_and_the_export_follows_the_filters()
    {
        At("accounts?f=tier:A&page=2");
        var list = Show();

        list.Find(".fchip a").GetAttribute("href").ShouldBe("/accounts");
        list.FindAll("a[download]").Select(a => a.GetAttribute("href")).ShouldBe(["/export/accounts.xlsx?f=tier:A", "/export/accounts.csv?f=tier:A"]);
    }

    [Fact]
    public void The_three_empty_lists_say_three_things()
    {
        _total = 0;
        At("accounts");
        Show().Find(".list").TextContent.ShouldContain("Import first");
        At("accounts?q=zzz");
        Show().Find(".empty").TextContent.ShouldContain("Nothing matches");
        At("accounts");
        Show(noRights: true).Find(".empty").TextContent.ShouldContain("in your scope");
    }

    [Fact]
    public void A_failed_load_shows_a_reference_instead_of_breaking_the_page()
    {
        At("accounts");
        var list = Render<DataList<Row>>(p => p.Add(l => l.Columns, Columns).Add(l => l.Label, "Accounts").Add(l => l.Load, (_, _) => throw new InvalidOperationException("down")));

        list.Find(".ref").TextContent.ShouldNotBeEmpty();
    }

    private static IReadOnlyList<ListColumn<Row>> Columns { get; } =
    [
        new("name", "Account", r => b => b.AddContent(0, r.Name)) { SortKey = "name" },
        new("score", "Score", r => b => b.AddContent(0, r.Score)) { SortKey = "score", Figure = true, Fact = true },
    ];

    private void At(string address) => Get<NavigationManager>().NavigateTo(address);

    private IRenderedComponent<DataList<Row>> Show(bool noRights = false) => Render<DataList<Row>>(p => p
        .Add(l => l.Columns, Columns)
        .Add(l => l.Label, "Accounts")
        .Add(l => l.RowHref, r => $"/accounts/{r.Id}")
        .Add(l => l.ExportHref, "/export/accounts")
        .Add(l => l.NoRights, noRights)
        .Add(l => l.Filters, [new("tier", "Tier", [new("A", "A"), new("B", "B")])])
        .Add(l => l.Empty, "Import first")
        .Add(l => l.Load, (query, _) =>
        {
            _asked.Add(query);
            return Task.FromResult(new ListResult<Row>(_total == 0 ? [] : [new(1, "Orion", 81), new(2, "Delta", 75)], _total));
        }));

    public sealed record Row(int Id, string Name, int Score);
}
