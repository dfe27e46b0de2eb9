namespace KamPortal.Integration.Tests.Imports;

/// <summary>Other systems go on using the code of an account that was merged here: it means the survivor.</summary>
public sealed class MergedCodeTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await ImportBench.OpenAsync();
        await _bench.ImportTextAsync("account_id,name,city\nA1,Anna,Ulm\nA3,Cleo,Rom\n");
        await _bench.ScalarAsync<object>("insert into account_aliases (code, account_id) select 'A2', id from accounts where code = 'A1'");
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Figures_of_both_codes_are_added_up_and_those_of_the_old_one_alone_are_the_survivor_s()
    {
        var both = await _bench.ImportTextAsync("account_id,period,product_line,revenue\nA1,2026-01,Drives,100\nA2,2026-01,Drives,50\nA2,2026-02,Drives,7\n");
        both.Refusal.ShouldBeNull(string.Join('\n', both.Outcome?.Causes ?? []));
        (await _bench.ListAsync("select a.code || ' ' || to_char(f.period, 'MM') || ' ' || round(f.net_revenue) from financial_facts f join accounts a on a.id = f.account_id order by 1")).ShouldBe(["A1 01 150", "A1 02 7"]);
    }

    [Fact]
    public async Task Two_rows_of_one_code_are_still_a_mistake()
    {
        (await _bench.ImportTextAsync("account_id,period,product_line,revenue\nA1,2026-01,Drives,100\nA1,2026-01,Drives,50\nA2,2026-01,Drives,7\n", null, new() { DryRun = true })).Outcome!.Bad.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_of_the_old_account_gives_way_to_the_survivor_s_own_and_else_speaks_for_it()
    {
        var both = await _bench.ImportTextAsync("account_id,name,parent account\nA1,Anna Ltd,\nA2,Bert Ltd,\nA3,Cleo,A2\n");
        both.Refusal.ShouldBeNull();
        both.Outcome!.Skipped.ShouldHaveSingleItem().First[0].Text.ShouldBe("A2 → A1");
        both.Outcome.Rows.ShouldBe(2);
        (await _bench.ListAsync("select a.code || ' ' || a.name || ' ' || coalesce(p.code, '-') from accounts a left join accounts p on p.id = a.parent_id order by 1")).ShouldBe(["A1 Anna Ltd -", "A3 Cleo A1"]);
        (await _bench.ImportTextAsync("account_id,city\nA2,Bonn\n")).Outcome!.Updated.ShouldBe(1);
        (await _bench.ScalarAsync<string>("select city from accounts where code = 'A1'")).ShouldBe("Bonn");
    }
}
