using System.Net;
using KamPortal.Domain.Accounts;
using KamPortal.Features.Audit;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Integration.Tests.Security;

public sealed class AuditTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Theory]
    [InlineData("update audit_events set user_name = 'Somebody else'")]
    [InlineData("delete from audit_events")]
    [InlineData("truncate audit_events")]
    public async Task The_log_only_grows_for_the_portal_and_for_the_superuser(string sql)
    {
        await portal.AddLoginAsync($"grow{sql.Length}@example.test", [Role.Viewer]);
        foreach (var asApp in new[] { true, false })
            (await Should.ThrowAsync<PostgresException>(() => portal.SqlAsync(sql, asApp))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        foreach (var sly in new[] { "alter table audit_events disable trigger all", "drop trigger audit_events_only_grow on audit_events", "set session_replication_role = replica" })
            (await Should.ThrowAsync<PostgresException>(() => portal.SqlAsync(sly, asApp: true))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_change_is_logged_with_who_before_after_and_why_and_a_new_account_with_its_number()
    {
        var id = await portal.QueryAsync(async db =>
        {
            var account = new Account("LOGGED", "Before");
            db.Accounts.Add(account);
            await db.SaveChangesAsync();
            account.Rename("After");
            db.Reason = "They were bought";
            await db.SaveChangesAsync();
            return account.Id;
        });

        var admin = await portal.UserAsync(await portal.AddLoginAsync("reader@example.test", [Role.Admin]));
        var rows = (await portal.WithAsync<AuditService, ListResult<AuditRow>?>(a => a.ForAccountAsync(admin, id, 1, default)))!.Rows;
        rows.Select(r => r.Action).ShouldBe(["Updated", "Created"]);
        rows.ShouldAllBe(r => r.Key == "LOGGED" && r.Account == "LOGGED" && r.Who == "KamPortal");
        rows[0].Reason.ShouldBe("They were bought");
        rows[0].Changes.Single(c => c.Field == "Name").ShouldBe(new FieldChange("Name", "Before", "After"));
        rows[1].Changes.Single(c => c.Field == "Id").After.ShouldBe($"{id}");
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_line_and_one_without_a_person_is_refused()
    {
        await portal.QueryAsync(async db =>
        {
            db.Accounts.Add(new Account("TWICE", "First"));
            await db.SaveChangesAsync();
            return 0;
        });
        var before = await portal.QueryAsync(db => db.AuditEvents.CountAsync());
        await portal.QueryAsync(async db =>
        {
            db.Accounts.Add(new Account("TWICE", "Second"));
            await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
            return 0;
        });
        await portal.QueryAsync(async db =>
        {
            db.Actor = null;
            db.Accounts.Add(new Account("ANONYMOUS", "Nobody did it"));
            (await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync())).Message.ShouldContain("without saying by whom");
            return 0;
        });
        (await portal.QueryAsync(db => db.AuditEvents.CountAsync())).ShouldBe(before);
    }

    [Fact]
    public async Task The_log_says_that_a_password_changed_and_never_to_what()
    {
        await portal.AddLoginAsync("changer@example.test", [Role.Viewer]);
        var browser = await portal.SignedInAsync("changer@example.test");
        await TestPortal.PostAsync(browser, "/account/password", "password", new() { ["Current"] = TestPortal.Password, ["Chosen"] = "nine green kettles", ["Again"] = "nine green kettles" });

        var lines = await portal.QueryAsync(db => db.AuditEvents.Where(a => a.Key == "changer@example.test").OrderBy(a => a.Id).ToListAsync());
        lines.Select(l => l.Action).ShouldBe(["Created", "SignedIn", "Updated"]);
        var texts = lines.SelectMany(l => new[] { l.Before, l.After }).Where(d => d is not null).Select(d => d!.RootElement.GetRawText()).ToList();
        texts.ShouldContain(t => t.Contains("\"Password\"", StringComparison.Ordinal) && t.Contains("changed", StringComparison.Ordinal));
        foreach (var secret in new[] { "PasswordHash", "SecurityStamp", "AQAAAA" }) texts.ShouldAllBe(t => !t.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_narrows_by_who_what_when_account_and_words_and_the_download_is_the_list()
    {
        var id = await portal.AddLoginAsync("auditor@example.test", [Role.Admin]);
        var auditor = await portal.UserAsync(id);
        await portal.QueryAsync(async db =>
        {
            (db.Actor, db.Reason) = (auditor, "=2+5 is a formula");
            db.Accounts.Add(new Account("NARROW", "Narrow"));
            await db.SaveChangesAsync();
            return 0;
        });

        async Task<ListResult<AuditRow>> Ask(string query) => await portal.WithAsync<AuditService, ListResult<AuditRow>>(a => a.PageAsync(auditor, ListQuery.FromUri("/audit" + query), default));
        (await Ask($"?f=who:{id}&f=entity:Account")).Rows.ShouldHaveSingleItem().Account.ShouldBe("NARROW");
        (await Ask("?f=account:NARROW")).Rows.ShouldHaveSingleItem();
        (await Ask("?f=account:NARROW&f=action:Deleted")).Rows.ShouldBeEmpty();
        (await Ask("?q=is a formula")).Rows.ShouldHaveSingleItem();
        (await Ask("?f=account:NARROW&f=when:7d")).Rows.ShouldHaveSingleItem();
        (await Ask("?f=account:NARROW&f=to:2020-01-01")).Rows.ShouldBeEmpty();
        (await Ask("?f=account:NARROW&f=from:2020-01-01&f=to:2999-01-01")).Rows.ShouldHaveSingleItem();
        foreach (var odd in new[] { "?f=from:yesterday", "?f=who:me", "?q=%25_'\\", "?sort=nonsense&page=999999" }) await Ask(odd);

        var browser = await portal.SignedInAsync("auditor@example.test");
        var csv = await browser.GetStringAsync("/export/audit.csv?f=account:NARROW");
        csv.ShouldContain("NARROW");
        csv.ShouldContain("'=2+5 is a formula");
        csv.Trim().Split('\n').Length.ShouldBe(2);

        await portal.AddLoginAsync("curious@example.test", [Role.SalesDirector]);
        var curious = await portal.SignedInAsync("curious@example.test");
        foreach (var closed in new[] { "/audit", "/export/audit.csv", "/export/audit.xlsx" }) (await curious.GetAsync(closed)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
