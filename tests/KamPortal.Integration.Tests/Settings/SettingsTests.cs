using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using KamPortal.Features.Profitability;
using KamPortal.Features.Settings;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Forms;

namespace KamPortal.Integration.Tests.Settings;

public sealed class SettingsTests : IAsyncLifetime
{
    private readonly Portfolio _portfolio = new();

    private SettingsService Settings => _portfolio.Get<SettingsService>();

    private OrganisationService Organisation => _portfolio.Get<OrganisationService>();

    private ActivityService Activities => _portfolio.Get<ActivityService>();

    public Task InitializeAsync() => _portfolio.InitializeAsync();

    public Task DisposeAsync() => _portfolio.DisposeAsync();

    [Fact]
    public async Task Only_who_manages_settings_gets_at_them()
    {
        foreach (var user in new[] { _portfolio.Viewer, _portfolio.Anna, _portfolio.Director })
        {
            await Should.ThrowAsync<NotPermittedException>(() => Settings.OpenAsync(user, default));
            await Should.ThrowAsync<NotPermittedException>(() => Settings.SaveAsync(user, new(new(), new(), 0), default));
            await Should.ThrowAsync<NotPermittedException>(() => Organisation.ListAsync(user, OrganisationKind.Region, default));
            await Should.ThrowAsync<NotPermittedException>(() => Organisation.CreateAsync(user, OrganisationKind.Region, new(), default));
            await Should.ThrowAsync<NotPermittedException>(() => Organisation.DeleteAsync(user, OrganisationKind.Region, "SOUTH", 0, default));
            await Should.ThrowAsync<NotPermittedException>(() => Activities.SetRateAsync(user, "VISIT", new(new(), new(), 0), null, default));
            await Should.ThrowAsync<NotPermittedException>(() => Activities.RemoveRateAsync(user, "VISIT", new(2026, 3), default));
        }
    }

    [Fact]
    public async Task The_fiscal_year_and_the_clock_can_change_but_the_currency_of_stored_money_cannot()
    {
        var (form, version, currencyFixed) = await Settings.OpenAsync(_portfolio.Admin, default);
        currencyFixed.ShouldBeTrue();
        var mine = ThreeWay.Tidy(form);
        (mine.FiscalYearFirstMonth, mine.TimeZone) = (4, "Asia/Shanghai");
        (await Settings.SaveAsync(_portfolio.Admin, new(form, mine, version), default)).ShouldBeOfType<SaveResult<SettingsForm>.Saved>();
        (await _portfolio.ValueAsync("select fiscal_year_first_month from portfolio_settings")).ShouldBe(4);
        (await _portfolio.ValueAsync("select count(*) from audit_events where entity = 'PortfolioSettings'")).ShouldBe(1L);

        mine.ReportingCurrency = "CNY";
        (await Settings.SaveAsync(_portfolio.Admin, new(form, mine, version), default)).ShouldBeOfType<SaveResult<SettingsForm>.Invalid>().Errors.Keys.ShouldBe(["ReportingCurrency"]);
    }

    [Theory]
    [InlineData("XX", 1, "UTC", "ReportingCurrency")]
    [InlineData("USD", 13, "UTC", "FiscalYearFirstMonth")]
    [InlineData("USD", 1, "Moon/Base", "TimeZone")]
    public async Task Settings_that_make_no_sense_are_refused_on_their_field(string currency, int month, string zone, string field)
    {
        var (form, version, _) = await Settings.OpenAsync(_portfolio.Admin, default);
        var mine = new SettingsForm { ReportingCurrency = currency, FiscalYearFirstMonth = month, TimeZone = zone };
        (await Settings.SaveAsync(_portfolio.Admin, new(form, mine, version), default)).ShouldBeOfType<SaveResult<SettingsForm>.Invalid>().Errors.Keys.ShouldBe([field]);
    }

