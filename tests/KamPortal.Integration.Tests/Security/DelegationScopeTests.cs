using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KamPortal.Integration.Tests.Security;

/// <summary>What a colleague who is away has lent: seen from the first to the last day, as long as the lender has it.</summary>
public sealed class DelegationScopeTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Borrowed_accounts_are_seen_on_the_days_of_the_loan_and_never_after()
    {
        var (ana, ben) = await PairAsync("days");
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        await LendAsync(ana, ben, today.AddDays(1), today.AddDays(2));
        (await SeenAsync(ben)).ShouldBe(["BEN-days"]);
        foreach (var (days, seen) in new[] { (1, true), (1, true), (1, false) })
        {
            portal.Clock.Advance(TimeSpan.FromDays(days));
            (await SeenAsync(ben)).ShouldBe(seen ? ["ANA-days", "BEN-days"] : ["BEN-days"]);
            (await SeenAsync(ana)).ShouldBe(["ANA-days"]);
        }
    }

    [Fact]
    public async Task A_loan_ends_with_the_lender_and_is_not_lent_on()
    {
        var (ana, ben) = await PairAsync("chain");
        var cleo = await portal.AddLoginAsync("cleo@example.test", [Role.TechnicalSpecialist]);
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        await LendAsync(ana, ben, today, today.AddDays(5));
        await LendAsync(ben, cleo, today, today.AddDays(5));
        (await SeenAsync(cleo)).ShouldBe(["BEN-chain"]);
        (await SeenAsync(ben)).ShouldBe(["ANA-chain", "BEN-chain"]);

        await portal.SqlAsync($"update delegations set ended_at = now() where borrower_id = '{cleo}'");
        (await SeenAsync(cleo)).ShouldBeEmpty();
        await portal.SqlAsync($"delete from user_roles where user_id = '{ana}'");
        (await SeenAsync(ben)).ShouldBe(["BEN-chain"]);
    }

    [Fact]
    public async Task The_database_shows_loans_to_the_two_and_to_admins_and_to_nobody_unnamed()
    {
        var (ana, ben) = await PairAsync("wall");
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        await LendAsync(ana, ben, today, today);
        var stranger = await portal.UserAsync(await portal.AddLoginAsync("stranger@example.test", [Role.SalesDirector]));
        var admin = await portal.UserAsync(await portal.AddLoginAsync("wall-admin@example.test", [Role.Admin]));

        (await CountAsync(null)).ShouldBe(0);
        (await CountAsync(stranger)).ShouldBe(0);
        (await CountAsync(await portal.UserAsync(ana))).ShouldBe(1);
        (await CountAsync(await portal.UserAsync(ben))).ShouldBe(1);
        (await CountAsync(admin)).ShouldBeGreaterThanOrEqualTo(1);
        (await CountAsync(admin with { ViewedBy = "Somebody" })).ShouldBe(0);

        // A borrower cannot write himself a loan, whatever the code above it forgot.
        (await Should.ThrowAsync<DbUpdateException>(() => LendAsync(ana, ben, today, today, by: ben))).InnerException
            .ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_connection_that_went_back_to_the_pool_carries_no_actor_and_no_read_only_mark()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("pooled@example.test", [Role.Admin]));
        var (ana, ben) = await PairAsync("pool");
        await LendAsync(ana, ben, new(2026, 1, 1), new(2026, 1, 2));
        var source = portal.Services.GetRequiredService<NpgsqlDataSource>();
        var seen = new HashSet<int>();
        for (var i = 0; i < 60; i++)
        {
            if (i % 3 == 0) await portal.UserAsync(ben);
            if (i % 3 == 1) await CountAsync(admin);
            if (i % 3 == 2)
            {
                await using var scope = portal.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<ReadOnlyScope>().IsOn = true;
                await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<KamDbContext>>().CreateDbContextAsync();
                (await Should.ThrowAsync<PostgresException>(() => db.Jobs.ExecuteDeleteAsync())).SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
            }

            await using var connection = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(
                """
                select pg_backend_pid(), coalesce(current_setting('kamportal.actor', true), '') || coalesce(current_setting('kamportal.roles', true), ''),
                  current_setting('default_transaction_read_only'), (select count(*) from delegations)
                """, connection);
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            seen.Add(row.GetInt32(0));
            (row.GetString(1), row.GetString(2), row.GetInt64(3)).ShouldBe(("", "off", 0));
        }

        seen.Count.ShouldBeLessThan(20); // They were the same connections again.
    }

    private async Task<(Guid Ana, Guid Ben)> PairAsync(string name)
    {
        var (ana, ben) = await portal.QueryAsync(async db =>
        {
            var (a, b) = (new Person { Code = "A-" + name, Name = "Ana" }, new Person { Code = "B-" + name, Name = "Ben" });
            db.AddRange(a, b);
            await db.SaveChangesAsync();
            db.AddRange(new Account("ANA-" + name, "Ana's") { LeadId = a.Id }, new Account("BEN-" + name, "Ben's") { LeadId = b.Id });
            await db.SaveChangesAsync();
            return (a.Id, b.Id);
        });
        return (await portal.AddLoginAsync($"ana-{name}@example.test", [Role.AccountManager], ana), await portal.AddLoginAsync($"ben-{name}@example.test", [Role.AccountManager], ben));
    }

    private Task<int> LendAsync(Guid lender, Guid borrower, DateOnly from, DateOnly to, Guid? by = null) => portal.QueryAsync(async db =>
    {
        await using var transaction = await db.BehindWallAsync(await portal.UserAsync(by ?? lender), default);
        db.Delegations.Add(new Delegation { Id = Guid.CreateVersion7(), LenderId = lender, BorrowerId = borrower, FromDay = from, ToDay = to, CreatedAt = portal.Clock.GetUtcNow() });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return 0;
    });

    private Task<int> CountAsync(CurrentUser? user) => portal.QueryAsync(async db =>
    {
        if (user is null) return await db.Delegations.CountAsync();
        await using var transaction = await db.BehindWallAsync(user, default);
        return await db.Delegations.CountAsync();
    });

    private async Task<List<string>> SeenAsync(Guid id)
    {
        var user = await portal.UserAsync(id);
        return await portal.QueryAsync(db => db.AccountsVisibleTo(user).OrderBy(a => a.Code).Select(a => a.Code).ToListAsync());
    }
}
