using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using KamPortal.Domain;
using KamPortal.Security;
using Microsoft.AspNetCore.Mvc;

namespace KamPortal.Data.Api;

/// <summary>Turns what went wrong into problem details (RFC 9457), whoever refused: a limit, a policy, a service, a bug.</summary>
internal sealed partial class ApiAnswers(RequestDelegate next, IProblemDetailsService problems, ILogger<ApiAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await TellAsync(http, Problem(http, e));
            return;
        }

        if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentType is null && http.Response.ContentLength is null)
            await TellAsync(http, new() { Status = http.Response.StatusCode });
    }

    private ProblemDetails Problem(HttpContext http, Exception e) => e switch
    {
        ApiRefusalException refusal => ApiProblems.Of(refusal.Status, refusal.Code, refusal.Field),
        DomainRuleException => new() { Status = StatusCodes.Status422UnprocessableEntity, Detail = e.Message },
        NotPermittedException => new() { Status = StatusCodes.Status403Forbidden },
        SignedOutException => new() { Status = StatusCodes.Status401Unauthorized },
        BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => ApiProblems.Of(StatusCodes.Status400BadRequest, "malformed", Named(Parameter().Match(e.Message))),
        BadHttpRequestException bad => new() { Status = bad.StatusCode },
        _ => Failed(http, e),
    };

    private static ProblemDetails Unreadable(JsonException e) => Named(Unknown().Match(e.Message)) is { } unknown
        ? ApiProblems.Of(StatusCodes.Status400BadRequest, "unknown_field", unknown)
        : ApiProblems.Of(StatusCodes.Status400BadRequest, "malformed", e.Path is { Length: > 2 } path ? path[2..] : null);

    private ProblemDetails Failed(HttpContext http, Exception e)
    {
        var reference = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        logger.LogError(e, "A call of the API failed; reference {Reference}", reference);
        return new() { Status = StatusCodes.Status500InternalServerError, Extensions = { ["reference"] = reference } };
    }

    private async Task TellAsync(HttpContext http, ProblemDetails problem)
    {
        http.Response.StatusCode = problem.Status!.Value;
        await problems.TryWriteAsync(new() { HttpContext = http, ProblemDetails = problem });
    }

    private static string? Named(Match match) => match.Success ? match.Groups[1].Value : null;

    // The readers of bodies and addresses name what they did not understand in their messages alone.
    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("""parameter "[^"]* (\w+)" """)]
    private static partial Regex Parameter();
}
