using KamPortal.Features.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Dialogs;
using KamPortal.Shell.Forms;

namespace KamPortal.Integration.Tests.Accounts;

public sealed class AccountEditorTests : IAsyncLifetime
{
    private readonly Portfolio _portfolio = new();

    private AccountEditor Editor => _portfolio.Get<AccountEditor>();

    public Task InitializeAsync() => _portfolio.InitializeAsync();

    public Task DisposeAsync() => _portfolio.DisposeAsync();

    [Fact]
    public async Task A_new_account_is_stored_tidied_and_audited()
    {
        var form = new AccountForm { Code = " N1 ", Name = "  New Co ", RegionCode = "NORTH", LeadCode = "BO", LocalName = "  " };
        (await Editor.CreateAsync(_portfolio.Admin, form, default)).ShouldBeOfType<SaveResult<AccountForm>.Saved>().Key.ShouldBe("N1");
        (await _portfolio.ValueAsync("select name || coalesce(local_name, '!') from accounts where code = 'N1'")).ShouldBe("New Co!");
        (await _portfolio.ValueAsync("select user_name from audit_events where entity = 'Account' and action = 'Created' and key = 'N1'")).ShouldBe("Admin");
    }

    [Fact]
    public async Task A_code_that_is_taken_gets_a_sentence_on_its_field()
    {
        var result = await Editor.CreateAsync(_portfolio.Admin, new() { Code = "A1", Name = "Another" }, default);
        result.ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors["Code"].ShouldBe("This code is taken; each account has its own.");
    }

    [Theory]
    [InlineData("", "Name", "Code")]
    [InlineData("X", "", "Name")]
    [InlineData("X/Y", "Name", "Code")]
    public async Task What_is_missing_or_impossible_is_said_on_its_field(string code, string name, string field) =>
        (await Editor.CreateAsync(_portfolio.Admin, new() { Code = code, Name = name }, default)).ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors.Keys.ShouldContain(field);

    [Fact]
    public async Task A_reference_that_leads_nowhere_is_refused_on_its_field()
    {
        var result = await Editor.CreateAsync(_portfolio.Admin, new() { Code = "N", Name = "N", RegionCode = "MOON", LeadCode = "GHOST" }, default);
        result.ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors.Keys.ShouldBe(["RegionCode", "LeadCode"]);
    }

    [Fact]
    public async Task Changes_to_different_fields_merge_silently()
    {
        var (form, version) = (await Editor.OpenAsync(_portfolio.Admin, "A1", default))!.Value;
        await ChangeAsync("A1", f => f.City = "Oslo");
        var mine = ThreeWay.Tidy(form);
        mine.Industry = "Timber";
        (await Editor.SaveAsync(_portfolio.Anna, "A1", new(form, mine, version), default)).ShouldBeOfType<SaveResult<AccountForm>.Saved>();
        (await _portfolio.ValueAsync("select city || ' ' || industry from accounts where code = 'A1'")).ShouldBe("Oslo Timber");
    }

    [Fact]
    public async Task The_same_field_changed_by_two_asks_for_mine_theirs_or_the_original()
    {
        var (form, version) = (await Editor.OpenAsync(_portfolio.Admin, "A1", default))!.Value;
        await ChangeAsync("A1", f => (f.City, f.Industry) = ("Oslo", "Wood"));
        var mine = ThreeWay.Tidy(form);
        (mine.City, mine.Country) = ("Bergen", "Norge");
        var edit = new Edit<AccountForm>(form, mine, version);

        var conflict = (await Editor.SaveAsync(_portfolio.Anna, "A1", edit, default)).ShouldBeOfType<SaveResult<AccountForm>.Conflicting>();
        conflict.Fields.ShouldBe(["City"]);
        (conflict.Theirs.City, conflict.By).ShouldBe(("Oslo", "Admin"));
        (await _portfolio.ValueAsync("select city from accounts where code = 'A1'")).ShouldBe("Oslo");

        var settled = ThreeWay.Settle(edit, conflict, new Dictionary<string, ConflictChoice> { ["City"] = ConflictChoice.Mine });
        (await Editor.SaveAsync(_portfolio.Anna, "A1", settled, default)).ShouldBeOfType<SaveResult<AccountForm>.Saved>();
        (await _portfolio.ValueAsync("select city || industry || country from accounts where code = 'A1'")).ShouldBe("BergenWoodNorge");
    }

    [Fact]
    public async Task Two_who_make_the_same_change_do_not_disagree()
    {
        var (form, version) = (await Editor.OpenAsync(_portfolio.Admin, "A1", default))!.Value;
        await ChangeAsync("A1", f => f.City = "Oslo");
        var mine = ThreeWay.Tidy(form);
        mine.City = "Oslo";
        (await Editor.SaveAsync(_portfolio.Anna, "A1", new(form, mine, version), default)).ShouldBeOfType<SaveResult<AccountForm>.Saved>();
    }

