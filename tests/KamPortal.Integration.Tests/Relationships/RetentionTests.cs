using System.Text;
using KamPortal.Features.Imports;
using KamPortal.Features.Relationships.Privacy;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Relationships;

/// <summary>Nothing is erased by itself until somebody says so; then exactly what is due, and never what somebody decided to keep.</summary>
public sealed class RetentionTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private PrivacyService Privacy => portfolio.Get<PrivacyService>();

    [Fact]
    public async Task Due_contacts_are_listed_kept_or_erased_and_old_uploads_deleted_only_when_switched_on()
    {
        await portfolio.RunAsync(
            """
            insert into contacts (code, account_id, name, email, updated_at, last_contact) select c, a.id, n, n || '@x.example', now() - u::interval, d::date from (values
              ('K1', 'Forgotten', '40 months', null), ('K2', 'Spoken.with', '40 months', (now() - interval '1 month')::text), ('K3', 'Fresh', '1 month', '2001-01-01'), ('K4', 'Kept', '50 months', '2001-01-01')) v(c, n, u, d)
              join accounts a on a.code = 'A1';
            """);
        await portfolio.Get<UploadedFiles>().TakeInAsync(CurrentUser.System, "old.csv", new MemoryStream("account_id,name\nA9,Ninth\n"u8.ToArray()), "accounts", default);
        await portfolio.RunAsync("update import_batches set created_at = now() - interval '100 days'");
        await portfolio.Get<UploadedFiles>().TakeInAsync(CurrentUser.System, "new.csv", new MemoryStream("account_id,name\nA9,Ninth\n"u8.ToArray()), "accounts", default);

        var forgotten = await IdAsync("K1");
        (await DueAsync()).ShouldBeEmpty();
        await RunAsync();
        await SetAsync(f => f.ContactMonths = 36);
        (await DueAsync()).ShouldBe(["Kept", "Forgotten"]);
        (await Privacy.KeepAsync(portfolio.Admin, await IdAsync("K4"), "Party to a lawsuit", default)).ShouldBeTrue();
        (await DueAsync()).ShouldBe(["Forgotten"]);
        (await Privacy.DueAsync(portfolio.Admin, ListQuery.FromUri("?f=kept:yes"), default)).Rows.ShouldHaveSingleItem().KeepReason.ShouldBe("Party to a lawsuit");
        await RunAsync();
        (await ErasedAsync()).ShouldBe("");
        (await portfolio.ValueAsync("select count(*)::int from import_file_chunks")).ShouldBe(2);

        await SetAsync(f => (f.EraseDue, f.FileDays) = (true, 90));
        await RunAsync();
        (await ErasedAsync()).ShouldBe($"erased-{forgotten}");
        (await DueAsync()).ShouldBeEmpty();
        (await portfolio.ValueAsync("select string_agg(file_name || state || (file_erased_at is not null), ',' order by number) from import_batches")).ShouldBe("old.csvDiscardedtrue,new.csvUploadedfalse");
        (await portfolio.ValueAsync("select string_agg(user_name || action || entity || reason, ',' order by id) from audit_events where action = 'Erased'"))
            .ShouldBe("KamPortalErasedImportFileKept as long as the rules allow,KamPortalErasedContactNobody touched the contact for as long as the rules allow,KamPortalErasedPersonalTracesNobody touched the contact for as long as the rules allow");
        (await portfolio.ValueAsync("select string_agg(user_name || action, ',' order by id) from audit_events where entity = 'PrivacyRules'")).ShouldBe("AdminUpdated,AdminUpdated");
        await RunAsync();
        (await portfolio.ValueAsync("select count(*) from audit_events where action = 'Erased'")).ShouldBe(3L);
    }

    [Fact]
    public async Task Rules_that_make_no_sense_are_refused_and_only_admins_make_them()
    {
        foreach (var (months, erase, days, field) in new (int?, bool, int?, string)[] { (0, false, null, "ContactMonths"), (null, true, null, "EraseDue"), (12, true, 0, "FileDays") })
        {
            var (form, version) = await Privacy.OpenAsync(portfolio.Admin, default);
            (await Privacy.SaveAsync(portfolio.Admin, new(form, new() { ContactMonths = months, EraseDue = erase, FileDays = days }, version), default)).ShouldBeOfType<SaveResult<PrivacyForm>.Invalid>().Errors.Keys.ShouldBe([field]);
        }

        await Should.ThrowAsync<NotPermittedException>(() => Privacy.OpenAsync(portfolio.Director, default));
        await Should.ThrowAsync<NotPermittedException>(() => Privacy.DueAsync(portfolio.Director, new(), default));
        await Should.ThrowAsync<NotPermittedException>(() => Privacy.KeepAsync(portfolio.Director, 1, "x", default));
    }

    private Task RunAsync() => portfolio.Get<Retention>().RunAsync(default);

    private async Task<string[]> DueAsync() => [.. (await Privacy.DueAsync(portfolio.Admin, new(), default)).Rows.Select(r => r.Name)];

    private async Task SetAsync(Action<PrivacyForm> change)
    {
        var (form, version) = await Privacy.OpenAsync(portfolio.Admin, default);
        var mine = ThreeWay.Tidy(form);
        change(mine);
        (await Privacy.SaveAsync(portfolio.Admin, new(form, mine, version), default)).ShouldBeOfType<SaveResult<PrivacyForm>.Saved>();
    }

    private async Task<string> ErasedAsync() => await portfolio.ValueAsync("select string_agg(code, ',' order by id) from contacts where erased_at is not null") as string ?? "";

    private async Task<int> IdAsync(string code) => (int)(await portfolio.ValueAsync($"select id from contacts where code = '{code}'"))!;
}
