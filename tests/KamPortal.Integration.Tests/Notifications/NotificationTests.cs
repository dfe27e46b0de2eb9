using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Features.Accounts;
using KamPortal.Features.Notifications;
using KamPortal.Features.Users;
using KamPortal.Integration.Tests.Outgoing;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Integration.Tests.Notifications;

public sealed class NotificationTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task A_notice_is_on_the_bell_of_its_reader_alone_and_is_read_once()
    {
        var (anna, bo) = (await PersonAsync("bell-anna"), await PersonAsync("bell-bo"));
        await TellAsync(anna, "login.scope");
        await TellAsync(anna, "login.scope");
        var bell = await BellAsync(anna);
        (bell.Unread, bell.Latest.Count, (await BellAsync(bo)).Latest.Count).ShouldBe((2, 2, 0));
        await portal.WithAsync<NotificationService, bool>(async s => { await s.ReadAsync(bo, bell.Latest[0].Id, default); return true; });
        (await BellAsync(anna)).Unread.ShouldBe(2, "nobody ticks off what is not theirs");
        await portal.WithAsync<NotificationService, bool>(async s => { await s.ReadAsync(anna, bell.Latest[0].Id, default); return true; });
        (await BellAsync(anna)).Unread.ShouldBe(1);
        await portal.WithAsync<NotificationService, bool>(async s => { await s.ReadAllAsync(anna, default); return true; });
        (await BellAsync(anna)).Unread.ShouldBe(0);
        (await portal.WithAsync<NotificationService, ListResult<NotificationRow>>(s => s.ListAsync(anna, new() { Filters = new Dictionary<string, IReadOnlyList<string>> { ["state"] = ["unread"] } }, default))).Total.ShouldBe(0);
    }

    [Fact]
    public async Task An_open_page_hears_of_a_notice_within_two_seconds()
    {
        var anna = await PersonAsync("live-anna");
        var signals = portal.Services.GetRequiredService<Signals>();
        for (var i = 0; i < 5; i++)
        {
            var heard = new TaskCompletionSource();
            using var listening = signals.Listen($"notices:{anna.Id}", () => heard.TrySetResult());
            await TellAsync(anna, "login.scope");
            await heard.Task.WaitAsync(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_told()
    {
        var anna = await PersonAsync("undone-anna");
        await portal.QueryAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await portal.Services.GetRequiredService<Bulletin>().TellAsync(db, new("login.scope", "/"), Readers.One(anna.Id), default);
            await transaction.RollbackAsync();
            return true;
        });
        (await BellAsync(anna)).Latest.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_switched_a_kind_off_is_not_told_by_that_way()
    {
        var anna = await PersonAsync("choosy-anna");
        var form = (await portal.WithAsync<NotificationSettings, NotificationForm?>(s => s.OpenAsync(anna, default))).ShouldNotBeNull();
        var choice = form.Channels.Single(c => c.Kind == "login.scope");
        (choice.InApp, choice.ByMail) = (false, true);
        await SaveAsync(anna, form);
        await TellAsync(anna, "login.scope");
        (await BellAsync(anna)).Latest.ShouldBeEmpty();
        (await portal.QueryAsync(db => db.Notifications.CountAsync(n => n.UserId == anna.Id && n.ByMail))).ShouldBe(1);
        choice.ByMail = false;
        await SaveAsync(anna, form);
        await TellAsync(anna, "login.scope");
        (await portal.QueryAsync(db => db.Notifications.CountAsync(n => n.UserId == anna.Id))).ShouldBe(1, "off is off");
        (await portal.WithAsync<NotificationSettings, SaveResult<NotificationForm>>(s => s.SaveAsync(anna, new() { Language = "xx", TimeZone = "Moon/Base" }, default)))
            .ShouldBeOfType<SaveResult<NotificationForm>.Invalid>().Errors.Keys.ShouldBe(["Language", "TimeZone"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_new_account_manager_and_a_login_with_another_scope_are_told()
    {
        var admin = await PersonAsync("teller", Role.Admin);
        var person = await portal.QueryAsync(async db =>
        {
            var made = new Domain.Accounts.Person { Code = "LEAD1", Name = "Lead One" };
            db.Add(made);
            await db.SaveChangesAsync();
            return made.Id;
        });
        var lead = await portal.UserAsync(await portal.AddLoginAsync("lead-one@example.test", [Role.AccountManager], person));
        await portal.WithAsync<AccountEditor, SaveResult<AccountForm>>(e => e.CreateAsync(admin, new() { Code = "L-1", Name = "Lindgren Paper", LeadCode = "LEAD1" }, default));
        (await BellAsync(lead)).Latest.ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => n.Text.ShouldContain("Lindgren Paper"), n => n.Href.ShouldBe("/accounts/L-1"));

        var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, lead.Id, default))).ShouldNotBeNull();
        (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(admin, lead.Id, view.Form with { Roles = [Role.AccountManager, Role.Viewer] }, view.Version, default))).ShouldBeNull();
        (await BellAsync(lead)).Latest[0].Kind.ShouldBe("login.scope");
    }

    [Fact]
    public async Task A_failed_job_is_told_to_admins_and_its_requester_once_each()
    {
        var (admin, other) = (await PersonAsync("boss", Role.Admin), await PersonAsync("other-boss", Role.Admin));
        var id = await portal.WithAsync<JobQueue, Guid>(q => q.StoreAsync("scoring.run", new ScoringRunRequest(), admin, default));
        await portal.SqlAsync($"update jobs set payload = '[]' where id = '{id}'");
        await portal.WithAsync<JobRunner, bool>(async r => { await r.RunAsync(id, default); return true; });
        foreach (var one in new[] { admin, other }) (await BellAsync(one)).Latest.Count(n => n.Kind == "job.failed").ShouldBe(1);
        (await BellAsync(admin)).Latest[0].Text.ShouldContain("Scoring run");
    }

    private async Task<CurrentUser> PersonAsync(string name, string role = Role.Viewer) => await portal.UserAsync(await portal.AddLoginAsync(name + "@example.test", [role]));

    private Task<BellView> BellAsync(CurrentUser user) => portal.WithAsync<NotificationService, BellView>(s => s.BellAsync(user, default));

    private Task TellAsync(CurrentUser user, string kind) => portal.QueryAsync(async db =>
    {
        await portal.Services.GetRequiredService<Bulletin>().TellAsync(db, new(kind, "/"), Readers.One(user.Id), default);
        return true;
    });

    private Task SaveAsync(CurrentUser user, NotificationForm form) => portal.WithAsync<NotificationSettings, SaveResult<NotificationForm>>(s => s.SaveAsync(user, form, default));
}

