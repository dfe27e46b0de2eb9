using CsCheck;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Relationships;
using KamPortal.Features.Accounts;
using KamPortal.Features.Audit;
using KamPortal.Features.Home;
using KamPortal.Features.Profitability;
using KamPortal.Features.Relationships;
using KamPortal.Features.Scoring;
using KamPortal.Features.Tiering;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KamPortal.Integration.Tests.Security.Isolation;

/// <summary>
/// In any organisation, whoever asks and by whatever way (list, count, search, export, sum, dashboard, page, history), gets exactly the
/// accounts that a set definition of twenty lines says: not one more, not one less.
/// </summary>
public sealed class IsolationTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly int Worlds = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 200 : 12;
    private static int _world;

    [Fact]
    public async Task Every_way_to_ask_gives_exactly_the_accounts_in_scope() =>
        await IsolationWorld.Any.SampleAsync(HoldsAsync, iter: Worlds, threads: 1);

    private async Task HoldsAsync(IsolationWorld world)
    {
        var logins = await BuildAsync(world);
        await using var scope = portal.Services.CreateAsyncScope();
        for (var i = 0; i < world.Logins.Count; i++)
        {
            if (await scope.ServiceProvider.GetRequiredService<KamPortal.Data.Users>().FindAsync(logins[i], default) is not { } user)
            {
                world.Logins[i].Disabled.ShouldBeTrue();
                continue;
            }

            var visible = world.VisibleTo(i);
            await AccountsAsync(scope.ServiceProvider, world, user, visible);
            if (user.May(Permission.ViewTiering)) await RunAsync(scope.ServiceProvider, world, user, visible);
        }
    }

    private static async Task AccountsAsync(IServiceProvider services, IsolationWorld world, CurrentUser user, IReadOnlySet<int> visible)
    {
        var (list, living) = (services.GetRequiredService<AccountList>(), visible.Where(a => !world.Accounts[a].Archived).ToList());
        var page = await list.PageAsync(user, ListQuery.FromUri("/accounts?size=100"), default);
        Same(page.Rows.Select(r => r.Code), living, "list", user);
        page.Total.ShouldBe(living.Count);
        Same((await list.PageAsync(user, ListQuery.FromUri("/accounts?size=100&f=archived:yes"), default)).Rows.Select(r => r.Code), visible.Except(living), "archived", user);
        Same((await list.PageAsync(user, ListQuery.FromUri("/accounts?size=100&q=Seven"), default)).Rows.Select(r => r.Code), living.Where(a => a % 10 == 7), "search", user);
        Same(await list.ExportAsync(user, ListQuery.FromUri("/export"), default).Select(r => r.Code).ToListAsync(), living, "export", user);

        // Each account has one contact, named after it.
        var contacts = services.GetRequiredService<ContactList>();
        var people = await contacts.PageAsync(user, ListQuery.FromUri("/contacts?size=100"), default);
        Same(people.Rows.Select(r => r.AccountCode), living, "contacts", user);
        people.Total.ShouldBe(living.Count);
        Same((await contacts.PageAsync(user, ListQuery.FromUri("/contacts?size=100&q=Seven"), default)).Rows.Select(r => r.AccountCode), living.Where(a => a % 10 == 7), "search for contacts", user);
        Same(await contacts.ExportAsync(user, ListQuery.FromUri("/export"), default).Select(r => r.AccountCode).ToListAsync(), living, "export of contacts", user);
        (await services.GetRequiredService<ContactSearch>().FindAsync(user, "buyer", default)).Select(h => h.Detail!.Split(' ')[0]).ShouldBeSubsetOf(living.Select(Code));

        var sums = await services.GetRequiredService<ProfitabilityService>().ContributionAsync(user, null, CutBy.Account, default);
        sums.ToDictionary(c => c.Key!, c => c.Contribution.NetRevenue)
            .ShouldBe(living.Where(a => world.Accounts[a].Lines.Count > 0).ToDictionary(Code, a => (decimal)world.Accounts[a].Revenue * world.Accounts[a].Lines.Count), ignoreOrder: true);
        (await services.GetRequiredService<ProfitabilityService>().ContributionAsync(user, null, CutBy.Month, default)).Sum(m => m.Contribution.NetRevenue)
            .ShouldBe(sums.Sum(c => c.Contribution.NetRevenue));

        for (var a = 0; a < world.Accounts.Count; a += 5)
        {
            var found = await services.GetRequiredService<AccountPages>().FindAsync(user, Code(a), default);
            (found is not null).ShouldBe(visible.Contains(a), $"page of {Code(a)} for {user.Name}");
            if (found is not null) (await services.GetRequiredService<AuditService>().ForAccountAsync(user, found.Id, 1, default)).ShouldNotBeNull();
        }
    }

    private static async Task RunAsync(IServiceProvider services, IsolationWorld world, CurrentUser user, IReadOnlySet<int> visible)
    {
        var scored = visible.Where(a => !world.Accounts[a].Archived && world.Accounts[a].Lines.Count > 0).ToList();
        var dashboard = (await services.GetRequiredService<TieringService>().DashboardAsync(user, null, default)).View;
        if (world.Accounts.All(a => a.Archived || a.Lines.Count == 0)) return; // Nothing to score: there is no run.
        dashboard.ShouldNotBeNull();
        var revenue = scored.Sum(a => (decimal)world.Accounts[a].Revenue * world.Accounts[a].Lines.Count);
        (dashboard.Picture.Accounts, dashboard.Picture.NetRevenue).ShouldBe((scored.Count, revenue), $"dashboard of {user.Name}");
        Same(await services.GetRequiredService<TieringService>().RowsAsync(user, dashboard.RunNumber, default).Select(r => r.Code).ToListAsync(), scored, "tiering export", user);
        var home = await services.GetRequiredService<PortfolioHome>().ReadAsync(user, default);
        (home.Accounts, home.Revenue).ShouldBe((scored.Count, revenue), $"home of {user.Name}");
        foreach (var named in home.Losses.Concat(home.Up).Concat(home.Down)) visible.Select(Code).ShouldContain(named.Code);
    }

    private static void Same(IEnumerable<string> got, IEnumerable<int> wanted, string what, CurrentUser user) =>
        got.Order(StringComparer.Ordinal).ShouldBe(wanted.Select(Code).Order(StringComparer.Ordinal), $"{what} of {user.Name} ({string.Join(',', user.Roles)})");

    private static string Code(int account) => $"W-{account:D3}";

    private async Task<List<Guid>> BuildAsync(IsolationWorld world)
    {
        await portal.SqlAsync("select drop_score_partitions(); truncate accounts, people, regions, business_units, product_lines, delegations cascade; update portfolio_settings set facts_changed_at = now()");
        string[] digits = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
        var number = Interlocked.Increment(ref _world);
        var (regions, units, people) = (new List<int>(), new List<int>(), new List<int>());
        await portal.QueryAsync(async db =>
        {
            foreach (var (parent, i) in world.RegionParents.Select((p, i) => (p, i)))
            {
                var region = new Region { Code = $"R{i}", Name = $"Region {i}", ParentId = parent is { } p ? regions[p] : null };
                db.Regions.Add(region);
                await db.SaveChangesAsync();
                regions.Add(region.Id);
            }

            var madeUnits = Enumerable.Range(0, world.Units).Select(i => new BusinessUnit { Code = $"U{i}", Name = $"Unit {i}" }).ToList();
            var madePeople = Enumerable.Range(0, world.People).Select(i => new Person { Code = $"P{i}", Name = $"Person {i}" }).ToList();
            db.AddRange(madeUnits);
            db.AddRange(madePeople);
            await db.SaveChangesAsync();
            units.AddRange(madeUnits.Select(u => u.Id));
            people.AddRange(madePeople.Select(p => p.Id));
            var lines = world.LineUnits.Select((u, i) => new ProductLine { Code = $"L{i}", Name = $"Line {i}", BusinessUnitId = u is { } unit ? units[unit] : null }).ToList();
            var accounts = world.Accounts.Select((a, i) =>
            {
                var made = new Account(Code(i), $"{digits[i % 10]} Works {i}") { RegionId = a.Region is { } r ? regions[r] : null, LeadId = a.Lead is { } l ? people[l] : null };
                if (a.Archived) made.Archive(portal.Clock.GetUtcNow());
                return made;
            }).ToList();
            db.AddRange(lines);
            db.AddRange(accounts);
            await db.SaveChangesAsync();
            foreach (var (account, made) in world.Accounts.Zip(accounts))
            {
                db.AccountTeamMembers.AddRange(account.Team.Select(p => new AccountTeamMember(made.Id, people[p], TeamRole.TechnicalSpecialist)));
                db.Contacts.Add(new Contact($"K-{made.Code}", made.Id, $"Buyer {made.Code}") { Title = made.Code });
                db.FinancialFacts.AddRange(account.Lines.Select(l => new FinancialFact
                    { AccountId = made.Id, Period = new(2026, 6, 1), ProductLineId = lines[l].Id, GrossRevenue = account.Revenue, Cogs = account.Revenue / 2, Currency = "USD" }));
            }

            return await db.SaveChangesAsync();
        });

        var logins = new List<Guid>();
        foreach (var (login, i) in world.Logins.Select((l, i) => (l, i)))
        {
            logins.Add(await portal.AddLoginAsync($"w{number}-{i}@isolated.test", [.. login.Roles], login.Person is { } p ? people[p] : null,
                [.. login.Regions.Select(r => regions[r])], [.. login.Units.Select(u => units[u])]));
            if (login.Disabled) await portal.SqlAsync($"update users set disabled_at = now() where id = '{logins[i]}'");
        }

        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        await portal.QueryAsync(async db =>
        {
            await using var transaction = await db.BehindWallAsync(CurrentUser.System, default);
            db.Delegations.AddRange(world.Loans.Select(l => new Delegation
            {
                Id = Guid.CreateVersion7(), LenderId = logins[l.Lender], BorrowerId = logins[l.Borrower], FromDay = today.AddDays(l.From), ToDay = today.AddDays(l.To),
                CreatedAt = portal.Clock.GetUtcNow(), EndedAt = l.Ended ? portal.Clock.GetUtcNow() : null,
            }));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        await ScoreAsync(world);
        return logins;
    }

    private async Task ScoreAsync(IsolationWorld world)
    {
        if (world.Accounts.All(a => a.Archived || a.Lines.Count == 0)) return;
        await using var scope = portal.Services.CreateAsyncScope();
        await using (var connection = await scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await Rollup.RefreshAllAsync(connection, default);
        await scope.ServiceProvider.GetRequiredService<ScoringService>().ScoreNowAsync(CurrentUser.System, null, null, default);
    }
}
