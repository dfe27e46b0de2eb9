using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KamPortal.Data;
using KamPortal.Integration.Tests.Security.Matrix;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Integration.Tests.Security;

/// <summary>An admin looks at the portal as somebody else: sees what they see, changes nothing, and the log knows.</summary>
public sealed partial class ViewAsTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task An_admin_sees_what_the_other_sees_changes_nothing_and_both_ends_are_logged()
    {
        var world = new MatrixWorld(portal);
        await world.BuildAsync();
        var other = await portal.QueryAsync(db => db.Users.SingleAsync(u => u.Email == "am-own@matrix.test"));
        var admin = world.Browser("admin");
        (await PostAsync(admin, ViewAs.StartPath, new() { ["id"] = other.Id.ToString(), ["reason"] = "She cannot find an account" })).Headers.Location?.OriginalString.ShouldBe("/");

        foreach (var page in new[] { "/", "/accounts", $"/accounts/{MatrixWorld.OwnCode}", "/people", "/tiering", "/cover", "/export/accounts.csv" })
            (await admin.GetAsync(page)).StatusCode.ShouldBe((await world.Browser("am-own").GetAsync(page)).StatusCode, page);
        (await admin.GetStringAsync("/")).ShouldContain("You see the portal as am-own");
        (await admin.GetAsync($"/accounts/{MatrixWorld.ForeignCode}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var closed in new[] { "/audit", "/settings/users", "/settings/demo", "/account/password", "/account/security", "/account/authenticator" })
            (await admin.GetAsync(closed)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, closed);
        var sum = await world.ChecksumAsync();
        foreach (var post in new[] { "/imports/upload?fileName=a.csv", "/account/sessions/end", "/account/passkeys/remove", ViewAs.StartPath })
            (await admin.PostAsync(post, new FormUrlEncodedContent([]))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, post);
        (await world.ChecksumAsync()).ShouldBe(sum);

        (await PostAsync(admin, ViewAs.EndPath, new() { ["back"] = "//evil.example" })).Headers.Location?.OriginalString.ShouldBe("/");
        (await admin.GetAsync("/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var lines = await portal.QueryAsync(db => db.AuditEvents.Where(a => a.Action.StartsWith("ViewAs")).OrderBy(a => a.Id).ToListAsync());
        lines.Select(l => (l.Action, l.UserName, l.Key)).ShouldBe([("ViewAsStarted", "admin", "am-own@matrix.test"), ("ViewAsEnded", "admin", "am-own@matrix.test")]);
        lines[0].Reason.ShouldBe("She cannot find an account");
    }

    [Fact]
    public async Task Nobody_looks_as_an_admin_or_without_being_one()
    {
        var admin = await portal.UserAsync(await portal.AddLoginAsync("looker@example.test", [Role.Admin]));
        var session = await portal.PrincipalAsync(admin.Id);
        var chief = await portal.AddLoginAsync("chief.admin@example.test", [Role.Admin, Role.SalesDirector]);
        var viewer = await portal.AddLoginAsync("looked.at@example.test", [Role.Viewer]);
        foreach (var id in new[] { chief, admin.Id, Guid.CreateVersion7() })
            (await portal.WithAsync<ViewAs, bool>(v => v.StartAsync(admin, session, id, null, default))).ShouldBeFalse();
        (await portal.WithAsync<ViewAs, bool>(v => v.StartAsync(admin, session, viewer, null, default))).ShouldBeTrue();
        (await portal.WithAsync<KamPortal.Data.Users, CurrentUser>(u => u.GetAsync(session, default))).ShouldSatisfyAllConditions(u => u.Id.ShouldBe(viewer), u => u.IsReadOnly.ShouldBeTrue());

        // The admin's own right goes: so does the view.
        await portal.SqlAsync($"delete from user_roles where user_id = '{admin.Id}'");
        (await portal.WithAsync<KamPortal.Data.Users, CurrentUser>(u => u.GetAsync(session, default))).Id.ShouldBe(admin.Id);
        var director = await portal.UserAsync(await portal.AddLoginAsync("no.looker@example.test", [Role.SalesDirector]));
        await Should.ThrowAsync<NotPermittedException>(() => portal.WithAsync<ViewAs, bool>(v => v.StartAsync(director, session, viewer, null, default)));
    }

    [Fact]
    public async Task No_service_changes_anything_for_who_only_looks_whatever_roles_they_look_with()
    {
        var world = new MatrixWorld(portal);
        var user = (await portal.UserAsync(await portal.AddLoginAsync("all.roles@example.test", [.. Role.All.Keys]))) with { ViewedBy = "Ada" };
        var sum = await world.ChecksumAsync();
        var asked = 0;
        foreach (var method in Methods())
        {
            await using var scope = portal.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ReadOnlyScope>().IsOn = true; // As reading the user from the session does.
            if (scope.ServiceProvider.GetService(method.DeclaringType!) is not { } service) continue;
            asked++;
            await TryAsync(method, service, user);
            (await world.ChecksumAsync()).ShouldBe(sum, $"{method.DeclaringType!.Name}.{method.Name}");
        }

        asked.ShouldBeGreaterThan(10);
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(Program).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.Namespace?.StartsWith("KamPortal.", StringComparison.Ordinal) == true)
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(CurrentUser) && !m.IsGenericMethod && typeof(Task).IsAssignableFrom(m.ReturnType));

    private static async Task TryAsync(MethodInfo method, object service, CurrentUser user)
    {
        try
        {
            await (Task)method.Invoke(service, [user, .. method.GetParameters().Skip(1).Select(p => Something(p.ParameterType))])!;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Refused, or asked for nonsense: only that nothing changed matters here.
        }
    }

    private static object? Something(Type type)
    {
        if (type == typeof(string)) return MatrixWorld.OwnCode;
        if (type == typeof(int)) return 1;
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (type == typeof(Stream)) return Stream.Null;
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsAbstract || type.IsInterface || typeof(Delegate).IsAssignableFrom(type)) return null;
        return type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type) : RuntimeHelpers.GetUninitializedObject(type);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(await browser.GetStringAsync("/accounts")).Groups[1].Value;
        return await browser.PostAsync(path, new FormUrlEncodedContent(fields));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
