using KamPortal.Features.People;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.People;

public sealed class PeopleTests : IAsyncLifetime
{
    private readonly Portfolio _portfolio = new();

    private PeopleService People => _portfolio.Get<PeopleService>();

    public Task InitializeAsync() => _portfolio.InitializeAsync();

    public Task DisposeAsync() => _portfolio.DisposeAsync();

    [Fact]
    public async Task A_person_s_accounts_are_those_the_viewer_may_see()
    {
        (await People.FindAsync(_portfolio.Admin, "BO", default))!.Accounts.Select(a => a.Code).ShouldBe(["B1", "A2"]);
        (await People.FindAsync(_portfolio.Director, "BO", default))!.Accounts.Select(a => a.Code).ShouldBe(["A2"]);
        var forAnna = (await People.FindAsync(_portfolio.Anna, "BO", default))!;
        (forAnna.AccountCount, forAnna.Person.Leads).ShouldBe((0, 0));
        (await People.PageAsync(_portfolio.Director, new() { Search = "bo" }, default)).Rows.Single().Leads.ShouldBe(1);
        (await People.FindAsync(_portfolio.Admin, "GHOST", default)).ShouldBeNull();
    }

    [Fact]
    public async Task People_are_found_narrowed_and_those_who_left_only_on_request()
    {
        await _portfolio.RunAsync("update people set active_to = '2020-01-31', team = 'East' where code = 'BO'");
        async Task<string> Codes(string address) => string.Join(',', (await People.PageAsync(_portfolio.Viewer, ListQuery.FromUri("https://x/people" + address), default)).Rows.Select(r => r.Code));
        (await Codes("")).ShouldBe("ANNA");
        (await Codes("?f=left:yes")).ShouldBe("ANNA,BO");
        (await Codes("?f=left:yes&f=team:East")).ShouldBe("BO");
        (await Codes("?q=holm")).ShouldBe("ANNA");
    }

    [Fact]
    public async Task Only_who_manages_settings_changes_people()
    {
        await Should.ThrowAsync<NotPermittedException>(() => People.CreateAsync(_portfolio.Anna, new() { Code = "X", Name = "X" }, default));
        await Should.ThrowAsync<NotPermittedException>(() => People.OpenAsync(_portfolio.Director, "BO", default));
        await Should.ThrowAsync<NotPermittedException>(() => People.SaveAsync(_portfolio.Viewer, "BO", new(new(), new(), 0), default));
    }

    [Fact]
    public async Task Changes_to_different_fields_merge_and_to_the_same_field_ask()
    {
        var (form, version) = (await People.OpenAsync(_portfolio.Admin, "BO", default))!.Value;
        async Task<SaveResult<PersonForm>> Save(Action<PersonForm> change)
        {
            var mine = ThreeWay.Tidy(form);
            change(mine);
            return await People.SaveAsync(_portfolio.Admin, "BO", new(form, mine, version), default);
        }

        (await Save(p => p.Title = "Director")).ShouldBeOfType<SaveResult<PersonForm>.Saved>();
        (await Save(p => p.Team = "East")).ShouldBeOfType<SaveResult<PersonForm>.Saved>();
        (await Save(p => p.Title = "Manager")).ShouldBeOfType<SaveResult<PersonForm>.Conflicting>().Fields.ShouldBe(["Title"]);
        (await _portfolio.ValueAsync("select title || team from people where code = 'BO'")).ShouldBe("DirectorEast");
    }

    [Fact]
    public async Task The_manager_line_is_a_tree()
    {
        (await People.CreateAsync(_portfolio.Admin, new() { Code = "CY", Name = "Cy", ManagerCode = "BO" }, default)).ShouldBeOfType<SaveResult<PersonForm>.Saved>();
        var (form, version) = (await People.OpenAsync(_portfolio.Admin, "BO", default))!.Value;
        var mine = ThreeWay.Tidy(form);
        mine.ManagerCode = "CY";
        (await People.SaveAsync(_portfolio.Admin, "BO", new(form, mine, version), default)).ShouldBeOfType<SaveResult<PersonForm>.Invalid>().Errors.Keys.ShouldBe(["ManagerCode"]);
    }

    [Theory]
    [InlineData("BO", "Bo", null, "Code")]
    [InlineData("", "Bo", null, "Code")]
    [InlineData("N", "", null, "Name")]
    [InlineData("N", "Bo", "not an address", "Email")]
    public async Task What_is_wrong_is_said_on_its_field(string code, string name, string? email, string field) =>
        (await People.CreateAsync(_portfolio.Admin, new() { Code = code, Name = name, Email = email }, default)).ShouldBeOfType<SaveResult<PersonForm>.Invalid>().Errors.Keys.ShouldBe([field]);
}
