using KamPortal.Domain.Relationships;
using KamPortal.Features.Relationships;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Relationships;

public sealed class ContactEditorTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private Portfolio Of => portfolio;

    private ContactEditor Editor => Of.Get<ContactEditor>();

    [Fact]
    public async Task A_new_contact_is_stored_tidied_knows_who_entered_what_and_is_audited_without_saying_who_it_is()
    {
        var id = await AddAsync(new() { AccountCode = " A1 ", Name = "  Zara Quill ", Email = "zara@alder.example", Side = ContactSide.Technical, Influence = 4, Title = " " });
        var contact = (await Of.Get<ContactPages>().FindAsync(Of.Anna, id, default))!;
        (contact.Name, contact.Title, contact.Side, contact.Influence).ShouldBe(("Zara Quill", null, ContactSide.Technical, 4));
        contact.Sources["email"].Person.ShouldBe("AccountManager");
        contact.Sources.ContainsKey("title").ShouldBeFalse();
        var line = (string)(await Of.ValueAsync($"select entity || key || account_id || after::text from audit_events where entity = 'Contact' and action = 'Created' and key = '{id}'"))!;
        line.ShouldStartWith($"Contact{id}");
        line.ShouldContain("Technical");
        line.ShouldNotContain("Zara", Case.Insensitive);
    }

    [Fact]
    public async Task Somebody_entered_by_hand_is_known_again_by_a_file_that_gives_no_code()
    {
        var id = await AddAsync(new() { AccountCode = "A1", Name = "Kim", Email = "Kim@alder.example" });
        (await Of.ValueAsync($"select code = 'C-' || left(md5('a1|kim@alder.example'), 16) from contacts where id = {id}")).ShouldBe(true);
    }

    [Theory]
    [InlineData("A1", "", null, null, null, "Name")]
    [InlineData("", "Zara", null, null, null, "AccountCode")]
    [InlineData("B1", "Zara", null, null, null, "AccountCode")]
    [InlineData("A1", "Zara", "no address", null, null, "Email")]
    [InlineData("A1", "Zara", null, 6, null, "Influence")]
    [InlineData("A1", "Zara", null, null, -3, "Stance")]
    public async Task What_is_missing_or_impossible_is_said_on_its_field(string account, string name, string? email, int? influence, int? stance, string field) =>
        (await Editor.CreateAsync(Of.Anna, new() { AccountCode = account, Name = name, Email = email, Influence = influence, Stance = stance }, default))
            .ShouldBeOfType<SaveResult<ContactForm>.Invalid>().Errors.Keys.ShouldBe([field]);

    [Fact]
    public async Task Nobody_is_entered_twice_but_a_namesake_with_an_address_is_somebody_else()
    {
        await AddAsync(new() { AccountCode = "A1", Name = "Twin", Email = "twin@alder.example" });
        (await Editor.CreateAsync(Of.Anna, new() { AccountCode = "A1", Name = "T. Win", Email = "TWIN@alder.example" }, default)).ShouldBeOfType<SaveResult<ContactForm>.Invalid>().Errors.Keys.ShouldBe(["Email"]);
        await AddAsync(new() { AccountCode = "A1", Name = "Twin", Email = "twin.2@alder.example" });
        await AddAsync(new() { AccountCode = "A1", Name = "Twin" });
        (await Editor.CreateAsync(Of.Anna, new() { AccountCode = "A1", Name = "twin" }, default)).ShouldBeOfType<SaveResult<ContactForm>.Invalid>().Errors.Keys.ShouldBe(["Name"]);
    }

    [Fact]
    public async Task An_earlier_address_of_one_is_free_for_another()
    {
        var id = await AddAsync(new() { AccountCode = "A1", Name = "First", Email = "buying@alder.example" });
        await ChangeAsync(Of.Anna, id, f => f.Email = "first@alder.example");
        var second = await AddAsync(new() { AccountCode = "A1", Name = "Second", Email = "buying@alder.example" });
        (await Of.ValueAsync($"select count(distinct code) from contacts where id in ({id}, {second})")).ShouldBe(2L);
    }

    [Fact]
    public async Task Changes_to_different_fields_merge_and_the_same_field_asks_back()
    {
        var id = await AddAsync(new() { AccountCode = "A1", Name = "Merged" });
        var (form, version) = (await Editor.OpenAsync(Of.Admin, id, default))!.Value;
        await ChangeAsync(Of.Admin, id, f => (f.Phone, f.Stance) = ("+47 1", 1));
        var mine = ThreeWay.Tidy(form);
        (mine.Title, mine.Stance) = ("Buyer", -1);
        var conflict = (await Editor.SaveAsync(Of.Anna, id, new(form, mine, version), default)).ShouldBeOfType<SaveResult<ContactForm>.Conflicting>();
        conflict.Fields.ShouldBe(["Stance"]);
        (conflict.Theirs.Stance, conflict.By).ShouldBe((1, "Admin"));
        mine.Stance = form.Stance;
        (await Editor.SaveAsync(Of.Anna, id, new(form, mine, version), default)).ShouldBeOfType<SaveResult<ContactForm>.Saved>();
        (await Of.ValueAsync("select title || phone || stance from contacts where id = " + id)).ShouldBe("Buyer+47 11");
    }

    [Fact]
    public async Task Reporting_lines_stay_within_the_account_and_never_form_a_circle()
    {
        var (boss, report) = (await AddAsync(new() { AccountCode = "A1", Name = "Boss" }), 0);
        report = await AddAsync(new() { AccountCode = "A1", Name = "Report", ReportsToId = boss });
        var elsewhere = await AddAsync(new() { AccountCode = "A2", Name = "Elsewhere" }, Of.Admin);
        (await Editor.SuperiorsAsync(Of.Anna, "A1", report, default)).Select(s => s.Title).ShouldContain("Boss");
        (await Editor.SuperiorsAsync(Of.Anna, "A2", null, default)).ShouldBeEmpty();
        foreach (var (who, above) in new[] { (boss, report), (boss, boss), (report, elsewhere) })
        {
            var (form, version) = (await Editor.OpenAsync(Of.Admin, who, default))!.Value;
            var mine = ThreeWay.Tidy(form);
            mine.ReportsToId = above;
            (await Editor.SaveAsync(Of.Admin, who, new(form, mine, version), default)).ShouldBeOfType<SaveResult<ContactForm>.Invalid>().Errors.Keys.ShouldBe(["ReportsToId"]);
        }
    }

    [Fact]
    public async Task Archiving_and_its_undo_are_both_audited()
    {
        var id = await AddAsync(new() { AccountCode = "A1", Name = "Archived Person" });
        (await Editor.ArchiveAsync(Of.Anna, id, default)).ShouldBeTrue();
        (await Editor.ArchiveAsync(Of.Anna, id, default)).ShouldBeFalse();
        (await Of.Get<ContactList>().PageAsync(Of.Anna, ListQuery.FromUri("?q=archived+person"), default)).Rows.ShouldBeEmpty();
        (await Editor.RestoreAsync(Of.Anna, id, default)).ShouldBeTrue();
        (await Of.ValueAsync("select string_agg(reason, ',' order by id) from audit_events where entity = 'Contact' and reason is not null and key = '" + id + "'")).ShouldBe("Archive,Restore");
    }

    [Fact]
    public async Task Who_may_not_edit_the_account_changes_nothing_about_its_people()
    {
        var id = await AddAsync(new() { AccountCode = "B1", Name = "Rosa" }, Of.Admin);
        (await Editor.OpenAsync(Of.Anna, id, default)).ShouldBeNull();
        (await Editor.SaveAsync(Of.Anna, id, new(new(), new() { Name = "Mine now" }, 0), default)).ShouldBeOfType<SaveResult<ContactForm>.Missing>();
        (await Editor.ArchiveAsync(Of.Anna, id, default)).ShouldBeFalse();
        (await Editor.SuggestAsync(Of.Anna, "birch", default)).ShouldBeEmpty();
        await Should.ThrowAsync<NotPermittedException>(() => Editor.OpenAsync(Of.Viewer, id, default));
        await Should.ThrowAsync<NotPermittedException>(() => Editor.CreateAsync(Of.Viewer, new() { AccountCode = "B1", Name = "N" }, default));
        await Should.ThrowAsync<NotPermittedException>(() => Editor.ArchiveAsync(Of.Viewer, id, default));
    }

    private async Task<int> AddAsync(ContactForm form, CurrentUser? by = null) => int.Parse(
        (await Editor.CreateAsync(by ?? Of.Anna, form, default)).ShouldBeOfType<SaveResult<ContactForm>.Saved>().Key, System.Globalization.CultureInfo.InvariantCulture);

    private async Task ChangeAsync(CurrentUser by, int id, Action<ContactForm> change)
    {
        var (form, version) = (await Editor.OpenAsync(by, id, default))!.Value;
        var changed = ThreeWay.Tidy(form);
        change(changed);
        (await Editor.SaveAsync(by, id, new(form, changed, version), default)).ShouldBeOfType<SaveResult<ContactForm>.Saved>();
    }
}