    [Fact]
    public async Task A_rename_by_two_is_a_conflict_and_a_rename_beside_a_move_is_not()
    {
        var south = (await Organisation.ListAsync(_portfolio.Admin, OrganisationKind.Region, default)).Single(r => r.Code == "SOUTH");
        var original = new OrganisationForm { Code = "SOUTH", Name = south.Name, ParentCode = south.ParentCode };
        async Task<SaveResult<OrganisationForm>> Save(string name, string? parent) =>
            await Organisation.SaveAsync(_portfolio.Admin, OrganisationKind.Region, "SOUTH", new(original, new() { Code = "SOUTH", Name = name, ParentCode = parent }, south.Version), default);
        (await Save("Deep south", "WORLD")).ShouldBeOfType<SaveResult<OrganisationForm>.Saved>();
        (await Save("South", "NORTH")).ShouldBeOfType<SaveResult<OrganisationForm>.Saved>();
        (await _portfolio.ValueAsync("select r.name || '/' || p.code from regions r join regions p on p.id = r.parent_id where r.code = 'SOUTH'")).ShouldBe("Deep south/NORTH");
        (await Save("Sunny south", "WORLD")).ShouldBeOfType<SaveResult<OrganisationForm>.Conflicting>().Fields.ShouldBe(["Name"]);
    }

    [Fact]
    public async Task Regions_form_a_tree_and_never_a_circle()
    {
        var rows = await Organisation.ListAsync(_portfolio.Admin, OrganisationKind.Region, default);
        rows.Select(r => (r.Code, r.Depth)).ShouldBe([("WORLD", 0), ("NORTH", 1), ("FARNORTH", 2), ("SOUTH", 1)]);
        var north = rows.Single(r => r.Code == "NORTH");
        var original = new OrganisationForm { Code = "NORTH", Name = north.Name, ParentCode = "WORLD" };
        var moved = await Organisation.SaveAsync(_portfolio.Admin, OrganisationKind.Region, "NORTH", new(original, new() { Code = "NORTH", Name = "North", ParentCode = "FARNORTH" }, north.Version), default);
        moved.ShouldBeOfType<SaveResult<OrganisationForm>.Invalid>().Errors.Keys.ShouldBe(["ParentCode"]);
    }

    [Theory]
    [InlineData(OrganisationKind.Region, "SOUTH")]
    [InlineData(OrganisationKind.BusinessUnit, "U1")]
    [InlineData(OrganisationKind.ProductLine, "LINE2")]
    public async Task What_is_used_stays_and_what_is_unused_goes_with_a_trace(OrganisationKind kind, string used)
    {
        async Task<uint> Version(string code) => (await Organisation.ListAsync(_portfolio.Admin, kind, default)).Single(r => r.Code == code).Version;
        (await Organisation.DeleteAsync(_portfolio.Admin, kind, used, await Version(used), default)).ShouldBe("Something still refers to it.");
        (await Organisation.CreateAsync(_portfolio.Admin, kind, new() { Code = "NEW", Name = "New" }, default)).ShouldBeOfType<SaveResult<OrganisationForm>.Saved>();
        (await Organisation.CreateAsync(_portfolio.Admin, kind, new() { Code = "NEW", Name = "Twin" }, default)).ShouldBeOfType<SaveResult<OrganisationForm>.Invalid>().Errors["Code"].ShouldBe("This code is taken.");
        (await Organisation.DeleteAsync(_portfolio.Admin, kind, "NEW", await Version("NEW"), default)).ShouldBeNull();
        (await _portfolio.ValueAsync($"select string_agg(action, ',' order by id) from audit_events where entity = '{kind}' and key = 'NEW'")).ShouldBe("Created,Deleted");
    }

