using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Integration.Tests.Security.Matrix;

/// <summary>
/// Who may ask for what: every route of the running portal × everyone × own, foreign and absent things, against the committed
/// authz-matrix.csv. A new route is missing there and fails. After a deliberate change run once with KAMPORTAL_REWRITE_MATRIX=1
/// and read the difference before committing it.
/// </summary>
public sealed partial class AuthorizationMatrixTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private const string Header = "method,route,object";

    [Fact]
    public async Task Everyone_gets_what_the_matrix_says_and_a_refusal_changes_and_tells_nothing()
    {
        var world = new MatrixWorld(portal);
        await world.BuildAsync();
        var (found, faults) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new List<string>());
        var absentBodies = new Dictionary<(string, string, string), string>();
        var sum = await world.ChecksumAsync();
        foreach (var target in MatrixTargets.From(portal.Services.GetRequiredService<EndpointDataSource>()))
        {
            var answers = new List<string>();
            foreach (var actor in MatrixWorld.Actors)
            {
                using var request = new HttpRequestMessage(new HttpMethod(target.Method), target.Address);
                if (target.Route.StartsWith("/_blazor", StringComparison.Ordinal)) request.Headers.Add("Origin", "http://localhost");
                if (target.IsApi)
                {
                    if (world.Key(actor) is { } key) request.Headers.Authorization = new("Bearer", key);
                    if (target.Method is "POST" or "PUT") request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                }

                using var answer = await world.Browser(actor).SendAsync(request);
                if (answer.StatusCode == System.Net.HttpStatusCode.Accepted) await world.SettleAsync();
                var body = await answer.Content.ReadAsStringAsync();
                var said = Said(answer);
                answers.Add(said);
                var line = $"{target.Method} {target.Address} as {actor}: {said}";
                if ((int)answer.StatusCode >= 500) faults.Add($"{line} is a failure");
                faults.AddRange(MatrixWorld.Hidden(actor).Where(word => Bare(body, target).Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{line} tells of {word}"));

                if (target.Object is MatrixWorld.Absent) absentBodies[(target.Method, target.Route, actor)] = said + Bare(body, target);
                if (target.Object is MatrixWorld.Foreign or MatrixWorld.Own && said == "404"
                    && absentBodies.TryGetValue((target.Method, target.Route, actor), out var absent) && absent != said + Bare(body, target))
                    faults.Add($"{line} differs from what is absent");

                var after = await world.ChecksumAsync();
                if (!answer.IsSuccessStatusCode && after != sum) faults.Add($"{line} changed the database:\n{Difference(sum, after)}");
                sum = after;
            }

            found[$"{target.Route},{target.Method},{target.Object}"] = $"{target.Method},{target.Route},{target.Object},{string.Join(',', answers)}";
        }

        var expectedLines = await File.ReadAllLinesAsync(FilePath());
        if (Environment.GetEnvironmentVariable("KAMPORTAL_REWRITE_MATRIX") == "1")
            await File.WriteAllTextAsync(FilePath(), string.Join('\n', found.Values.Prepend($"{Header},{string.Join(',', MatrixWorld.Actors)}")) + "\n");
        else
            faults.AddRange(Compare([.. expectedLines.Skip(1).Where(l => l.Length > 0)], [.. found.Values]));
        faults.ShouldBeEmpty(string.Join('\n', faults));
    }

    private static IEnumerable<string> Compare(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        static string Key(string line) => string.Join(',', line.Split(',').Take(3));
        var (want, have) = (expected.ToDictionary(Key), found.ToDictionary(Key));
        foreach (var (key, line) in have)
        {
            if (!want.TryGetValue(key, out var wanted)) yield return $"missing in authz-matrix.csv, add after review:\n{line}";
            else if (wanted != line) yield return $"expected {wanted}\n     got {line}";
        }

        foreach (var key in want.Keys.Except(have.Keys)) yield return $"no such route any more, remove: {want[key]}";
    }

    private static string Said(HttpResponseMessage answer)
    {
        // Where a new thing is to be found differs from run to run.
        if (answer.IsSuccessStatusCode || answer.Headers.Location?.OriginalString is not { } location) return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return location.Contains("/account/sign-in", StringComparison.Ordinal) ? "sign-in" : $"{(int)answer.StatusCode} {location.Replace("http://localhost", "", StringComparison.Ordinal)}";
    }

    // What the asker sent, and what changes with every request, says nothing.
    private static string Bare(string body, MatrixTarget target) =>
        Changing().Replace(body.Replace(target.Address, "", StringComparison.OrdinalIgnoreCase).Replace(Uri.EscapeDataString(target.Address), "", StringComparison.OrdinalIgnoreCase)
            .Replace(target.Address.Split('?')[0].Split('/')[^1] is { Length: > 2 } last ? last : target.Address, "", StringComparison.OrdinalIgnoreCase), "");

    private static string Difference(string before, string after) => string.Join('\n', after.Split('\n').Except(before.Split('\n')));

    private static string FilePath()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KamPortal.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run inside the repository.");
        return Path.Combine(folder, "tests", "KamPortal.Integration.Tests", "Security", "authz-matrix.csv");
    }

    [GeneratedRegex("""nonce="[^"]*"|value="CfDJ8[^"]*"|<!--Blazor.*?-->|<code class="ref">[^<]*</code>|data-copy="[^"]*"|"[^"]*prerenderId[^"]*"|[0-9a-f]{32}""", RegexOptions.Singleline)]
    private static partial Regex Changing();
}
