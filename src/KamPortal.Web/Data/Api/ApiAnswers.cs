using System.Diagnostics;
using KamPortal.Domain;
using Microsoft.AspNetCore.Mvc;

namespace KamPortal.Data.Api;

/// <summary>Turns what went wrong into problem details (RFC 9457), whoever refused: a limit, a policy, a service, a bug.</summary>
internal sealed class ApiAnswers(RequestDelegate next, IProblemDetailsService problems, ILogger<ApiAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (DomainRuleException e) when (!http.Response.HasStarted)
        {
            await TellAsync(http, StatusCodes.Status422UnprocessableEntity, e.Message);
            return;
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await TellAsync(http, e.StatusCode, null);
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            var reference = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            logger.LogError(e, "A call of the API failed; reference {Reference}", reference);
            await TellAsync(http, StatusCodes.Status500InternalServerError, null, reference);
            return;
        }

        if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentType is null && http.Response.ContentLength is null)
            await TellAsync(http, http.Response.StatusCode, null);
    }

    private async Task TellAsync(HttpContext http, int status, string? detail, string? reference = null)
    {
        http.Response.StatusCode = status;
        var details = new ProblemDetails { Status = status, Detail = detail };
        if (reference is not null) details.Extensions["reference"] = reference;
        await problems.TryWriteAsync(new() { HttpContext = http, ProblemDetails = details });
    }
}
