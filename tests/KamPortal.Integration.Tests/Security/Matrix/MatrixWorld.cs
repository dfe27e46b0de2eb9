using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Relationships;
using KamPortal.Features.Api;
using KamPortal.Features.Imports;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KamPortal.Integration.Tests.Security.Matrix;

/// <summary>
/// Two regions with an account each. The first account is the own one of the account manager and of the director whose column
/// says so; the second is foreign to them and own to the others. Each account's name is a word that must not reach the wrong eyes.
/// </summary>
internal sealed class MatrixWorld(TestPortal portal)
{
    public const string Own = "own", Foreign = "foreign", Absent = "absent", None = "-";
    public const string OwnCode = "Z-OWN", ForeignCode = "M-FOREIGN";
    public const string OwnPerson = "M1", ForeignPerson = "M2";

    /// <summary>The database numbers contacts from 1.</summary>
    public const string OwnContact = "1", ForeignContact = "2";

    /// <summary>People at the accounts; their names are secrets as the accounts' are.</summary>
    private const string OwnName = "Canary Wren", ForeignName = "Canary Heron";

    private static readonly Dictionary<string, string> Names = new() { [OwnCode] = "Canary Oriole", [ForeignCode] = "Canary Falcon" };

    /// <summary>The columns of the expectation file, in order.</summary>
    public static readonly string[] Actors = ["anonymous", "am-own", "am-other", "sd-in", "sd-other", "admin", "finance", "viewer", "disabled"];

    private readonly Dictionary<string, HttpClient> _browsers = [];
    private readonly Dictionary<string, string> _keys = [];

    public async Task BuildAsync()
    {
        var (north, south, ana, ben) = await portal.QueryAsync(async db =>
        {
            var (n, s) = (new Region { Code = "NORTH", Name = "North" }, new Region { Code = "SOUTH", Name = "South" });
            var (a, b) = (new Person { Code = OwnPerson, Name = "Ana" }, new Person { Code = ForeignPerson, Name = "Ben" });
            var line = new ProductLine { Code = "LINE", Name = "Line" };
            db.AddRange(n, s, a, b, line);
            await db.SaveChangesAsync();
            var own = new Account(OwnCode, Names[OwnCode]) { RegionId = n.Id, LeadId = a.Id };
            var foreign = new Account(ForeignCode, Names[ForeignCode]) { RegionId = s.Id, LeadId = b.Id };
            db.AddRange(own, foreign);
            await db.SaveChangesAsync();
            foreach (var account in new[] { own, foreign })
                db.FinancialFacts.Add(new FinancialFact { AccountId = account.Id, Period = new DateOnly(2026, 6, 1), ProductLineId = line.Id, GrossRevenue = 1000, Cogs = 400, Currency = "USD" });
            foreach (var (account, name) in new[] { (own, OwnName), (foreign, ForeignName) })
            {
                db.Contacts.Add(new Contact("K-" + account.Code, account.Id, name));
                await db.SaveChangesAsync();
            }

            return (n.Id, s.Id, a.Id, b.Id);
        });

        using (var file = new MemoryStream("code,name\nZ-OWN,Canary Oriole\n"u8.ToArray()))
            await portal.WithAsync<UploadedFiles, int>(f => f.TakeInAsync(CurrentUser.System, "accounts.csv", file, "accounts", default));

        await ScoreAsync();
        await AddAsync("am-own", Role.AccountManager, person: ana);
        await AddAsync("am-other", Role.AccountManager, person: ben);
        await AddAsync("sd-in", Role.SalesDirector, region: north);
        await AddAsync("sd-other", Role.SalesDirector, region: south);
        await AddAsync("admin", Role.Admin);
        await AddAsync("finance", Role.Finance);
        await AddAsync("viewer", Role.Viewer);
        await AddAsync("disabled", Role.Admin);
        _browsers["anonymous"] = portal.Browser();
        // Disabled behind the portal's back: only a fresh look at the database can know.
        await portal.SqlAsync("update users set disabled_at = now() where email = 'disabled@matrix.test'");
    }

    public HttpClient Browser(string actor) => _browsers[actor];

    /// <summary>A key with every permission that one can have: what it opens is then what its login may.</summary>
    public string? Key(string actor) => _keys.GetValueOrDefault(actor);

    /// <summary>Waits for work that a request began, so that its effects are not taken for those of the next.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 300 && (bool)(await portal.SqlAsync("select exists (select from jobs where state in ('Queued', 'Running'))"))!; i++) await Task.Delay(100);
    }

    /// <summary>The words that the actor may not see anywhere.</summary>
    public static IEnumerable<string> Hidden(string actor) => actor switch
    {
        "admin" or "finance" or "viewer" => [],
        "am-own" or "sd-in" => [Names[ForeignCode], ForeignCode, ForeignName],
        "am-other" or "sd-other" => [Names[OwnCode], OwnCode, OwnName],
        _ => [.. Names.Keys, .. Names.Values, OwnName, ForeignName],
    };

    /// <summary>One sum over everything that a refused request might have changed; when the portal's own recurring work ran is no effect of one.</summary>
    public async Task<string> ChecksumAsync()
    {
        var tables = await portal.QueryAsync(db => db.Database.SqlQuery<string>(
            $"""
            select c.relname::text as "Value" from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind = 'r' and c.relname not like 'qrtz%' and c.relname not in ('data_protection_keys', '__EFMigrationsHistory', 'recurring_states')
            order by 1
            """).ToListAsync());
        var sums = tables.Select(t => $"select '{t}:' || count(*) || ':' || coalesce(md5(string_agg(md5({Row(t)}), '' order by md5({Row(t)}))), '') as s from {t} t");
        return (string)(await portal.SqlAsync($"select string_agg(s, E'\\n' order by s) from ({string.Join(" union all ", sums)}) x"))!;
    }

    // When a session was last seen is no effect of what it asked.
    private static string Row(string table) => table switch { "user_sessions" => "(to_jsonb(t) - 'seen_at')::text", "api_keys" => "(to_jsonb(t) - 'last_used_at')::text", _ => "t::text" };

    /// <summary>A run in force, so that the pages built on one have something to hide.</summary>
    private async Task ScoreAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using (var connection = await scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await Rollup.RefreshAllAsync(connection, default);
        await scope.ServiceProvider.GetRequiredService<ScoringService>().ScoreNowAsync(CurrentUser.System, null, null, default);
    }

    private async Task AddAsync(string actor, string role, int? person = null, int? region = null)
    {
        await portal.AddLoginAsync($"{actor}@matrix.test", [role], person, region is { } r ? [r] : null);
        _browsers[actor] = await portal.SignedInAsync($"{actor}@matrix.test");
        var form = new ApiKeyForm { Name = actor, Login = $"{actor}@matrix.test", Permissions = [.. ApiKeyForm.Offered] };
        _keys[actor] = (await portal.WithAsync<ApiKeyService, NewApiKey>(k => k.CreateAsync(CurrentUser.System, form, default))).Token!;
    }
}
