using KamPortal.Domain.Relationships;
using KamPortal.Features.Relationships;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Relationships;

/// <summary>Finding contacts, in the list, for export and by Ctrl+K.</summary>
public sealed class ContactTests(ContactTests.Contacts contacts) : IClassFixture<ContactTests.Contacts>
{
    private Portfolio Of => contacts.Of;

    public sealed class Contacts : IAsyncLifetime
    {
        private const string Seed =
            """
            insert into contacts (code, account_id, name, title, email, side, role, influence, stance, last_contact)
              select c, (select id from accounts where code = a), n, t, e, s, r, i, h, d::date from (values
                ('K1', 'A1', 'Ola Nordmann', 'Head of purchasing', 'ola@alder.example', 'Commercial', 'Decider', 5, 2, '2026-03-01'),
                ('K2', 'A1', 'Chen Jing 陈静', '=HYPERLINK("x")', null, 'Technical', null, null, null, null),
                ('K3', 'A2', '王伟', '采购总监', 'wang@hd.example', 'Commercial', 'Champion', 3, -1, '2026-01-15'),
                ('K4', 'B1', 'Rosa Birch', null, null, null, 'Blocker', 1, -2, null)) v(c, a, n, t, e, s, r, i, h, d);
            insert into contacts (code, account_id, name, archived_at) select 'K5', id, 'Gone Away', now() from accounts where code = 'A1';
            insert into contacts (code, account_id, name, archived_at, erased_at) select 'erased-6', id, '–', now(), now() from accounts where code = 'A1';
            """;

        private readonly TestPortfolio _own = new();

        internal Portfolio Of => _own.Of;

        public async Task InitializeAsync()
        {
            await _own.StartAsync();
            await Of.RunAsync(Seed);
        }

        public async Task DisposeAsync() => await _own.DisposeAsync();
    }

    [Theory]
    [InlineData("", "王伟,Chen Jing 陈静,Ola Nordmann,Rosa Birch")]
    [InlineData("?q=ola", "Ola Nordmann")]
    [InlineData("?q=purchasing", "Ola Nordmann")]
    [InlineData("?q=wang@hd", "王伟")]
    [InlineData("?q=cj", "Chen Jing 陈静")]
    [InlineData("?q=chenjing", "Chen Jing 陈静")]
    [InlineData("?q=静", "Chen Jing 陈静")]
    [InlineData("?q=ww", "王伟")]
    [InlineData("?q=cgzj", "王伟")]
    [InlineData("?q=alder", "Chen Jing 陈静,Ola Nordmann")]
    [InlineData("?q=华东", "王伟")]
    [InlineData("?q=wang+hddq", "王伟")]
    [InlineData("?q=ola+birch", "")]
    [InlineData("?q=100%25", "")]
    [InlineData("?f=side:Commercial", "王伟,Ola Nordmann")]
    [InlineData("?f=side:Technical,none", "Chen Jing 陈静,Rosa Birch")]
    [InlineData("?f=role:Champion,Blocker", "王伟,Rosa Birch")]
    [InlineData("?f=stance:-2,-1", "王伟,Rosa Birch")]
    [InlineData("?f=stance:none", "Chen Jing 陈静")]
    [InlineData("?f=lead:ANNA", "Chen Jing 陈静,Ola Nordmann")]
    [InlineData("?f=lead:none", "")]
    [InlineData("?f=account:B1", "Rosa Birch")]
    [InlineData("?f=archived:yes", "Gone Away")]
    [InlineData("?sort=-name", "Rosa Birch,Ola Nordmann,Chen Jing 陈静,王伟")]
    [InlineData("?sort=account", "Chen Jing 陈静,Ola Nordmann,Rosa Birch,王伟")]
    [InlineData("?sort=-influence", "Ola Nordmann,王伟,Rosa Birch,Chen Jing 陈静")]
    [InlineData("?sort=stance,name", "Rosa Birch,王伟,Ola Nordmann,Chen Jing 陈静")]
    [InlineData("?sort=-last", "Ola Nordmann,王伟,Chen Jing 陈静,Rosa Birch")]
    [InlineData("?sort=side,-name", "Ola Nordmann,王伟,Chen Jing 陈静,Rosa Birch")]
    [InlineData("?sort=nonsense", "王伟,Chen Jing 陈静,Ola Nordmann,Rosa Birch")]
    public async Task The_list_is_searched_narrowed_and_sorted(string address, string names)
    {
        var query = ListQuery.FromUri("https://x/contacts" + address);
        var page = await Of.Get<ContactList>().PageAsync(Of.Admin, query, default);
        string.Join(',', page.Rows.Select(r => r.Name)).ShouldBe(names);
        page.Total.ShouldBe(names.Length == 0 ? 0 : names.Split(',').Length);
        string.Join(',', (await Of.Get<ContactList>().ExportAsync(Of.Admin, query, default).ToListAsync()).Select(r => r.Name)).ShouldBe(names);
    }

