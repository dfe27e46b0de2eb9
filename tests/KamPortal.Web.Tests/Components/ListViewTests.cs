using Bunit;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Web.Tests.Components;

public sealed class ListViewTests : ShellContext
{
    private readonly List<ListQuery> _asked = [];
    private readonly List<ViewChange> _saved = [];
    private ListViews _views = new([new(Guid.CreateVersion7(), "best", "Best", "?f=tier:A&sort=-score,name&cols=score&density=compact", true, true, false, [])], null, true, []);

    public ListViewTests()
    {
        AddBunitPersistentComponentState();
        Services.AddSingleton(new ViewStore(
            (_, _, _) => Task.FromResult(_views),
            (_, change, _) =>
            {
                _saved.Add(change);
                return Task.FromResult(new ViewSaved("best"));
            },
            (_, _, _) => Task.CompletedTask));
    }

    [Fact]
    public void A_view_opens_by_its_address_with_all_that_it_keeps()
    {
        At("accounts?view=best&page=2");
        var list = Show();

        var asked = _asked.ShouldHaveSingleItem();
        (asked.Filter("tier").ShouldHaveSingleItem(), asked.Page).ShouldBe(("A", 2));
        asked.Sorts.ShouldBe([new("score", true), new("name", false)]);
        Heads(list).Select(h => h.QuerySelector("a")!.TextContent).ShouldBe(["Account", "Score"]);
        list.Find(".list").GetAttribute("data-density").ShouldBe("compact");
        list.FindAll(".unsaved [data-view-save]").ShouldBeEmpty();
    }

    [Fact]
    public void What_departs_from_a_view_says_so_and_can_be_saved_or_taken_back()
    {
        At("accounts?view=best");
        var list = Show();
        var removed = list.Find(".fchip a").GetAttribute("href")!;
        removed.ShouldBe("/accounts?view=best&changed=1&sort=-score,name&cols=score&density=compact");

        At(removed[1..]);
        list.WaitForElement("[data-view-save]");
        list.Find(".unsaved a.link").GetAttribute("href").ShouldBe("/accounts?view=best");
        list.Find("[data-view-save]").Click();
        list.WaitForAssertion(() => _saved.ShouldHaveSingleItem().State.ShouldBe("?sort=-score,name&cols=score&density=compact"));
    }

    [Fact]
    public void The_bare_address_opens_the_default_and_everything_stays_reachable()
    {
        _views = _views with { Default = "best" };
        At("accounts");
        var list = Show();
        _asked.ShouldHaveSingleItem().Filter("tier").ShouldBe(["A"]);

        At(list.Find(".views .tabs a").GetAttribute("href")![1..]);
        list.WaitForAssertion(() => _asked.Count.ShouldBe(2));
        _asked[1].IsNarrowed.ShouldBeFalse();
        list.FindAll(".unsaved [data-view-save-as]").ShouldBeEmpty();
    }

    [Fact]
    public void Columns_are_chosen_and_moved_by_links_and_the_name_stays()
    {
        At("accounts");
        var list = Show();
        list.Find("[data-column=code]").GetAttribute("href").ShouldBe("/accounts?cols=score,code");
        list.Find("[data-column=score]").GetAttribute("href").ShouldBe("/accounts");

        At("accounts?cols=code,score");
        list.WaitForAssertion(() => Heads(list).Select(h => h.TextContent.Trim()).ShouldBe(["Account", "Code", "Score"]));
        list.FindAll("a.move:not([aria-disabled])").Select(a => a.GetAttribute("href")).ShouldBe(["/accounts?cols=score,code", "/accounts?cols=score,code"]);
    }

    [Fact]
    public void A_second_sort_is_added_behind_the_first()
    {
        At("accounts?sort=-score");
        var list = Show();
        list.Find("thead th a").GetAttribute("data-then").ShouldBe("/accounts?sort=-score,name");

        At("accounts?sort=-score,name");
        list.WaitForAssertion(() => Heads(list).Select(h => h.GetAttribute("aria-sort")).ShouldBe(["ascending", "descending"]));
        list.FindAll("thead sup").Select(s => s.TextContent).ShouldBe(["2", "1"]);
    }

    [Fact]
    public void Rows_are_chosen_one_by_one_by_page_and_all_that_match_and_a_new_question_lets_go_of_them()
    {
        At("accounts");
        var list = Show();
        list.Find("[data-select]").Change(true);
        list.Find(".chosen").TextContent.ShouldBe("A-1");

        list.Find("[data-select-page]").Change(true);
        list.Find(".chosen").TextContent.ShouldBe("A-1,A-2");
        list.Find("[data-select-all]").Click();
        list.Find(".chosen").TextContent.ShouldBe("all 120");

        At("accounts?page=2");
        list.WaitForAssertion(() => _asked.Count.ShouldBe(2));
        list.Find(".chosen").TextContent.ShouldBe("all 120");
        At("accounts?q=x");
        list.WaitForAssertion(() => list.FindAll(".selected").ShouldBeEmpty());
    }

    [Fact]
    public void A_glance_has_an_address_and_asks_for_nothing_new()
    {
        At("accounts?sort=name");
        var list = Show();
        var href = list.Find("[data-peek]").GetAttribute("href")!;
        href.ShouldEndWith("peek=A-1");

        Get<NavigationManager>().NavigateTo(href);
        list.WaitForElement(".panel .glance").TextContent.ShouldBe("Orion");
        _asked.Count.ShouldBe(1);
        list.Find("thead th a").GetAttribute("href").ShouldBe("/accounts?sort=-name");
    }

    // Without the ones for choosing a row and for a glance at it.
    private static IEnumerable<AngleSharp.Dom.IElement> Heads(IRenderedComponent<DataList<Row>> list) => list.FindAll("thead th:not(.sel):not(.peek)");

    private void At(string address) => Get<NavigationManager>().NavigateTo(address);

    private IRenderedComponent<DataList<Row>> Show() => Render<DataList<Row>>(p => p
        .Add(l => l.Name, "accounts")
        .Add(l => l.Label, "Accounts")
        .Add(l => l.Code, r => r.Code)
        .Add(l => l.RowHref, r => "/accounts/" + r.Code)
        .Add(l => l.Filters, [new("tier", "Tier", [new("A", "A")])])
        .Add(l => l.Columns,
        [
            new("name", "Account", r => b => b.AddContent(0, r.Name)) { SortKey = "name" },
            new("score", "Score", r => b => b.AddContent(0, r.Score)) { SortKey = "score", Figure = true },
            new("code", "Code", r => b => b.AddContent(0, r.Code)) { Optional = true },
        ])
        .Add(l => l.Bulk, chosen => b =>
        {
            b.OpenElement(0, "span");
            b.AddAttribute(1, "class", "chosen");
            b.AddContent(2, chosen.Total is { } all ? $"all {all}" : string.Join(',', chosen.Codes.Order()));
            b.CloseElement();
        })
        .Add(l => l.Peek, row => b =>
        {
            b.OpenElement(0, "p");
            b.AddAttribute(1, "class", "glance");
            b.AddContent(2, row.Name);
            b.CloseElement();
        })
        .Add(l => l.Load, (query, _) =>
        {
            _asked.Add(query);
            return Task.FromResult(new ListResult<Row>([new("A-1", "Orion", 81), new("A-2", "Delta", 75)], 120));
        }));

    public sealed record Row(string Code, string Name, int Score);
}
