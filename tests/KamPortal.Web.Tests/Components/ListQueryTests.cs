using KamPortal.Shell.Lists;

namespace KamPortal.Web.Tests.Components;

public sealed class ListQueryTests
{
    private const string Page = "https://portal/accounts";

    [Fact]
    public void An_address_without_a_query_is_the_lists_own_order_from_the_first_page()
    {
        var query = ListQuery.FromUri(Page, "-score");

        (query.Search, query.Sort, query.Descending, query.Page, query.PageSize).ShouldBe((null, "score", true, 1, 50));
        query.ToQueryString(defaultSort: "-score").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_to_the_address_is_read_back()
    {
        var query = new ListQuery { Search = "华为 & co", Sort = "name", Page = 3, PageSize = 100 }
            .WithFilter("tier", ["A", "C+"]).WithFilter("owner", ["Li, Wei: east"]) with { Page = 3 };

        var read = ListQuery.FromUri(Page + query.ToQueryString());

        (read.Search, read.Sort, read.Descending, read.Page, read.PageSize).ShouldBe(("华为 & co", "name", false, 3, 100));
        read.Filter("tier").ShouldBe(["A", "C+"]);
        read.Filter("owner").ShouldBe(["Li, Wei: east"]);
    }

    [Theory]
    [InlineData("?page=-1")]
    [InlineData("?page=abc")]
    [InlineData("?size=7&page=99999999999")]
    [InlineData("?f=tier&f=:A&f=tier:&sort=")]
    [InlineData("?q=%20%20")]
    public void Nonsense_in_the_address_falls_back_to_the_plain_list(string address)
    {
        var query = ListQuery.FromUri(Page + address);

        (query.Page, query.PageSize, query.IsNarrowed, query.Sort).ShouldBe((1, 50, false, null));
    }

    [Fact]
    public void A_new_filter_starts_at_the_first_page_and_keeps_what_else_the_page_needs() =>
        ListQuery.FromUri(Page + "?run=7&page=4&f=tier:A").Toggle("tier", "B").Href(Page + "?run=7&page=4&f=tier:A").ShouldBe("/accounts?run=7&f=tier:A,B");

    [Fact]
    public void Choosing_a_value_again_takes_it_away() =>
        ListQuery.FromUri(Page + "?f=tier:A").Toggle("tier", "A").Filters.ShouldBeEmpty();

    [Fact]
    public void A_second_click_on_a_head_turns_the_order()
    {
        var once = new ListQuery().SortBy("cm2", descendingFirst: true);
        (once.Sort, once.Descending).ShouldBe(("cm2", true));
        once.SortBy("cm2", descendingFirst: true).Descending.ShouldBeFalse();
    }
}
