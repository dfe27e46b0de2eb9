using KamPortal.Domain.Accounts;
using KamPortal.Features.Users;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

public sealed class UserAccountsTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Only_an_admin_manages_logins()
    {
        foreach (var role in Role.All.Keys.Where(r => r != Role.Admin))
        {
            var user = await portal.UserAsync(await portal.AddLoginAsync($"not-admin-{role}@example.test", [role]));
            var form = new NewLoginForm { DisplayName = "X", Email = "x@example.test", Roles = [Role.Admin] };
            var before = await portal.QueryAsync(db => db.Users.CountAsync());
            await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<UserAccounts, NewLogin>(u => u.AddAsync(user, form, default)));
            await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(user, user.Id, form, "", default)));
            await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(user, user.Id, "", default)));
            await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<UserAccounts, NewLogin>(u => u.ResetPasswordAsync(user, user.Id, default)));
            await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<LoginList, ListResult<LoginRow>>(l => l.PageAsync(user, new ListQuery(), default)));
            (await portal.QueryAsync(db => db.Users.CountAsync())).ShouldBe(before);
        }
    }

    [Fact]
    public async Task A_new_login_has_what_the_admin_gave_it_and_a_password_of_its_own()
    {
        var admin = await AdminAsync("maker");
        var (region, unit, person) = await portal.QueryAsync(async db =>
        {
            var made = (new Region { Code = "N", Name = "North" }, new BusinessUnit { Code = "U", Name = "Unit" }, new Person { Code = "PX", Name = "陈晓" });
            db.AddRange(made.Item1, made.Item2, made.Item3);
            await db.SaveChangesAsync();
            return (made.Item1.Id, made.Item2.Id, made.Item3.Id);
        });
        var form = new NewLoginForm { DisplayName = " 陈晓 ", Email = "chen@example.test", Roles = [Role.SalesDirector], RegionIds = [region], BusinessUnitIds = [unit], PersonId = person };
        var one = await AddAsync(admin, form);
        one.Problem.ShouldBeNull();
        var user = await portal.UserAsync(one.Id);
        user.Name.ShouldBe("陈晓");
        (user.RegionIds.Single(), user.BusinessUnitIds.Single(), user.PersonId).ShouldBe((region, unit, (int?)person));
        user.IsDirector.ShouldBeTrue();

        (await AddAsync(admin, form with { PersonId = null, Email = "CHEN@example.test" })).Problem.ShouldBe(LoginProblem.EmailTaken);
        (await AddAsync(admin, form with { Email = "other@example.test" })).Problem.ShouldBe(LoginProblem.PersonTaken);
        (await AddAsync(admin, form with { PersonId = null, Email = "gone@example.test", RegionIds = [99999] })).Problem.ShouldBe(LoginProblem.ScopeGone);
        (await AddAsync(admin, form with { Email = "not an address" })).Problem.ShouldBe(LoginProblem.EmailNeeded);
        (await AddAsync(admin, form with { DisplayName = " " })).Problem.ShouldBe(LoginProblem.NameNeeded);
        (await AddAsync(admin, form with { Roles = [] })).Problem.ShouldBe(LoginProblem.RoleNeeded);
        (await AddAsync(admin, form with { Roles = ["Owner"] })).Problem.ShouldBe(LoginProblem.UnknownRole);
        (await AddAsync(admin, form with { PersonId = null, Email = "two@example.test" })).InitialPassword.ShouldNotBe(one.InitialPassword);
    }

    [Fact]
    public async Task Nobody_changes_their_own_roles_or_disables_themselves()
    {
        var admin = await AdminAsync("self");
        var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, admin.Id, default)))!;
        view.IsMe.ShouldBeTrue();
        (await ChangeAsync(admin, view, view.Form with { Roles = [Role.Admin, Role.Finance] })).ShouldBe(LoginProblem.OwnLogin);
        (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(admin, admin.Id, "", default))).ShouldBe(LoginProblem.OwnLogin);
        (await ChangeAsync(admin, view, view.Form with { DisplayName = "Renamed" })).ShouldBeNull();
        (await portal.UserAsync(admin.Id)).Name.ShouldBe("Renamed");
    }

    [Fact]
    public async Task An_older_version_of_a_login_is_not_saved_over_a_newer_one()
    {
        var admin = await AdminAsync("versions");
        var id = await portal.AddLoginAsync("versioned@example.test", [Role.Viewer]);
        var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, id, default)))!;
        (await ChangeAsync(admin, view, view.Form with { DisplayName = "First" })).ShouldBeNull();
        (await ChangeAsync(admin, view, view.Form with { Roles = [Role.Admin] })).ShouldBe(LoginProblem.Changed);
        (await portal.UserAsync(id)).Roles.ShouldBe([Role.Viewer]);
        (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(admin, Guid.CreateVersion7(), default))).ShouldBeNull();
    }

    private async Task<CurrentUser> AdminAsync(string name) => await portal.UserAsync(await portal.AddLoginAsync($"{name}@example.test", [Role.Admin]));

    private Task<NewLogin> AddAsync(CurrentUser admin, NewLoginForm form) => portal.WithAsync<UserAccounts, NewLogin>(u => u.AddAsync(admin, form, default));

    private Task<LoginProblem?> ChangeAsync(CurrentUser admin, LoginView view, NewLoginForm form) =>
        portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(admin, view.Id, form, view.Version, default));
}

public sealed class LastAdminTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Two_admins_who_disable_each_other_at_once_leave_one()
    {
        for (var round = 0; round < 5; round++)
        {
            await portal.SqlAsync("delete from user_roles");
            var one = await portal.UserAsync(await portal.AddLoginAsync($"one{round}@example.test", [Role.Admin]));
            var two = await portal.UserAsync(await portal.AddLoginAsync($"two{round}@example.test", [Role.Admin]));
            var answers = await Task.WhenAll(
                portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(one, two.Id, "race", default)),
                portal.WithAsync<UserAccounts, LoginProblem?>(u => u.DisableAsync(two, one.Id, "race", default)));
            answers.Order().ShouldBe([null, LoginProblem.LastAdmin]);
        }
    }

    [Fact]
    public async Task The_last_admin_is_not_demoted_either()
    {
        await portal.SqlAsync("delete from user_roles");
        var id = await portal.AddLoginAsync("lonely@example.test", [Role.Admin]);
        var view = (await portal.WithAsync<LoginList, LoginView?>(l => l.FindAsync(CurrentUser.System, id, default)))!;
        (await portal.WithAsync<UserAccounts, LoginProblem?>(u => u.ChangeAsync(CurrentUser.System, id, view.Form with { Roles = [Role.Viewer] }, view.Version, default)))
            .ShouldBe(LoginProblem.LastAdmin);
        (await portal.UserAsync(id)).May(Permission.ManageUsers).ShouldBeTrue();
    }
}