    [Fact]
    public async Task A_changed_rate_changes_contribution_at_once_and_says_that_facts_changed()
    {
        async Task<decimal> Cm2() => (await _portfolio.Get<ProfitabilityService>().AccountAsync(_portfolio.Admin, "A1", "all", default))!.Total.CustomerContribution;
        async Task<object?> RolledUp() => await _portfolio.ValueAsync("select sum(net_revenue - cogs - direct_service_cost - activity_cost) from account_months m join accounts a on a.id = m.account_id where a.code = 'A1'");
        var before = await Cm2();
        await _portfolio.RunAsync("update portfolio_settings set facts_changed_at = null");
        var march = (await Activities.ListAsync(_portfolio.Admin, default)).Single(a => a.Code == "VISIT").Rates.Single(r => r.From == new Period(2026, 3));
        (await Activities.SetRateAsync(_portfolio.Admin, "VISIT", new(new(), new() { From = "2026-03", Rate = 20 }, march.Version), "costed anew", default)).ShouldBeOfType<SaveResult<RateForm>.Saved>();
        (await Cm2()).ShouldBe(before - 2 * (20 - 12));
        (await RolledUp()).ShouldBe(await Cm2());
        (await _portfolio.ValueAsync("select facts_changed_at is not null from portfolio_settings")).ShouldBe(true);
        (await _portfolio.ValueAsync("select reason from audit_events where entity = 'ActivityRate'")).ShouldBe("costed anew");

        (await Activities.RemoveRateAsync(_portfolio.Admin, "VISIT", new(2026, 3), default)).ShouldBeTrue();
        (await Cm2()).ShouldBe(before + 2 * (12 - 10));
        (await RolledUp()).ShouldBe(await Cm2());
    }

    [Fact]
    public async Task Two_who_set_the_same_month_to_different_rates_are_asked()
    {
        (await Activities.SetRateAsync(_portfolio.Admin, "VISIT", new(new(), new() { From = "2026-05", Rate = 15 }, 0), null, default)).ShouldBeOfType<SaveResult<RateForm>.Saved>();
        var late = await Activities.SetRateAsync(_portfolio.Admin, "VISIT", new(new(), new() { From = "2026-05", Rate = 16 }, 0), null, default);
        late.ShouldBeOfType<SaveResult<RateForm>.Conflicting>().Theirs.Rate.ShouldBe(15);
        (await Activities.SetRateAsync(_portfolio.Admin, "VISIT", new(new(), new() { From = "2026-05", Rate = 15 }, 0), null, default)).ShouldBeOfType<SaveResult<RateForm>.Saved>();
    }

    [Theory]
    [InlineData("2026-13", 1.0, "From")]
    [InlineData("2026-05", -1.0, "Rate")]
    [InlineData("2026-05", 1.00001, "Rate")]
    public async Task A_rate_that_makes_no_sense_is_refused_on_its_field(string from, double rate, string field) =>
        (await Activities.SetRateAsync(_portfolio.Admin, "VISIT", new(new(), new() { From = from, Rate = (decimal)rate }, 0), null, default)).ShouldBeOfType<SaveResult<RateForm>.Invalid>().Errors.Keys.ShouldBe([field]);

    [Fact]
    public async Task An_activity_that_was_done_stays_and_one_never_done_goes_with_its_rates()
    {
        (await Activities.DeleteAsync(_portfolio.Admin, "VISIT", default)).ShouldNotBeNull();
        (await Activities.CreateAsync(_portfolio.Admin, new() { Code = "CALL", Name = "Call", Kind = ActivityKind.PerUnit }, default)).ShouldBeOfType<SaveResult<ActivityForm>.Saved>();
        (await Activities.SetRateAsync(_portfolio.Admin, "CALL", new(new(), new() { From = "2026-01", Rate = 3 }, 0), null, default)).ShouldBeOfType<SaveResult<RateForm>.Saved>();
        (await Activities.DeleteAsync(_portfolio.Admin, "CALL", default)).ShouldBeNull();
        (await Activities.ListAsync(_portfolio.Admin, default)).Select(a => a.Code).ShouldBe(["VISIT", "CREDIT"], ignoreOrder: true);
        (await Activities.YearlyVolumesAsync(_portfolio.Admin, default))["VISIT"].ShouldBe(15);
    }
}
