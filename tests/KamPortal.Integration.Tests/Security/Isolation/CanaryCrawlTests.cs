using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Relationships;
using KamPortal.Features.Scoring;
using KamPortal.Integration.Tests.Security.Matrix;
using KamPortal.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KamPortal.Integration.Tests.Security.Isolation;

/// <summary>
/// Every account carries a word of its own. Everyone opens every page, every export and whatever these link to: no word of an account
/// out of scope may come by, and a word of each account in scope must, or the crawl saw nothing.
/// </summary>
public sealed partial class CanaryCrawlTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private const int MostPages = 150;

    private static readonly string[] Regions = ["NORTH", "SOUTH"];

    [Fact]
    public async Task Whoever_crawls_everything_meets_no_word_of_a_foreign_account()
    {
        var words = await BuildAsync();
        var leaks = new List<string>();
        foreach (var (email, own) in new[]
        {
            ("ana@canary.test", new[] { "NORTH-0", "NORTH-1" }), ("ben@canary.test", ["SOUTH-0", "SOUTH-1"]), ("north@canary.test", ["NORTH-0", "NORTH-1", "NORTH-2"]),
            ("south@canary.test", ["SOUTH-0", "SOUTH-1", "SOUTH-2"]), ("cover@canary.test", ["SOUTH-0", "SOUTH-1"]), ("inside@canary.test", []),
        })
        {
            var (browser, seen, met) = (await portal.SignedInAsync(email), new HashSet<string>(), new HashSet<string>());
            var ahead = new Queue<string>(Starts(own));
            while (ahead.TryDequeue(out var path) && seen.Count < MostPages)
            {
                if (!seen.Add(path)) continue;
                using var answer = await browser.GetAsync(path);
                var body = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                foreach (var (code, word) in words)
                {
                    if (!body.Contains(word, StringComparison.OrdinalIgnoreCase)) continue;
                    if (own.Contains(code)) met.Add(code);
                    else leaks.Add($"{email} at {path} meets {code}");
                }

                foreach (Match link in Links().Matches(body)) if (IsPage(link.Groups[1].Value)) ahead.Enqueue(link.Groups[1].Value);
            }

            seen.Count.ShouldBeGreaterThan(15, email);
            met.Order().ShouldBe(own.Order(), email);
        }

        leaks.ShouldBeEmpty(string.Join('\n', leaks));
    }

    /// <summary>Every address of the portal that needs no parameter, the exports, and by guess the pages of accounts one may and may not see.</summary>
    private IEnumerable<string> Starts(string[] own) => MatrixTargets.From(portal.Services.GetRequiredService<EndpointDataSource>())
        .Where(t => t.Method == "GET" && t.Object == MatrixWorld.None && !t.Route.StartsWith("/_", StringComparison.Ordinal) && !t.Route.StartsWith("/culture", StringComparison.Ordinal)
            && !t.Route.StartsWith("/account/openid", StringComparison.Ordinal))
        .Select(t => t.Address).Concat(["/accounts?f=archived:yes", "/accounts?q=canary", "/accounts?sort=-net", "/tiering/export", "/contacts?q=pat", "/contacts?sort=account", "/search?q=pat", "/search?q=canary", "/accounts/NORTH-0", "/accounts/SOUTH-0", "/accounts/SOUTH-2/financials"])
        .Concat(Enumerable.Range(1, 6).Select(contact => $"/contacts/{contact}")) // The database numbers contacts from 1.
        .Concat(own.SelectMany(c => new[] { $"/accounts/{c}", $"/accounts/{c}/financials", $"/accounts/{c}/relationships", $"/accounts/{c}/why", $"/export/financials.csv?code={c}" }));

    private static bool IsPage(string link) => link.StartsWith('/') && !link.StartsWith("/culture", StringComparison.Ordinal) && !link.StartsWith("/_", StringComparison.Ordinal)
        && !link.StartsWith("/account/", StringComparison.Ordinal) && !Assets().IsMatch(link);

    private async Task<IReadOnlyDictionary<string, string>> BuildAsync()
    {
        var words = new Dictionary<string, string>();
        var (regions, people) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        await portal.QueryAsync(async db =>
        {
            var made = Regions.Select(r => new Region { Code = r, Name = r }).ToList();
            var (ana, ben) = (new Person { Code = "ANA", Name = "Ana" }, new Person { Code = "BEN", Name = "Ben" });
            var line = new ProductLine { Code = "LINE", Name = "Line" };
            db.AddRange(made);
            db.AddRange(ana, ben, line);
            await db.SaveChangesAsync();
            foreach (var (region, lead) in made.Zip(new[] { ana, ben }))
            {
                for (var i = 0; i < 3; i++)
                {
                    var code = $"{region.Code}-{i}";
                    words[code] = $"canary{region.Code[0]}{i}q7z".ToLowerInvariant();
                    var account = new Account(code, "Works " + words[code]) { RegionId = region.Id, LeadId = i < 2 ? lead.Id : null, LocalName = words[code], LegalName = words[code], City = words[code] };
                    db.Accounts.Add(account);
                    await db.SaveChangesAsync();
                    db.Contacts.Add(new Contact("K-" + code, account.Id, "Pat " + words[code]) { Title = words[code], Email = $"pat@{words[code]}.test" });
                    db.FinancialFacts.Add(new FinancialFact { AccountId = account.Id, Period = new(2026, 6, 1), ProductLineId = line.Id, GrossRevenue = 1000 + i, Cogs = i == 0 ? 2000 : 400, Currency = "USD" });
                }
            }

            await db.SaveChangesAsync();
            (regions["NORTH"], regions["SOUTH"], people["ANA"], people["BEN"]) = (made[0].Id, made[1].Id, ana.Id, ben.Id);
            return 0;
        });
        await portal.AddLoginAsync("ana@canary.test", [Role.AccountManager], people["ANA"]);
        var ben = await portal.AddLoginAsync("ben@canary.test", [Role.AccountManager], people["BEN"]);
        await portal.AddLoginAsync("north@canary.test", [Role.SalesDirector], regions: [regions["NORTH"]]);
        await portal.AddLoginAsync("south@canary.test", [Role.SalesDirector], regions: [regions["SOUTH"]]);
        await portal.AddLoginAsync("inside@canary.test", [Role.InsideSales]);
        var cover = await portal.AddLoginAsync("cover@canary.test", [Role.AccountManager]);
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        await portal.SqlAsync($"insert into delegations (id, lender_id, borrower_id, from_day, to_day, created_at) values (gen_random_uuid(), '{ben}', '{cover}', '{today:yyyy-MM-dd}', '{today:yyyy-MM-dd}', now())");
        await using var scope = portal.Services.CreateAsyncScope();
        await using (var connection = await scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await Rollup.RefreshAllAsync(connection, default);
        await scope.ServiceProvider.GetRequiredService<ScoringService>().ScoreNowAsync(CurrentUser.System, null, null, default);
        return words;
    }

    [GeneratedRegex("href=\"([^\"#]+)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\.(css|js|svg|woff2)$")]
    private static partial Regex Assets();
}
