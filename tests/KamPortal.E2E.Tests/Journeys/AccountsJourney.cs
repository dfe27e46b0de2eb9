using KamPortal.Data;
using KamPortal.Security;
using Microsoft.Playwright;
using Npgsql;

namespace KamPortal.E2E.Tests.Journeys;

/// <summary>From an empty list to an account whose every figure opens; two people change it at once; it is put away and comes back.</summary>
public sealed class AccountsJourney : Portal
{
    private const string Seed =
        """
        insert into regions (code, name) values ('EAST', 'East China');
        insert into segments (code, name) values ('SG', 'Switchgear');
        insert into business_units (code, name) values ('POWER', 'Power');
        insert into product_lines (code, name, business_unit_id) select 'LV', 'Low voltage', id from business_units;
        insert into product_lines (code, name) values ('SRV', 'Service');
        insert into people (code, name, title, region_id) select 'LW', 'Li Wei', 'Key account manager', id from regions;
        insert into accounts (code, name, local_name, kind, status, region_id, segment_id, lead_id, country, industry)
          select 'A-0012', 'Huadong Electric', '华东电气', 'Customer', 'Active', r.id, s.id, p.id, 'China', 'Power' from regions r, segments s, people p;
        insert into accounts (code, name, kind, status, parent_id) select 'A-0013', 'Huadong Plant 2', 'Customer', 'Active', id from accounts;
        insert into activities (code, name, local_name, kind) values ('VISIT', 'Visits', '拜访', 'PerUnit'), ('DELIVERY', 'Deliveries', '送货', 'PerUnit');
        insert into activity_rates (activity_id, "from", rate) select id, '2024-01-01', 220 from activities where code = 'VISIT';
        insert into activity_rates (activity_id, "from", rate) select id, '2024-01-01', 35 from activities where code = 'DELIVERY';
        insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, currency, rate)
          select a.id, m, l.id, 90000 + 3000 * extract(month from m), 4500, 61000, 1200, 'USD', 1
          from accounts a, product_lines l, generate_series('2024-07-01'::date, '2026-06-01', '1 month') m where a.code = 'A-0012';
        insert into activity_volumes (account_id, period, activity_id, volume)
          select a.id, m, t.id, case t.code when 'VISIT' then 6 else 40 end
          from accounts a, activities t, generate_series('2024-07-01'::date, '2026-06-01', '1 month') m where a.code = 'A-0012';
        """;

