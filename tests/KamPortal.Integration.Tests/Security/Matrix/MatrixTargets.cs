using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace KamPortal.Integration.Tests.Security.Matrix;

/// <summary>A request of the matrix: the first three columns of a line, and the address that stands for them.</summary>
internal sealed record MatrixTarget(string Method, string Route, string Object, string Address)
{
    /// <summary>Opened by keys, not by cookies.</summary>
    public bool IsApi => Route.StartsWith("/api/v1/", StringComparison.Ordinal);
}

/// <summary>Reads the requests from the running portal, so that nothing new can be forgotten.</summary>
internal static partial class MatrixTargets
{
    /// <summary>What a route parameter stands for, as own, foreign and absent. Without a foreign one the thing belongs to no region or person.</summary>
    private static readonly Dictionary<string, (string Own, string? Foreign, string Absent)> Objects = new()
    {
        ["code"] = (MatrixWorld.OwnCode, MatrixWorld.ForeignCode, "M-ABSENT"),
        ["number"] = ("1", null, "999999"),
        ["id"] = ("0196b000-0000-7000-8000-0000000000aa", null, "0196b000-0000-7000-8000-0000000000bb"),
        ["kind"] = ("accounts", null, "nonsense"),
    };

    /// <summary>Routes where a parameter stands for something else than elsewhere.</summary>
    private static readonly Dictionary<string, (string Own, string? Foreign, string Absent)> ObjectsOf = new()
    {
        // People are colleagues: everyone with accounts may look them up.
        ["/people/{Code}"] = (MatrixWorld.OwnPerson, MatrixWorld.ForeignPerson, "M-ABSENT"),
        ["/api/v1/contacts/{id:int}"] = (MatrixWorld.OwnContact, MatrixWorld.ForeignContact, "999999"),
        ["/contacts/{Id:int}"] = (MatrixWorld.OwnContact, MatrixWorld.ForeignContact, "999999"),
        ["/contacts/{Id:int}/personal-data"] = (MatrixWorld.OwnContact, MatrixWorld.ForeignContact, "999999"),
        ["/contacts/{id:int}/personal-data.zip"] = (MatrixWorld.OwnContact, MatrixWorld.ForeignContact, "999999"),
    };

    /// <summary>Routes whose parameter is not one of these things.</summary>
    private static readonly Dictionary<string, string> Special = new() { ["/status/{Code:int}"] = "/status/403", ["/openapi/{documentName}.json"] = "/openapi/v1.json", ["/api/docs/{documentName?}"] = "/api/docs/" };

    /// <summary>A query that an endpoint cannot do without; {code} is filled in.</summary>
    private static readonly Dictionary<string, string> Queries = new()
    {
        ["/culture"] = "?to=en&back=/", ["/imports/upload"] = "?fileName=a.csv", ["/api/v1/imports"] = "?fileName=a.csv", ["/search"] = "?q=a", ["/export/financials.csv"] = "?code={code}", ["/export/financials.xlsx"] = "?code={code}",
    };

    public static IReadOnlyList<MatrixTarget> From(EndpointDataSource endpoints) =>
        [.. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(Of).DistinctBy(t => (t.Method, t.Route, t.Object))
            .Append(new("GET", "(static assets)", MatrixWorld.None, "/favicon.svg"))
            // What the API changes comes after what the pages show; what is absent comes first, to be compared with.
            .OrderBy(t => t.IsApi).ThenBy(t => t.Route, StringComparer.Ordinal).ThenBy(t => t.Method, StringComparer.Ordinal).ThenBy(t => t.Object, StringComparer.Ordinal)];

    private static IEnumerable<MatrixTarget> Of(RouteEndpoint endpoint)
    {
        var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        // A page answers to POST for its own form; the tests of forms hold those.
        var methods = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["GET"] : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
        foreach (var method in methods)
        {
            foreach (var (kind, address) in Addresses(route)) yield return new(method, route, kind, address);
        }
    }

    private static IEnumerable<(string Object, string Address)> Addresses(string route)
    {
        if (Special.TryGetValue(route, out var fixedAddress)) return [(MatrixWorld.None, fixedAddress)];
        var pattern = route + Queries.GetValueOrDefault(route, "");
        var name = Parameter().Matches(pattern).Select(m => m.Groups[1].Value.ToLowerInvariant()).FirstOrDefault(n => n != "tab");
        pattern = Optional().Replace(pattern, "");
        if (name is null || CatchAll().IsMatch(pattern)) return [(MatrixWorld.None, CatchAll().Replace(pattern, "x"))];
        if (!ObjectsOf.TryGetValue(route, out var things) && !Objects.TryGetValue(name, out things)) throw new InvalidOperationException($"{route}: say in {nameof(MatrixTargets)} what '{name}' stands for.");
        return new[] { (MatrixWorld.Own, things.Own), (MatrixWorld.Foreign, things.Foreign), (MatrixWorld.Absent, things.Absent) }
            .Where(t => t.Item2 is not null).Select(t => (t.Item1, Parameter().Replace(pattern, t.Item2!)));
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"/?\{\w+\?\}")]
    private static partial Regex Optional();

    [GeneratedRegex(@"\{\*[^}]*\}")]
    private static partial Regex CatchAll();
}
