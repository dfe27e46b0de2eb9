using KamPortal.Security;
using Microsoft.Playwright;
using Npgsql;

namespace KamPortal.E2E.Tests.Journeys;

/// <summary>A view is kept, accounts are found by pinyin and changed together, the change is taken back, and none of it needs a mouse.</summary>
public sealed class FindingJourney : Portal
{
    private const string Seed =
        """
        insert into segments (code, name) values ('SG', 'Switchgear'), ('PW', 'Power');
        insert into accounts (code, name, local_name, kind, status, country, segment_id)
          select 'A-00' || n, 'Works ' || n, case n when 12 then '华为技术' end, 'Customer', 'Active', case when n % 2 = 0 then 'China' else 'Norway' end, (select id from segments where code = 'SG')
          from generate_series(10, 70) n;
        insert into contacts (code, account_id, name, title, stance) select 'K' || n, id, 'Buyer ' || n, 'Head of purchasing', n % 5 - 2 from accounts, generate_series(1, 3) n where code = 'A-0010';
        """;

    [Fact]
    public async Task A_view_is_kept_accounts_are_found_by_pinyin_changed_together_and_taken_back()
    {
        await SeedAsync();
        var login = await AddLoginAsync("Admin", [Role.Admin]);
        var page = await OpenAsync(login);
        await page.VisitAsync("/accounts?f=country:China&sort=-code&cols=country,segment");
        await page.Locator("[data-view-save-as]").ClickAsync();
        await page.Locator("[data-view-name]").FillAsync("In China 中国");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await page.Locator("[data-view-submit]").ClickAsync();
        await page.WaitForURLAsync("**/accounts?view=in-china-*");
        await page.Locator(".views [aria-current=page]").GetByText("In China 中国").WaitForAsync();
        await ShootAsync(page, "view");

        await page.Locator("[data-select-page]").CheckAsync();
        await page.Locator("[data-bulk]").ClickAsync();
        await page.Locator("[data-bulk-field]").SelectOptionAsync("Segment");
        await page.Locator("[data-bulk-value]").SelectOptionAsync("PW");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await ShootAsync(page, "bulk");
        await page.Locator("[data-bulk-apply]").ClickAsync();
        await page.GetByText("31 changed").WaitForAsync();
        await page.Locator(".list").GetByText("Power").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.GetByText("31 put back").WaitForAsync();
        (await CountAsync("select count(*) from accounts a join segments s on s.id = a.segment_id where s.code = 'PW'")).ShouldBe(0);

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#kp-palette input").FillAsync("hw");
        await page.Locator("#kp-hits [role=option]").GetByText("华为技术").WaitForAsync();
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await ShootAsync(page, "palette");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/accounts/A-0012");

        // Somebody there, entered on the account's page and found by initials.
        await page.VisitAsync("/accounts/A-0012/relationships");
        await page.Locator("[data-add-contact]").ClickAsync();
        await page.Locator("[data-field=Name]").FillAsync("Chen Jing 陈静");
        await page.Locator("[data-field=Side]").SelectOptionAsync("Technical");
        await page.Locator("[data-save]").ClickAsync();
        await page.Locator("a.rowlink").GetByText("Chen Jing 陈静").WaitForAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#kp-palette input").FillAsync("cj");
        await page.Locator("#kp-hits [role=option]").GetByText("Chen Jing 陈静").ClickAsync();
        await page.WaitForURLAsync("**/contacts/*");

        await page.AliveAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        await page.WaitForURLAsync("**/accounts");
        await page.Locator("a.rowlink").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.GetByText("1 selected").WaitForAsync();
        await page.Keyboard.PressAsync("Space");
        await page.WaitForURLAsync("**peek=*");
        await page.Locator(".panel dl.facts").WaitForAsync();
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await ShootAsync(page, "peek");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".panel").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Keyboard.PressAsync("?");
        await page.WaitForURLAsync("**/help/shortcuts");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();

        // Another browser, another day: the view is still there.
        var later = await OpenAsync(login);
        await later.VisitAsync("/accounts");
        await later.Locator(".views").GetByRole(AriaRole.Link, new() { Name = "In China 中国" }).ClickAsync();
        await later.Locator(".fchip").GetByText("China").WaitForAsync();
    }

    [Theory]
    [MemberData(nameof(Look.Each), MemberType = typeof(Look))]
    public async Task Lists_keep_their_shape(int width, bool dark, string culture)
    {
        await SeedAsync();
        var page = await OpenAsync(await AddLoginAsync("Admin", [Role.Admin]), new(width, dark, culture));
        foreach (var path in new[] { "/accounts?f=country:China&density=compact", "/accounts?peek=A-0010", "/contacts?peek=1", "/contacts/1?panel=edit", "/contacts/1/personal-data", "/settings/privacy", "/people", "/imports", "/settings/users", "/audit" })
        {
            await page.VisitAsync(path);
            await page.Locator(".sk").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
            (await page.OverflowAsync()).ShouldBe(0, path);
            (await page.AxeViolationsAsync()).ShouldBeEmpty(path);
            await ShootAsync(page, $"{path.Split('?')[0].Trim('/').Replace('/', '-')}-{width}-{(path.Contains("peek", StringComparison.Ordinal) ? "peek" : "list")}");
        }
    }

    private async Task SeedAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var seed = new NpgsqlCommand(Seed, connection);
        await seed.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // For looking at: KAMPORTAL_SCREENSHOTS names a folder.
    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KAMPORTAL_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