public sealed class DigestTests
{
    [Fact]
    public async Task Each_item_is_mailed_once_at_eight_in_the_readers_own_morning_and_language()
    {
        await using var house = await MailHouse.OpenAsync();
        house.Clock.Advance(NextAt(house.Clock, 23)); // 7:00 in Shanghai, the afternoon before in New York.
        var (li, ed) = (await house.AddLoginAsync("li@example.test", "zh-CN", "Asia/Shanghai"), await house.AddLoginAsync("ed@example.test", null, "America/New_York"));
        foreach (var reader in new[] { li, li, ed }) await TellAsync(house, reader);
        await DigestAsync(house);
        house.Files.ShouldBeEmpty("it is not yet eight");
        house.Clock.Advance(TimeSpan.FromMinutes(90));
        await DigestAsync(house);
        var first = house.Letters.ShouldHaveSingleItem();
        first.To.Mailboxes.Single().Address.ShouldBe("li@example.test");
        first.Subject.ShouldBe("KamPortal：您有 2 条新消息");
        await DigestAsync(house);
        house.Files.Count.ShouldBe(1);

        await TellAsync(house, li);
        house.Clock.Advance(TimeSpan.FromHours(13.5)); // 14:00 UTC: 9:00 in New York at the earliest, 22:00 in Shanghai.
        await DigestAsync(house);
        house.Letters.Select(l => l.To.Mailboxes.Single().Address).Order().ShouldBe(["ed@example.test", "li@example.test"]);
        house.Clock.Advance(TimeSpan.FromHours(12));
        await DigestAsync(house);
        house.Files.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_instances_write_one_digest()
    {
        await using var house = await MailHouse.OpenAsync();
        var li = await house.AddLoginAsync("li@example.test", null, "UTC");
        await TellAsync(house, li);
        house.Clock.Advance(NextAt(house.Clock, 12));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.WithAsync<Digest, int>(d => d.SendDueAsync(default))));
        while (await house.SendAsync() > 0) { }
        house.Files.Count.ShouldBe(1);
    }

    private static TimeSpan NextAt(MovableClock clock, int hour)
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.Date, TimeSpan.Zero).AddDays(1).AddHours(hour) - now;
    }

    private static async Task DigestAsync(MailHouse house)
    {
        await house.WithAsync<Digest, int>(d => d.SendDueAsync(default));
        while (await house.SendAsync() > 0) { }
    }

    private static Task TellAsync(MailHouse house, Guid reader) => house.WithAsync<IDbContextFactory<KamDbContext>, bool>(async factory =>
    {
        await using var db = await factory.CreateDbContextAsync();
        await house.Get<Bulletin>().TellAsync(db, new("login.scope", "/"), Readers.One(reader), default);
        return true;
    });
}
