using KamPortal.Data;
using KamPortal.Data.Imports;
using KamPortal.Data.Jobs;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>An import can be taken back as a whole, and takes back nothing that anyone else has touched since.</summary>
public sealed class UndoTests : IAsyncLifetime
{
    private const string Facts = "account_id,period,product_line,revenue\n";
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Created_rows_go_and_changed_rows_become_what_they_were()
    {
        await _bench.ImportTextAsync("account_id,name,city\nA1,Anna,Ulm\nA2,Bert,Bonn\n");
        var before = await StateAsync();
        var second = (await _bench.ImportTextAsync("account_id,name,city,parent account\nA1,Anna Ltd,,A3\nA3,Cleo,Rom,\nA4,Dora,,A3\n")).Number;
        (await _bench.ScalarAsync<string>("select field_sources -> 'name' ->> 'i' from accounts where code = 'A1'")).ShouldBe(second.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var undone = await UndoAsync(second);
        (undone.Removed, undone.Restored, undone.KeptCount).ShouldBe((2, 1, 0));
        (await StateAsync()).ShouldBe(before);
        (await _bench.ScalarAsync<long>("select count(*) from audit_events where action = 'Undo'")).ShouldBe(1);
        (await _bench.ScalarAsync<long>("select count(*) from import_before_images")).ShouldBe(0);
    }

    [Fact]
    public async Task Facts_that_were_replaced_come_back_and_the_monthly_sums_follow()
    {
        await _bench.ImportTextAsync("account_id,name\nA1,Anna\n");
        await _bench.ImportTextAsync(Facts + "A1,2026-01,Drives,100\n");
        var before = await StateAsync();
        var second = (await _bench.ImportTextAsync(Facts + "A1,2026-01,Drives,70\nA1,2026-02,Motors,5\n")).Number;
        (await _bench.ScalarAsync<decimal>("select sum(net_revenue) from account_months")).ShouldBe(75m);
        var undone = await UndoAsync(second);
        (undone.Removed, undone.Restored).ShouldBe((2, 1));
        (await StateAsync()).ShouldBe(before);
        (await _bench.ScalarAsync<long>("select count(*) from account_months")).ShouldBe(1);
    }

    [Fact]
    public async Task Rows_touched_since_are_kept_and_named_with_the_reason()
    {
        var first = (await _bench.ImportTextAsync("account_id,name\nA1,Anna\nA2,Bert\nA3,Cleo\nA4,Dora\n")).Number;
        await _bench.ImportTextAsync("account_id,name\nA1,Anna Ltd\n");
        await _bench.ScalarAsync<object>("update accounts set city = 'Ulm' where code = 'A2'");
        await _bench.ImportTextAsync(Facts + "A3,2026-01,Drives,100\n");

        var undone = await UndoAsync(first);
        undone.Removed.ShouldBe(1);
        undone.Kept.ShouldBe([new("A2", "edited"), new("A1", "imported"), new("A3", "in_use")]);
        (await _bench.ListAsync("select code from accounts order by 1")).ShouldBe(["A1", "A2", "A3"]);
    }

    [Fact]
    public async Task Imports_can_be_taken_back_one_after_the_other_the_latest_first()
    {
        var one = (await _bench.ImportTextAsync("account_id,name\nA1,Anna\n")).Number;
        var two = (await _bench.ImportTextAsync("account_id,name\nA1,Bea\n")).Number;
        var three = (await _bench.ImportTextAsync("account_id,name\nA1,Cleo\n")).Number;
        (await UndoAsync(three)).Restored.ShouldBe(1);
        (await UndoAsync(two)).Restored.ShouldBe(1);
        (await _bench.ScalarAsync<string>("select name from accounts")).ShouldBe("Anna");
        (await UndoAsync(one)).Removed.ShouldBe(1);
    }

    [Fact]
    public async Task What_belongs_to_a_row_comes_back_with_it()
    {
        await _bench.ImportTextAsync("account_id,name\nA1,Anna\n");
        await _bench.ImportTextAsync("opportunity_id,opportunity name,account_id,stage,product line\nO1,One,A1,Open,Drives\n");
        var second = (await _bench.ImportTextAsync("opportunity_id,opportunity name,account_id,stage,product line\nO1,One,A1,Won,Motors\nO2,Two,A1,Open,Motors\n")).Number;
        await UndoAsync(second);
        (await _bench.ListAsync("select o.code || ' ' || o.state || ' ' || l.code from opportunities o join opportunity_lines x on x.opportunity_id = o.id join product_lines l on l.id = x.product_line_id")).ShouldBe(["O1 Open Drives"]);
    }

    [Fact]
    public async Task Facts_of_an_account_or_line_that_does_not_exist_are_refused_and_go_with_their_account()
    {
        await _bench.ImportTextAsync("account_id,name\nA1,Anna\n");
        await _bench.ImportTextAsync(Facts + "A1,2026-01,Drives,100\n");
        const string Insert = "insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, currency, rate) select {0}, date '2026-05-01', {1}, 1, 0, 'USD', 1";
        foreach (var wrong in new[] { string.Format(null, Insert, "-1", "(select min(id) from product_lines)"), string.Format(null, Insert, "(select min(id) from accounts)", "-1"), "update financial_facts set account_id = -1", "delete from product_lines" })
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => _bench.ScalarAsync<object>(wrong))).SqlState.ShouldBe(Npgsql.PostgresErrorCodes.ForeignKeyViolation, wrong);
        await _bench.ScalarAsync<object>("delete from accounts");
        (await _bench.ScalarAsync<long>("select (select count(*) from financial_facts) + (select count(*) from account_months)")).ShouldBe(0);
    }

    private async Task<UndoOutcome> UndoAsync(int number)
    {
        var detail = await _bench.FindAsync(number);
        (await _bench.Imports.UndoAsync(ImportBench.Admin, number, detail.Version, default)).IsAccepted.ShouldBeTrue();
        await _bench.Get<JobRunner>().RunAsync((await _bench.FindAsync(number)).Job!.Id, default);
        var after = await _bench.FindAsync(number);
        after.State.ShouldBe(ImportState.Undone, after.Error);
        return after.Undone!;
    }

    /// <summary>The rows themselves, whatever wrote them.</summary>
    private Task<string> StateAsync() => _bench.ScalarAsync<string>(
        """
        select concat((select string_agg(to_jsonb(a)::text, '|' order by a.code) from accounts a), (select string_agg(to_jsonb(f)::text, '|' order by f.period) from financial_facts f),
                      (select string_agg(to_jsonb(m)::text, '|' order by m.period) from account_months m))
        """);
}