    [Fact]
    public async Task An_account_is_created_opened_and_every_figure_explains_itself()
    {
        var admin = await AddLoginAsync("Admin", [Role.Admin]);
        var page = await OpenAsync(admin);
        await page.VisitAsync("/accounts");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import accounts" }).WaitForAsync();
        await SeedAsync();

        await page.VisitAsync("/accounts?q=华东");
        await page.GetByRole(AriaRole.Link, new() { Name = "Huadong Electric" }).ClickAsync();
        await page.WaitForURLAsync("**/accounts/A-0012");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await ShootAsync(page, "overview");

        await page.Locator("nav.tabs").GetByRole(AriaRole.Link, new() { Name = "Financials" }).ClickAsync();
        await page.Locator("[data-figure='Cm2.Line.LV']").ClickAsync();
        await page.Locator("div.panel [data-formula]").WaitForAsync();
        (await page.Locator("div.panel").InnerTextAsync()).ShouldContain("CM2 = CM1");
        await ShootAsync(page, "financials-panel");
        await page.Keyboard.PressAsync("Escape");
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Link, new() { Name = "All", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**window=all");
        await page.Locator("table[data-parts=Month] tbody tr").Nth(23).WaitForAsync();
        await ShootAsync(page, "financials");

        await page.VisitAsync("/accounts?panel=new");
        await page.Locator("[data-field=Code]").FillAsync("A-0012");
        await page.Locator("[data-field=Name]").FillAsync("New Works");
        await page.Locator("[data-save]").ClickAsync();
        await page.GetByText("This code is taken").WaitForAsync();
        (await page.AxeViolationsAsync()).ShouldBeEmpty();
        await page.Locator("[data-field=Code]").FillAsync("N-1");
        await page.Locator("[data-save]").ClickAsync();
        await page.WaitForURLAsync("**/accounts/N-1");

        var answer = await page.GotoAsync("/accounts/NOBODY");
        answer!.Status.ShouldBe(404);
        await page.GotoAsync("/accounts/A-0012/nonsense");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Page not found" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_people_change_the_same_field_and_the_second_is_asked()
    {
        await SeedAsync();
        var (one, other) = (await OpenAsync(await AddLoginAsync("Li Wei", [Role.Admin])), await OpenAsync(await AddLoginAsync("Chen Hao", [Role.Admin])));
        foreach (var page in new[] { one, other })
        {
            await page.VisitAsync("/accounts/A-0012?panel=edit");
            await page.Locator("[data-field=City]").WaitForAsync();
        }

        await one.Locator("[data-field=City]").FillAsync("Suzhou");
        await one.Locator("[data-save]").ClickAsync();
        await one.Locator("div.panel").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await other.Locator("[data-field=City]").FillAsync("Wuxi");
        await other.Locator("[data-field=Industry]").FillAsync("Grid");
        await other.Locator("[data-save]").ClickAsync();
        await other.Locator("fieldset[data-field=City]").WaitForAsync();
        (await other.Locator(".mud-dialog").InnerTextAsync()).ShouldContain("Li Wei");
        await ShootAsync(other, "conflict");
        await other.Locator("fieldset[data-field=City] input[value=Theirs]").CheckAsync();
        await other.Locator(".mud-dialog .btn.p").ClickAsync();
        await other.Locator("div.panel").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var facts = await other.Locator("dl.facts").InnerTextAsync();
        facts.ShouldContain("Suzhou");
        facts.ShouldContain("Grid");
    }

    [Fact]
    public async Task An_archived_account_comes_back_with_undo()
    {
        await SeedAsync();
        var page = await OpenAsync(await AddLoginAsync("Admin", [Role.Admin]));
        await page.VisitAsync("/accounts/A-0013");
        await page.Locator("[data-archive]").ClickAsync();
        await page.Locator("[data-restore]").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.Locator("[data-archive]").WaitForAsync();
    }

    [Theory]
    [MemberData(nameof(Look.Each), MemberType = typeof(Look))]
    public async Task Every_page_keeps_its_shape_in_every_light_and_language(int width, bool dark, string culture)
    {
        await SeedAsync();
        var page = await OpenAsync(await AddLoginAsync("Admin", [Role.Admin]), new(width, dark, culture));
        foreach (var (name, path) in new[]
        {
            ("accounts", "/accounts"), ("account", "/accounts/A-0012"), ("account-financials", "/accounts/A-0012/financials"), ("figure", "/accounts/A-0012/financials?x=Cm2.Month.2026-06"),
            ("edit", "/accounts/A-0012?panel=edit"), ("people", "/people"), ("person", "/people/LW"), ("person-edit", "/people/LW?panel=edit"), ("settings", "/settings"),
            ("organisation", "/settings/organisation"), ("product-lines", "/settings/organisation?list=ProductLine"), ("activities", "/settings/activities"),
        })
        {
            await page.VisitAsync(path);
            await page.Locator(".sk").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
            (await page.OverflowAsync()).ShouldBe(0, path);
            (await page.AxeViolationsAsync()).ShouldBeEmpty(path);
            await ShootAsync(page, $"{name}-{width}-{(dark ? "dark" : "light")}-{culture[..2]}");
        }
    }

    private async Task SeedAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using (var seed = new NpgsqlCommand(Seed, connection)) await seed.ExecuteNonQueryAsync();
        await Rollup.RefreshAllAsync(connection, default);
    }

    // For looking at: KAMPORTAL_SCREENSHOTS names a folder.
    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KAMPORTAL_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
