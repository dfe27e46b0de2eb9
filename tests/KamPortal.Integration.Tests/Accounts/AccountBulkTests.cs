using KamPortal.Features.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;

namespace KamPortal.Integration.Tests.Accounts;

public sealed class AccountBulkTests : IAsyncLifetime
{
    private readonly TestPortfolio _own = new();

    private Portfolio Of => _own.Of;

    private AccountBulk Bulk => Of.Get<AccountBulk>();

    public Task InitializeAsync() => _own.StartAsync();

    public async Task DisposeAsync() => await _own.DisposeAsync();

    [Fact]
    public async Task Many_accounts_change_at_once_each_with_its_audit_line_and_come_back()
    {
        var result = await Bulk.ApplyAsync(Of.Admin, Chosen("A1", "A2", "B1"), new(BulkField.Lead, "BO"), default);

        (result.Changed, result.Refused).ShouldBe((1, 0));
        (await LeadsAsync()).ShouldBe("A1:BO A2:BO B1:BO");
        (await Of.ValueAsync("select key || ' ' || (before ->> 'LeadId' is not null) || ' ' || reason from audit_events where entity = 'Account'")).ShouldBe("A1 true Bulk edit");

        (await Bulk.UndoAsync(Of.Admin, result.Undo!, default)).ShouldBe(1);
        (await LeadsAsync()).ShouldBe("A1:ANNA A2:BO B1:BO");
    }

    [Fact]
    public async Task All_that_match_means_what_the_query_finds_and_not_what_the_page_shows()
    {
        await Of.RunAsync("insert into accounts (code, name, kind, status) select 'N' || i, 'New ' || i, 'Customer', 'Active' from generate_series(1, 120) i");
        var query = ListQuery.FromUri("?q=new");
        var result = await Bulk.ApplyAsync(Of.Admin, new([], query, 120, true, () => { }), new(BulkField.Segment, "OEM"), default);

        result.Changed.ShouldBe(120);
        (await Of.ValueAsync("select count(*) from accounts where segment_id is not null")).ShouldBe(120L);
        (await Bulk.UndoAsync(Of.Admin, result.Undo!, default)).ShouldBe(120);
        (await Of.ValueAsync("select count(*) from accounts where segment_id is not null")).ShouldBe(0L);
    }

    [Fact]
    public async Task What_is_out_of_scope_is_refused_and_nobody_gives_an_account_out_of_their_own_scope()
    {
        (await Bulk.ApplyAsync(Of.Anna, Chosen("A1", "A2", "NONE"), new(BulkField.Status, "Closed"), default)).ShouldSatisfyAllConditions(
            r => (r.Changed, r.Refused).ShouldBe((1, 2)),
            r => r.Why.Select(w => w.Code).ShouldBe(["A2", "NONE"], ignoreOrder: true));
        (await Of.ValueAsync("select status from accounts where code = 'A2'")).ShouldBe("Active");

        var moved = await Bulk.ApplyAsync(Of.Director, Chosen("A1", "A2"), new(BulkField.Region, "SOUTH"), default);
        (moved.Changed, moved.Refused).ShouldBe((0, 2));
        moved.Why.ShouldAllBe(w => w.Why == "Would leave your scope");
        (await Of.ValueAsync("select count(*) from audit_events where entity = 'Account'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Undo_leaves_what_somebody_changed_since()
    {
        var result = await Bulk.ApplyAsync(Of.Admin, Chosen("A1", "A2"), new(BulkField.Status, "Prospect"), default);
        await Of.RunAsync("update accounts set status = 'Closed' where code = 'A2'");

        (await Bulk.UndoAsync(Of.Admin, result.Undo!, default)).ShouldBe(1);
        (await Of.ValueAsync("select string_agg(status, ' ' order by code) from accounts")).ShouldBe("Active Closed Active");
        (await Bulk.UndoAsync(Of.Anna, result.Undo!, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Accounts_are_put_away_together_and_a_value_that_is_not_there_changes_nothing()
    {
        var away = await Bulk.ApplyAsync(Of.Admin, Chosen("A1", "B1"), new(BulkField.Archived, "yes"), default);
        away.Changed.ShouldBe(2);
        (await Bulk.ApplyAsync(Of.Admin, Chosen("A1"), new(BulkField.Archived, "yes"), default)).Changed.ShouldBe(0);
        (await Bulk.UndoAsync(Of.Admin, away.Undo!, default)).ShouldBe(2);
        (await Of.ValueAsync("select count(*) from accounts where archived_at is not null")).ShouldBe(0L);

        (await Bulk.ApplyAsync(Of.Admin, Chosen("A1"), new(BulkField.Lead, "NOBODY"), default)).Refusal.ShouldNotBeNull();
        (await Bulk.ApplyAsync(Of.Admin, Chosen("A1"), new(BulkField.Status, null), default)).Refusal.ShouldNotBeNull();
        await Should.ThrowAsync<NotPermittedException>(() => Bulk.ApplyAsync(Of.Viewer, Chosen("A1"), new(BulkField.Lead, null), default));
    }

    private static ListSelection Chosen(params string[] codes) => new(codes, new(), null, true, () => { });

    private async Task<object?> LeadsAsync() => await Of.ValueAsync("select string_agg(a.code || ':' || p.code, ' ' order by a.code) from accounts a join people p on p.id = a.lead_id");
}
