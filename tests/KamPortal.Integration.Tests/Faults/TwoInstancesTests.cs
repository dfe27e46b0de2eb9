using System.Net;
using KamPortal.Features.Imports;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>Two instances of the portal on one database are one portal: one queue, one sign-in.</summary>
public sealed class TwoInstancesTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly int Files = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 100 : 12;

    [Fact]
    public async Task Who_signs_in_at_one_is_signed_in_at_the_other_and_each_job_is_done_once()
    {
        await portal.AddLoginAsync("everywhere@example.test", [Role.Admin]);
        await ImportAsync("accounts", "code,name\n" + string.Concat(Enumerable.Range(0, Files).Select(f => $"TWICE{f:000},Customer {f}\n")));
        using var other = await PortalProcess.StartAsync(portal.ConnectionString);

        // The session begun at one instance opens the doors of the other, and ends there too.
        var answer = await TestPortal.SignInAsync(portal.Browser(), "everywhere@example.test", TestPortal.Password);
        var cookie = string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        using var there = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = other.Address };
        (await GetAsync(there, "/settings/jobs", cookie)).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(there, "/settings/jobs", "")).ShouldBe(HttpStatusCode.Redirect);

        for (var file = 0; file < Files; file++) await ImportAsync("facts", $"account_id,period,product_line,currency,revenue,cogs\nTWICE{file:000},2026-01,Line,USD,100,60\n", queue: true);
        var limit = TimeProvider.System.GetTimestamp();
        while ((long)(await portal.SqlAsync("select count(*) from jobs where state in ('Queued', 'Running')"))! > 0)
        {
            TimeProvider.System.GetElapsedTime(limit).ShouldBeLessThan(TimeSpan.FromMinutes(2));
            await Task.Delay(200);
        }

        (await portal.SqlAsync("select count(*) from jobs where state <> 'Succeeded' or attempt <> 1")).ShouldBe(0L);
        (await portal.SqlAsync("select sum(gross_revenue) from financial_facts")).ShouldBe(100m * Files);
        (await portal.SqlAsync("select count(*) from import_batches where kind = 'facts' and state = 'Imported'")).ShouldBe((long)Files);

        await portal.SqlAsync("update users set disabled_at = now() where email = 'everywhere@example.test'");
        (await GetAsync(there, "/settings/jobs", cookie)).ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task ImportAsync(string kind, string text, bool queue = false)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kam-twice-{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, text);
        try
        {
            var report = await portal.WithAsync<ImportService, FileImportReport>(i => i.ImportFileAsync(CurrentUser.System, kind, path, new FileImportOptions { DryRun = queue }, default));
            report.Refusal.ShouldBeNull();
            if (!queue) return;
            var detail = (await portal.WithAsync<ImportService, ImportDetail?>(i => i.FindAsync(CurrentUser.System, report.Number, default)))!;
            (await portal.WithAsync<ImportService, ImportAnswer>(i => i.ImportAsync(CurrentUser.System, report.Number, false, detail.Version, default))).IsAccepted.ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient browser, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        if (cookie.Length > 0) request.Headers.Add("Cookie", cookie);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }
}