    [Fact]
    public async Task Everyone_sees_the_contacts_of_their_accounts_and_no_other()
    {
        var (list, anna) = (Of.Get<ContactList>(), Of.Anna);
        (await list.PageAsync(anna, new(), default)).Rows.Select(r => r.AccountCode).Distinct().ShouldBe(["A1"]);
        (await list.ExportAsync(anna, new(), default).ToListAsync()).Count.ShouldBe(2);
        (await list.PageAsync(Of.Director, new(), default)).Total.ShouldBe(3);
        (await list.PageAsync(anna, ListQuery.FromUri("?q=birch"), default)).Rows.ShouldBeEmpty();
        (await Of.Get<ContactSearch>().FindAsync(anna, "rosa", default)).ShouldBeEmpty();
        (await Of.Get<ContactPages>().FindAsync(anna, await IdAsync("K4"), default)).ShouldBeNull();
        (await Of.Get<ContactPages>().FindAsync(anna, await IdAsync("K1"), default))!.Lead!.Name.ShouldBe("Anna Holm");
        await Should.ThrowAsync<NotPermittedException>(() => list.PageAsync(Of.Viewer with { Roles = new HashSet<string>() }, new(), default));
        (await Of.ValueAsync("select string_agg(user_name || (after ->> 'Rows'), ',' order by id) from audit_events where entity = 'Contact' and action = 'Exported' and user_name <> 'Admin'")).ShouldBe("AccountManager2");
    }

    [Theory]
    [InlineData("o", "Ola Nordmann")]
    [InlineData("nordm", "Ola Nordmann")]
    [InlineData("陈", "Chen Jing 陈静")]
    [InlineData("cj", "Chen Jing 陈静")]
    [InlineData("wangwei", "王伟")]
    [InlineData("wang huadong", "王伟")]
    [InlineData("cgz", "王伟")]
    [InlineData("gone", "")]
    [InlineData("%", "")]
    public async Task The_palette_finds_people_by_name_title_pinyin_and_with_their_account(string sought, string name)
    {
        var hits = await Of.Get<ContactSearch>().FindAsync(Of.Admin, sought, default);
        string.Join(',', hits.Select(h => h.Title)).ShouldBe(name);
    }

    [Fact]
    public async Task A_hit_says_title_and_account_and_leads_to_the_page()
    {
        var hit = (await Of.Get<ContactSearch>().FindAsync(Of.Admin, "ola", default)).ShouldHaveSingleItem();
        (hit.Detail, hit.Href).ShouldBe(("Head of purchasing · Alder Works", $"/contacts/{await IdAsync("K1")}"));
    }

    [Fact]
    public async Task A_page_tells_who_reports_to_whom_and_who_of_ours_looks_after_them()
    {
        var (boss, id) = (await IdAsync("K1"), await IdAsync("K2"));
        await Of.RunAsync(
            $"""
            update contacts set reports_to_id = {boss} where id = {id};
            insert into contact_counterparts (contact_id, person_id, now, target) select {id}, id, 'Vendor', 'TrustedAdvisor' from people where code = 'BO';
            """);
        var contact = (await Of.Get<ContactPages>().FindAsync(Of.Anna, id, default))!;
        (contact.ReportsTo!.Name, contact.Account.Name).ShouldBe(("Ola Nordmann", "Alder Works"));
        contact.Counterparts.ShouldHaveSingleItem().ShouldBe(new CounterpartRow(new("BO", "Bo Li"), RelationshipLevel.Vendor, RelationshipLevel.TrustedAdvisor));
        (await Of.Get<ContactPages>().FindAsync(Of.Anna, boss, default))!.Reports.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    private async Task<int> IdAsync(string code) => (int)(await Of.ValueAsync($"select id from contacts where code = '{code}'"))!;
}
