using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Benchmarks;

/// <summary>Three hundred people with an open page, fifteen clicks a second between them, on the portal as a process of its own.</summary>
internal sealed partial class CircuitsBenchmark : Benchmark
{
    private const int Accounts = 5_000, Open = 300, PerSecond = 15, Seconds = 40, Logins = 30;
    private const string Password = "seven tired herons";

    public override IReadOnlyList<string> Names => ["circuits"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await using var portfolio = await LargePortfolio.CreateAsync(Accounts);
        await portfolio.AskAsync((ScoringService s) => s.ScoreNowAsync(CurrentUser.System, null, null, default));
        await portfolio.AskAsync(async (IDbContextFactory<KamDbContext> factory) => await AddLoginsAsync(factory));
        var (process, address) = await StartAsync(portfolio.Owner);
        using var portal = process;
        var circuits = new List<Circuit>();
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
            var cookies = new List<string>();
            for (var login = 0; login < Logins; login++) cookies.Add(await SignInAsync(http, address, $"user{login}@example.test"));
            (await Circuit.OpenAsync(address, cookies[0], http, "/accounts", default)).DisposeAsync().AsTask().Wait(); // The first page of all pays for compiling.
            portal.Refresh();
            var (idle, opening) = (portal.WorkingSet64, Stopwatch.GetTimestamp());
            for (var i = 0; i < Open; i++) circuits.Add(await Circuit.OpenAsync(address, cookies[i % Logins], http, "/accounts", default));
            var opened = Stopwatch.GetElapsedTime(opening);
            portal.Refresh();
            var memory = (portal.WorkingSet64 - idle) / Open / 1024.0 / 1024;

            await ClickAsync(circuits, seconds: 5); // Not counted: each kind of page is compiled once.
            var (cpu, clicking) = (portal.TotalProcessorTime, Stopwatch.GetTimestamp());
            var taken = await ClickAsync(circuits, Seconds);
            portal.Refresh();
            var cores = (portal.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(clicking);
            var errors = circuits.Count(c => c.Error is not null);
            var of = string.Create(CultureInfo.InvariantCulture, $"ms from click to drawing, {Open} circuits, {taken.Count} clicks, p50 {At(taken, 50):0} p99 {At(taken, 99):0} ms, {errors} errors, {cores:0.00} cores");
            yield return new("circuits p95", At(taken, 95), 200, of);
            yield return new("circuit errors", errors, 0, $"of {Open}");
            yield return new("circuit memory", memory, 2.5, string.Create(CultureInfo.InvariantCulture, $"MB each, opened at {Open / opened.TotalSeconds:0} a second"));
        }
        finally
        {
            foreach (var circuit in circuits) await circuit.DisposeAsync();
            if (!portal.HasExited) portal.Kill();
            await portal.WaitForExitAsync();
        }
    }

    /// <summary>Clicks at the given pace, whether or not earlier ones have been answered, on pages as people mix them.</summary>
    private static async Task<List<double>> ClickAsync(List<Circuit> circuits, int seconds)
    {
        var (random, taken) = (new Random(7), new ConcurrentBag<double>());
        var free = new ConcurrentQueue<Circuit>(circuits.OrderBy(_ => random.Next()));
        var under = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        for (var click = 0; click < seconds * PerSecond; click++)
        {
            var due = TimeSpan.FromSeconds((double)click / PerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            if (!free.TryDequeue(out var circuit)) throw new InvalidOperationException("Every circuit is still busy with an earlier click.");
            var (path, sign) = Next(random);
            while (path == circuit.Path) (path, sign) = Next(random); // The same page again would draw nothing.
            under.Add(Task.Run(async () =>
            {
                taken.Add((await circuit.ClickAsync(path, sign)).TotalMilliseconds);
                free.Enqueue(circuit);
            }));
        }

        await Task.WhenAll(under);
        return [.. taken.Order()];
    }

    private static (string Path, Func<string, bool> Sign) Next(Random random)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"A{1 + random.Next(Accounts):00000000}");
        return random.Next(5) switch
        {
            0 => ($"/accounts?page={2 + random.Next(50)}", IsAccount),
            1 => ($"/accounts?sort=-cm2&page={1 + random.Next(50)}", IsAccount),
            2 => ($"/accounts?q={random.Next(100, 999)}", IsAccount),
            3 => ($"/accounts/{code}", text => text.Contains(code, StringComparison.Ordinal)),
            _ => ("/tiering", text => text.StartsWith("/accounts?f=tier", StringComparison.Ordinal)),
        };
    }

    private static bool IsAccount(string text) => text.StartsWith("/accounts/A0", StringComparison.Ordinal);

    private static double At(List<double> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];

    private static async Task<int> AddLoginsAsync(IDbContextFactory<KamDbContext> factory)
    {
        await using var db = await factory.CreateDbContextAsync();
        db.Actor = CurrentUser.System;
        for (var i = 0; i < Logins; i++)
        {
            var login = KamUser.Create($"User {i}", $"user{i}@example.test", TimeProvider.System.GetUtcNow());
            login.PasswordHash = new PasswordHasher<KamUser>().HashPassword(login, Password);
            db.Users.Add(login);
            db.UserRoles.Add(new() { UserId = login.Id, RoleId = Role.All[Role.Admin] });
        }

        return await db.SaveChangesAsync();
    }

    private static async Task<string> SignInAsync(HttpClient http, Uri portal, string email)
    {
        using var page = await http.GetAsync(new Uri(portal, "/account/sign-in"));
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, "/account/sign-in"))
        {
            Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("Email", email), new("Password", Password)]),
        };
        post.Headers.Add("Cookie", Cookies(page));
        using var answer = await http.SendAsync(post);
        return answer.StatusCode == System.Net.HttpStatusCode.Redirect ? Cookies(answer) : throw new InvalidOperationException($"{email} could not sign in: {answer.StatusCode}");
    }

    private static string Cookies(HttpResponseMessage answer) => string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));

    private static async Task<(Process Process, Uri Address)> StartAsync(string database)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ScoringService).Assembly.Location, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ConnectionStrings__KamPortal"] = database;
        start.Environment["Limits__SignInPerMinute"] = "100000";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } listening) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return (process, new Uri(listening.Value));
        }

        throw new InvalidOperationException("The portal did not start.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
