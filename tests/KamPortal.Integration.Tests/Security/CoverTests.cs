using KamPortal.Domain.Accounts;
using KamPortal.Features.Accounts;
using KamPortal.Features.Cover;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

public sealed class CoverTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task A_colleague_covers_both_see_it_the_log_knows_and_either_ends_it()
    {
        var (ana, ben) = (await ManagerAsync("ana"), await ManagerAsync("ben"));
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        var form = new CoverForm { BorrowerId = ben.Id, FromDay = today, ToDay = today.AddDays(6), Note = "Holiday" };
        (await LendAsync(ana, form)).ShouldBeNull();

        ben = await portal.UserAsync(ben.Id);
        ben.Lent.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Lender.ShouldBe("ana"), l => l.Until.ShouldBe(today.AddDays(6)));
        (await ListAsync(ben)).ShouldBe(["OF-ana", "OF-ben"]);
        foreach (var user in new[] { ana, ben })
        {
            var row = (await ViewAsync(user)).Rows.ShouldHaveSingleItem();
            (row.Lender, row.Borrower, row.State, row.MayEnd, row.Note).ShouldBe(("ana", "ben", CoverState.Running, true, "Holiday"));
        }

        (await portal.QueryAsync(db => db.AuditEvents.Where(a => a.Entity == "Delegation" && a.Reason == "ana → ben").ToListAsync())).ShouldHaveSingleItem().Action.ShouldBe("Created");
        var loan = (await ViewAsync(ben)).Rows[0].Id;
        (await EndAsync(await ManagerAsync("cleo"), loan)).ShouldBe(CoverProblem.NotFound);
        (await EndAsync(ben, loan)).ShouldBeNull();
        (await EndAsync(ana, loan)).ShouldBe(CoverProblem.NotFound);
        (await ListAsync(await portal.UserAsync(ben.Id))).ShouldBe(["OF-ben"]);
    }

    [Fact]
    public async Task Nobody_lends_what_is_not_theirs_or_for_days_that_make_no_sense()
    {
        var (dan, eve) = (await ManagerAsync("dan"), await ManagerAsync("eve"));
        var admin = await portal.UserAsync(await portal.AddLoginAsync("arranger@example.test", [Role.Admin]));
        var off = await portal.AddLoginAsync("off@example.test", [Role.AccountManager]);
        await portal.SqlAsync($"update users set disabled_at = now() where id = '{off}'");
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        var form = new CoverForm { BorrowerId = eve.Id, FromDay = today, ToDay = today };

        (await LendAsync(dan, form with { BorrowerId = null })).ShouldBe(CoverProblem.ColleagueNeeded);
        (await LendAsync(dan, form with { BorrowerId = dan.Id })).ShouldBe(CoverProblem.ColleagueNeeded);
        (await LendAsync(dan, form with { ToDay = null })).ShouldBe(CoverProblem.DaysNeeded);
        (await LendAsync(dan, form with { ToDay = today.AddDays(-1) })).ShouldBe(CoverProblem.WrongOrder);
        (await LendAsync(dan, form with { FromDay = today.AddDays(-3), ToDay = today.AddDays(-2) })).ShouldBe(CoverProblem.Past);
        (await LendAsync(dan, form with { ToDay = today.AddDays(Delegation.MostDays) })).ShouldBe(CoverProblem.TooLong);
        (await LendAsync(dan, form with { BorrowerId = off })).ShouldBe(CoverProblem.Unsuitable);
        (await LendAsync(admin, form)).ShouldBe(CoverProblem.NothingToLend);
        await Should.ThrowAsync<NotPermittedException>(() => LendAsync(dan, form with { LenderId = eve.Id, BorrowerId = dan.Id }));
        await Should.ThrowAsync<NotPermittedException>(() => LendAsync(dan with { ViewedBy = "Ada" }, form));
        (await LendAsync(admin, form with { LenderId = dan.Id })).ShouldBeNull();
        (await ListAsync(await portal.UserAsync(eve.Id))).ShouldBe(["OF-dan", "OF-eve"]);
    }

    private async Task<CurrentUser> ManagerAsync(string name)
    {
        var person = await portal.QueryAsync(async db =>
        {
            var made = new Person { Code = "P-" + name, Name = name };
            db.People.Add(made);
            await db.SaveChangesAsync();
            db.Accounts.Add(new Account("OF-" + name, "Account of " + name) { LeadId = made.Id });
            await db.SaveChangesAsync();
            return made.Id;
        });
        return await portal.UserAsync(await portal.AddLoginAsync($"{name}@cover.test", [Role.AccountManager], person));
    }

    private Task<CoverView> ViewAsync(CurrentUser user) => portal.WithAsync<CoverService, CoverView>(c => c.ViewAsync(user, default));

    private Task<CoverProblem?> LendAsync(CurrentUser user, CoverForm form) => portal.WithAsync<CoverService, CoverProblem?>(c => c.LendAsync(user, form, default));

    private Task<CoverProblem?> EndAsync(CurrentUser user, Guid id) => portal.WithAsync<CoverService, CoverProblem?>(c => c.EndAsync(user, id, default));

    private async Task<List<string>> ListAsync(CurrentUser user) =>
        [.. (await portal.WithAsync<AccountList, ListResult<AccountRow>>(l => l.PageAsync(user, ListQuery.FromUri("/accounts"), default))).Rows.Select(r => r.Code).Order(StringComparer.Ordinal)];
}