    [Fact]
    public async Task What_is_out_of_scope_can_be_neither_changed_nor_chosen_as_parent()
    {
        (await Editor.OpenAsync(_portfolio.Anna, "B1", default)).ShouldBeNull();
        (await Editor.SaveAsync(_portfolio.Anna, "B1", new(new(), new() { Name = "Mine now" }, 0), default)).ShouldBeOfType<SaveResult<AccountForm>.Missing>();
        (await Editor.ArchiveAsync(_portfolio.Anna, "B1", default)).ShouldBeFalse();
        (await Editor.SuggestAsync(_portfolio.Anna, "Birch", default)).ShouldBeEmpty();

        var (form, version) = (await Editor.OpenAsync(_portfolio.Anna, "A1", default))!.Value;
        var mine = ThreeWay.Tidy(form);
        mine.ParentCode = "B1";
        (await Editor.SaveAsync(_portfolio.Anna, "A1", new(form, mine, version), default)).ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors.Keys.ShouldBe(["ParentCode"]);
        (await _portfolio.ValueAsync("select name from accounts where code = 'B1'")).ShouldBe("Birch Foods");
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        await Should.ThrowAsync<NotPermittedException>(() => Editor.OpenAsync(_portfolio.Viewer, "A1", default));
        await Should.ThrowAsync<NotPermittedException>(() => Editor.CreateAsync(_portfolio.Viewer, new() { Code = "N", Name = "N" }, default));
        await Should.ThrowAsync<NotPermittedException>(() => Editor.SaveAsync(_portfolio.Viewer, "A1", new(new(), new(), 0), default));
        await Should.ThrowAsync<NotPermittedException>(() => Editor.ArchiveAsync(_portfolio.Viewer, "A1", default));
        await Should.ThrowAsync<NotPermittedException>(() => _portfolio.Get<AccountTeam>().SetAsync(_portfolio.Viewer, "A1", "BO", default, default));
    }

    [Fact]
    public async Task Nobody_creates_an_account_that_they_could_not_see()
    {
        (await Editor.NewAsync(_portfolio.Anna, default)).LeadCode.ShouldBe("ANNA");
        (await Editor.CreateAsync(_portfolio.Anna, new() { Code = "N", Name = "N", LeadCode = "BO" }, default)).ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors.Keys.ShouldBe(["LeadCode"]);
        (await _portfolio.ValueAsync("select count(*) from accounts where code = 'N'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Parents_never_form_a_circle()
    {
        await ChangeAsync("A2", f => f.ParentCode = "A1");
        await ChangeAsync("B1", f => f.ParentCode = "A2");
        var (form, version) = (await Editor.OpenAsync(_portfolio.Admin, "A1", default))!.Value;
        var mine = ThreeWay.Tidy(form);
        mine.ParentCode = "B1";
        (await Editor.SaveAsync(_portfolio.Admin, "A1", new(form, mine, version), default)).ShouldBeOfType<SaveResult<AccountForm>.Invalid>().Errors.Keys.ShouldBe(["ParentCode"]);
    }

    [Fact]
    public async Task Archiving_and_its_undo_are_both_audited_and_leave_the_account_as_it_was()
    {
        (await Editor.ArchiveAsync(_portfolio.Anna, "A1", default)).ShouldBeTrue();
        (await Editor.ArchiveAsync(_portfolio.Anna, "A1", default)).ShouldBeFalse();
        (await _portfolio.Get<AccountList>().PageAsync(_portfolio.Anna, new(), default)).Rows.ShouldBeEmpty();
        (await Editor.RestoreAsync(_portfolio.Anna, "A1", default)).ShouldBeTrue();
        (await _portfolio.ValueAsync("select archived_at is null from accounts where code = 'A1'")).ShouldBe(true);
        (await _portfolio.ValueAsync("select string_agg(reason, ',' order by id) from audit_events where key = 'A1'")).ShouldBe("Archive,Restore");
    }

    [Fact]
    public async Task The_team_is_audited_and_gives_sight_of_the_account()
    {
        var team = _portfolio.Get<AccountTeam>();
        (await team.SetAsync(_portfolio.Admin, "B1", "ANNA", Domain.Accounts.TeamRole.TechnicalSpecialist, default)).ShouldBeTrue();
        (await _portfolio.Get<AccountPages>().FindAsync(_portfolio.Anna, "B1", default)).ShouldNotBeNull();
        (await team.SetAsync(_portfolio.Admin, "B1", "ANNA", Domain.Accounts.TeamRole.ExecutiveSponsor, default)).ShouldBeTrue();
        (await team.RemoveAsync(_portfolio.Admin, "B1", "ANNA", default)).ShouldBe(Domain.Accounts.TeamRole.ExecutiveSponsor);
        (await _portfolio.ValueAsync("select string_agg(action, ',' order by id) from audit_events where entity = 'AccountTeamMember'")).ShouldBe("Created,Updated,Deleted");
    }

    private async Task ChangeAsync(string code, Action<AccountForm> change)
    {
        var (form, version) = (await Editor.OpenAsync(_portfolio.Admin, code, default))!.Value;
        var changed = ThreeWay.Tidy(form);
        change(changed);
        (await Editor.SaveAsync(_portfolio.Admin, code, new(form, changed, version), default)).ShouldBeOfType<SaveResult<AccountForm>.Saved>();
    }
}
