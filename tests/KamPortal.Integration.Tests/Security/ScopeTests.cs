using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Features.Audit;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Security;

/// <summary>Regions EMEA > DACH > Bern and APAC; units Forms and Systems; account managers Ana and Ben.</summary>
public sealed class ScopeTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Everyone_sees_exactly_the_accounts_in_their_scope()
    {
        var world = await World.BuildAsync(portal);

        (await SeenAsync("ana", [Role.AccountManager], person: world.Ana)).ShouldBe(["LED-BY-ANA", "TEAM-OF-ANA"]);
        (await SeenAsync("ben", [Role.AccountManager], person: world.Ben)).ShouldBe(["TEAM-OF-ANA"]);
        (await SeenAsync("nobody", [Role.AccountManager])).ShouldBeEmpty();
        (await SeenAsync("dach", [Role.SalesDirector], regions: [world.Dach])).ShouldBe(["IN-BERN", "IN-DACH"]);
        (await SeenAsync("emea", [Role.SalesDirector], regions: [world.Emea])).ShouldBe(["IN-BERN", "IN-DACH", "LED-BY-ANA"]);
        (await SeenAsync("forms", [Role.SalesDirector], units: [world.Forms])).ShouldBe(["BUYS-FORMS"]);
        (await SeenAsync("both", [Role.SalesDirector], regions: [world.Dach], units: [world.Forms])).ShouldBe(["BUYS-FORMS", "IN-BERN", "IN-DACH"]);
        (await SeenAsync("none", [Role.SalesDirector])).ShouldBeEmpty();
        (await SeenAsync("inside", [Role.InsideSales], person: world.Ana)).ShouldBeEmpty();
        foreach (var all in new[] { Role.Admin, Role.Finance, Role.Viewer })
            (await SeenAsync("all-" + all, [all])).ShouldBe(["BUYS-FORMS", "IN-BERN", "IN-DACH", "LED-BY-ANA", "TEAM-OF-ANA"]);

        // Out of scope and absent are the same.
        var ben = await portal.UserAsync((await portal.QueryAsync(db => db.Users.SingleAsync(u => u.DisplayName == "ben"))).Id);
        var foreign = await portal.QueryAsync(db => db.Accounts.Where(a => a.Code == "IN-BERN").Select(a => a.Id).SingleAsync());
        var own = await portal.QueryAsync(db => db.Accounts.Where(a => a.Code == "TEAM-OF-ANA").Select(a => a.Id).SingleAsync());
        (await HistoryAsync(ben, foreign)).ShouldBeNull();
        (await HistoryAsync(ben, int.MaxValue)).ShouldBeNull();
        (await HistoryAsync(ben, own)).ShouldNotBeNull().Rows.ShouldContain(r => r.Action == "Created" && r.Entity == "Account");
    }

    private Task<ListResult<AuditRow>?> HistoryAsync(CurrentUser user, int account) =>
        portal.WithAsync<AuditService, ListResult<AuditRow>?>(a => a.ForAccountAsync(user, account, 1, default));

    private async Task<List<string>> SeenAsync(string name, string[] roles, int? person = null, int[]? regions = null, int[]? units = null)
    {
        // One person has one login; Ana may already have hers.
        if (person is not null && roles[0] == Role.InsideSales) person = null;
        var user = await portal.UserAsync(await portal.AddLoginAsync($"{name}@example.test", roles, person, regions, units));
        return await portal.QueryAsync(db => db.AccountsVisibleTo(user).OrderBy(a => a.Code).Select(a => a.Code).ToListAsync());
    }

    private sealed record World(int Ana, int Ben, int Emea, int Dach, int Forms)
    {
        public static Task<World> BuildAsync(TestPortal portal) => portal.QueryAsync(async db =>
        {
            var emea = new Region { Code = "EMEA", Name = "EMEA" };
            var apac = new Region { Code = "APAC", Name = "APAC" };
            db.Regions.AddRange(emea, apac);
            await db.SaveChangesAsync();
            var dach = new Region { Code = "DACH", Name = "DACH", ParentId = emea.Id };
            db.Regions.Add(dach);
            await db.SaveChangesAsync();
            var bern = new Region { Code = "BERN", Name = "Bern", ParentId = dach.Id };
            var forms = new BusinessUnit { Code = "FORMS", Name = "Forms" };
            var (ana, ben) = (new Person { Code = "P1", Name = "Ana" }, new Person { Code = "P2", Name = "Ben" });
            db.AddRange(bern, forms, ana, ben);
            await db.SaveChangesAsync();
            var line = new ProductLine { Code = "PAPER", Name = "Paper", BusinessUnitId = forms.Id };
            var team = new Account("TEAM-OF-ANA", "Team") { LeadId = ana.Id, RegionId = apac.Id };
            var buys = new Account("BUYS-FORMS", "Buys") { RegionId = apac.Id };
            db.AddRange(line, team, buys, new Account("LED-BY-ANA", "Led") { LeadId = ana.Id, RegionId = emea.Id },
                new Account("IN-BERN", "Bern") { RegionId = bern.Id }, new Account("IN-DACH", "Dach") { RegionId = dach.Id });
            await db.SaveChangesAsync();
            db.AccountTeamMembers.Add(new AccountTeamMember(team.Id, ben.Id, TeamRole.TechnicalSpecialist));
            db.FinancialFacts.Add(new FinancialFact { AccountId = buys.Id, Period = new DateOnly(2026, 1, 1), ProductLineId = line.Id, GrossRevenue = 100, Currency = "USD" });
            await db.SaveChangesAsync();
            return new World(ana.Id, ben.Id, emea.Id, dach.Id, forms.Id);
        });
    }
}
