using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Imports;

/// <summary>What the wizard does outside the page: the upload, which streams past the circuit, and the files to download.</summary>
internal static class ImportRoutes
{
    /// <summary>What the upload answers: the number of the import, or a sentence that says why not.</summary>
    internal sealed record UploadAnswer(int? Number, string? Error);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/imports").RequireAuthorization(nameof(Permission.ImportData));
        group.MapPost("/upload", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(UploadedFiles.Limit));
        group.MapGet("/template/{kind}.csv", (string kind, HttpContext http, Data.Users users, ImportFiles files, CancellationToken ct) =>
            SendAsync(http, users, $"{kind}.csv", (user, open) => files.WriteTemplateAsync(user, kind, open, ct), ct));
        group.MapGet("/{number:int}/problems.csv", (int number, HttpContext http, Data.Users users, ImportFiles files, CancellationToken ct) =>
            SendAsync(http, users, $"import-{number}-problems.csv", (user, open) => files.WriteProblemsAsync(user, number, open, ct), ct));
        group.MapGet("/{number:int}/unknown-codes.csv", (int number, HttpContext http, Data.Users users, ImportFiles files, ImportService imports, CancellationToken ct) =>
            SendAsync(http, users, $"import-{number}-unknown-codes.csv", (user, open) => files.WriteUnknownCodesAsync(user, number, imports, open, ct), ct));
    }

    /// <summary>The body is the file itself, so that a gigabyte passes through a buffer of one megabyte.</summary>
    private static async Task<IResult> UploadAsync(
        HttpContext http, IAntiforgery antiforgery, Data.Users users, UploadedFiles files, ImportWords words, IStringLocalizer<ImportsTexts> texts,
        [FromQuery] string fileName, [FromQuery] string? kind, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.Json(new UploadAnswer(null, texts["Upload.Token"]), statusCode: StatusCodes.Status400BadRequest);
        try
        {
            var user = await users.GetAsync(http.User, ct);
            return Results.Json(new UploadAnswer(await files.TakeInAsync(user, fileName, http.Request.Body, kind, ct), null));
        }
        catch (FileRefusedException e)
        {
            return Refused(words.Refusal(e.Message), StatusCodes.Status422UnprocessableEntity);
        }
        catch (FileTooLargeException e)
        {
            return Refused(texts[e.Limit == UploadedFiles.WorkbookLimit ? "Refused.workbook_size" : "Refused.too_large", e.Limit >> 20], StatusCodes.Status413PayloadTooLarge);
        }

        IResult Refused(string sentence, int status) => Results.Json(new UploadAnswer(null, texts["Upload.Refused", fileName, sentence]), statusCode: status);
    }

    private static async Task SendAsync(HttpContext http, Data.Users users, string name, Func<CurrentUser, Func<Stream>, Task<bool>> write, CancellationToken ct)
    {
        var user = await users.GetAsync(http.User, ct);
        if (!await write(user, Open)) http.Response.StatusCode = StatusCodes.Status404NotFound;

        // Headers are set only once there is something to send.
        Stream Open()
        {
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            return http.Response.Body;
        }
    }
}
