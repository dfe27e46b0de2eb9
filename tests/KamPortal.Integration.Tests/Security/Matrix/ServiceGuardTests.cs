using System.Reflection;
using System.Runtime.CompilerServices;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Integration.Tests.Security.Matrix;

/// <summary>A click can be sent without the page: every service asks for the permission itself, before anything else.</summary>
public sealed class ServiceGuardTests(TestPortal portal) : IClassFixture<TestPortal>
{
    /// <summary>Serve whoever is signed in, and only with what they asked for themselves: JobQueue keeps to the requester.</summary>
    private static readonly HashSet<string> ForEverySignedInUser =
    [
        "TieringService.FindJobAsync", "ScoringService.ProgressAsync", "ScoringService.CancelAsync",
        "NotificationService.BellAsync", "NotificationService.ListAsync", "NotificationService.ReadAsync", "NotificationService.ReadAllAsync",
        "NotificationService.RememberLanguageAsync", "NotificationSettings.OpenAsync", "NotificationSettings.SaveAsync",
    ];

    [Fact]
    public async Task Every_service_method_refuses_a_user_without_rights_and_changes_nothing()
    {
        var id = await portal.AddLoginAsync("powerless@example.test", []);
        var powerless = await portal.UserAsync(id);
        var world = new MatrixWorld(portal);
        var before = await world.ChecksumAsync();
        var (asked, open) = (0, new List<string>());
        foreach (var method in Methods())
        {
            await using var scope = portal.Services.CreateAsyncScope();
            if (scope.ServiceProvider.GetService(method.DeclaringType!) is not { } service) continue;
            asked++;
            var name = $"{method.DeclaringType!.Name}.{method.Name}";
            if (!ForEverySignedInUser.Contains(name) && await AnswerAsync(method, service, powerless) is { } answer) open.Add($"{name} {answer}");
        }

        open.ShouldBeEmpty(string.Join('\n', open));
        asked.ShouldBeGreaterThan(10);
        (await world.ChecksumAsync()).ShouldBe(before);
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(Program).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.Namespace?.StartsWith("KamPortal.Features.", StringComparison.Ordinal) == true)
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(CurrentUser) && !m.IsGenericMethod);

    /// <summary>Null when it was refused as it should be, else what happened instead.</summary>
    private static async Task<string?> AnswerAsync(MethodInfo method, object service, CurrentUser user)
    {
        try
        {
            var result = method.Invoke(service, [user, .. method.GetParameters().Skip(1).Select(p => Dummy(p.ParameterType))]);
            await EndAsync(result);
            return "answered";
        }
        catch (Exception e) when ((e is TargetInvocationException { InnerException: { } inner } ? inner : e) is NotPermittedException)
        {
            return null;
        }
        catch (Exception e)
        {
            return $"failed before it asked: {(e is TargetInvocationException { InnerException: { } inner } ? inner : e).GetType().Name}";
        }
    }

    private static async Task EndAsync(object? result)
    {
        if (result is Task task) await task;
        else if (result is ValueTask value) await value;
        else if (result?.GetType().GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } rows)
        {
            var open = rows.GetMethod(nameof(IAsyncEnumerable<int>.GetAsyncEnumerator))!.Invoke(result, [CancellationToken.None])!;
            await (ValueTask<bool>)typeof(IAsyncEnumerator<>).MakeGenericType(rows.GetGenericArguments()).GetMethod(nameof(IAsyncEnumerator<int>.MoveNextAsync))!.Invoke(open, null)!;
        }
    }

    private static object? Dummy(Type type)
    {
        if (type == typeof(string)) return "x";
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (type == typeof(Stream)) return Stream.Null;
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        return type.IsAbstract || type.IsInterface || typeof(Delegate).IsAssignableFrom(type) ? null : RuntimeHelpers.GetUninitializedObject(type);
    }
}
