using System.Globalization;
using KamPortal.Shell.Forms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KamPortal.Shell.Api;

/// <summary>What a service says, in the words of HTTP.</summary>
public static class ApiResults
{
    /// <summary>A version as an entity tag.</summary>
    public static string Tag(uint version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version the caller has read, from <c>If-Match</c>; null when it named none.</summary>
    public static uint? Version(HttpRequest request) =>
        uint.TryParse(request.Headers.IfMatch.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    public static T Tagged<T>(this HttpContext http, uint version, T value)
    {
        http.Response.Headers.ETag = Tag(version);
        return value;
    }

    /// <summary>Errors stand under the field's name as the caller wrote it.</summary>
    public static IResult Refusal<TForm>(SaveResult<TForm> result) => result switch
    {
        SaveResult<TForm>.Invalid invalid => TypedResults.Problem(new HttpValidationProblemDetails(invalid.Errors.ToDictionary(e => Camel(e.Key), e => new[] { e.Value })) { Status = StatusCodes.Status422UnprocessableEntity }),
        SaveResult<TForm>.Conflicting conflict => Conflict(conflict.Fields),
        _ => NotFound(),
    };

    public static ProblemHttpResult NotFound() => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);

    /// <summary>Somebody else changed it since the caller read it.</summary>
    public static ProblemHttpResult Stale() => TypedResults.Problem(statusCode: StatusCodes.Status412PreconditionFailed);

    /// <summary>The caller must say which version it changes.</summary>
    public static ProblemHttpResult NeedsVersion() => TypedResults.Problem(statusCode: StatusCodes.Status428PreconditionRequired);

    /// <summary>A "no" of the business, as a sentence.</summary>
    public static ProblemHttpResult Refused(string sentence) => TypedResults.Problem(detail: sentence, statusCode: StatusCodes.Status422UnprocessableEntity);

    private static ProblemHttpResult Conflict(IReadOnlyList<string> fields) =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?> { ["fields"] = fields.Select(Camel).ToList() });

    private static string Camel(string field) => field.Length == 0 ? field : char.ToLowerInvariant(field[0]) + field[1..];
}
