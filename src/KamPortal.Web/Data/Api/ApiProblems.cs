using KamPortal.Resources;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KamPortal.Data.Api;

/// <summary>Completes every problem: a <c>code</c> for the program, and for its maintainer why it was refused and what to do, in the language asked for.</summary>
internal static class ApiProblems
{
    private const string CodeName = "code", RemedyName = "remedy", TraceName = "traceId";

    public static ProblemDetails Of(int status, string code, string? field = null)
    {
        var problem = field is null ? new ProblemDetails() : new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [] });
        problem.Status = status;
        problem.Extensions[CodeName] = code;
        return problem;
    }

    public static void Complete(ProblemDetailsContext context)
    {
        if (!ApiRoutes.IsApi(context.HttpContext)) return;
        var problem = context.ProblemDetails;
        var texts = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<ApiTexts>>();
        var code = problem.Extensions.TryGetValue(CodeName, out var said) && said is string named ? named : problem is HttpValidationProblemDetails ? "invalid" : Code(problem.Status);
        problem.Extensions[CodeName] = code;
        problem.Extensions[RemedyName] = texts["Remedy." + code].Value;
        problem.Detail ??= texts["Problem." + code];
        // What failed on our side is found by its reference; the rest reads the same each time.
        problem.Extensions.Remove(TraceName);
        if (problem is not HttpValidationProblemDetails { Errors: var errors }) return;
        foreach (var field in errors.Where(e => e.Value.Length == 0).Select(e => e.Key).ToList()) errors[field] = [problem.Detail];
    }

    private static string Code(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed",
        StatusCodes.Status401Unauthorized => "no_key",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status412PreconditionFailed => "changed",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "media_type",
        StatusCodes.Status422UnprocessableEntity => "refused",
        StatusCodes.Status428PreconditionRequired => "needs_version",
        StatusCodes.Status429TooManyRequests => "too_many",
        _ => "failed",
    };
}
