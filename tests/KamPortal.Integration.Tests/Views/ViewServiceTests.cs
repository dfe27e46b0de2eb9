using KamPortal.Features.Views;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Views;

public sealed class ViewServiceTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task A_view_is_ones_own_until_it_is_shared_and_only_its_owner_and_admins_change_it()
    {
        var (owner, other, admin) = (await LoginAsync(Role.AccountManager), await LoginAsync(Role.Viewer), await LoginAsync(Role.Admin));
        var saved = await SaveAsync(owner, new(null, "accounts", "My A 客户", "?f=tier:A&cols=tier,cm2", false, true, null));
        saved.Slug.ShouldBe("my-a-客户");
        (await LoadAsync(owner)).ShouldSatisfyAllConditions(v => v.Default.ShouldBe("my-a-客户"), v => v.Views.ShouldHaveSingleItem().MayChange.ShouldBeTrue());
        (await LoadAsync(other)).Views.ShouldBeEmpty();

        var id = (await LoadAsync(owner)).Views[0].Id;
        (await SaveAsync(other, new(id, "accounts", "Stolen", "", true, false, null))).Refusal.ShouldNotBeNull();
        await SaveAsync(owner, new(id, "accounts", "My A 客户", "?f=tier:A", true, false, null));
        (await LoadAsync(owner)).Default.ShouldBeNull();
        (await LoadAsync(other)).Views.ShouldHaveSingleItem().ShouldSatisfyAllConditions(v => v.MayChange.ShouldBeFalse(), v => v.State.ShouldBe("?f=tier:A"));
        await DeleteAsync(other, id);
        (await LoadAsync(other)).Views.Count.ShouldBe(1);
        (await LoadAsync(admin)).Views[0].MayChange.ShouldBeTrue();
        await DeleteAsync(admin, id);
        (await LoadAsync(owner)).Views.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_opens_with_what_an_admin_chose_unless_a_person_chose_otherwise()
    {
        var (admin, manager) = (await LoginAsync(Role.Admin), await LoginAsync(Role.SalesDirector));
        (await SaveAsync(manager, new(null, "people", "Mine", "?q=a", false, false, [Role.Viewer]))).Slug.ShouldBe("mine");
        (await LoadAsync(await LoginAsync(Role.Viewer), "people")).Default.ShouldBeNull("only those who manage settings speak for a role");

        await SaveAsync(admin, new(null, "people", "Directors", "?sort=-name", false, false, [Role.SalesDirector]));
        (await LoadAsync(manager, "people")).Default.ShouldBe("directors");
        var mine = (await LoadAsync(manager, "people")).Views.Single(v => v.Slug == "mine");
        await SaveAsync(manager, new(mine.Id, "people", "Mine", "?q=a", false, true, null));
        (await LoadAsync(manager, "people")).Default.ShouldBe("mine");
        (await SaveAsync(manager, new(null, "people", "mine!", "", false, false, null))).Slug.ShouldBe("mine-2");
        (await SaveAsync(manager, new(null, "people", "All", "", false, false, null))).Slug.ShouldBe("all-2");
        (await SaveAsync(manager, new(null, "people", " ", "", false, false, null))).Refusal.ShouldNotBeNull();
    }

    private async Task<CurrentUser> LoginAsync(string role) => await portal.UserAsync(await portal.AddLoginAsync($"{Guid.CreateVersion7():n}@example.test", [role]));

    private Task<ListViews> LoadAsync(CurrentUser user, string list = "accounts") => portal.WithAsync<ViewService, ListViews>(s => s.LoadAsync(user, list, default));

    private Task<ViewSaved> SaveAsync(CurrentUser user, ViewChange change) => portal.WithAsync<ViewService, ViewSaved>(s => s.SaveAsync(user, change, default));

    private Task<bool> DeleteAsync(CurrentUser user, Guid id) => portal.WithAsync<ViewService, bool>(async s =>
    {
        await s.DeleteAsync(user, id, default);
        return true;
    });
}
