using KamPortal.Data.Api;
using KamPortal.Data.Copy;
using KamPortal.Shell.Api;
using Microsoft.AspNetCore.Mvc;

namespace KamPortal.Features.Imports;

/// <summary>An import as programs see it.</summary>
/// <param name="Error">Why the last step ended without effect, as a sentence.</param>
/// <param name="Version">What the next step names in <c>If-Match</c>, if it is to fail when somebody else went on meanwhile.</param>
public sealed record ImportItem(
    int Number, string FileName, string Kind, Data.ImportState State, int Rows, int Created, int Updated, int Unchanged, int Bad, long Done, long? Total, string? Error, uint Version);

/// <summary>Imports for programs: upload, dry run, import, by the steps and rules of the wizard.</summary>
internal static class ImportApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi("imports");
        api.MapPost("/imports", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(UploadedFiles.Limit), new StreamedBody())
            .WithSummary("Uploads a file, which is the body itself; without a kind the headers decide what it holds.").Produces<ImportItem>(201).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/imports/{number:int}", FindAsync).WithSummary("State, counts and progress of an import.").Produces<ImportItem>().ProducesProblem(404);
        api.MapPost("/imports/{number:int}/check", CheckAsync).WithSummary("Starts the dry run: nothing is written.").Produces<ImportItem>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/imports/{number:int}/start", StartAsync).WithSummary("Starts the import after its dry run; with goodRowsOnly, bad rows are left out.").Produces<ImportItem>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> UploadAsync(
        ApiCall call, HttpContext http, UploadedFiles files, ImportService imports, ImportWords words, [FromQuery] string fileName, [FromQuery] string? kind, CancellationToken ct)
    {
        try
        {
            var number = await files.TakeInAsync(call.User, fileName, http.Request.Body, kind, ct);
            return await AnswerAsync(call, http, imports, words, number, created: true, ct);
        }
        catch (FileRefusedException e)
        {
            return ApiResults.Refused(words.Refusal(string.Join(' ', e.Details.Prepend(e.Code))));
        }
        catch (FileTooLargeException)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static Task<IResult> FindAsync(ApiCall call, int number, HttpContext http, ImportService imports, ImportWords words, CancellationToken ct) =>
        AnswerAsync(call, http, imports, words, number, null, ct);

    private static async Task<IResult> CheckAsync(ApiCall call, int number, HttpContext http, ImportService imports, ImportWords words, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } import) return ApiResults.NotFound();
        if (ApiResults.Version(http.Request) is { } read && read != import.Version) return ApiResults.Stale();
        var answer = await imports.CheckAsync(call.User, number, import.Settings, import.Version, ct);
        return answer.IsAccepted ? await AnswerAsync(call, http, imports, words, number, false, ct) : Refusal(answer, words);
    }

    private static async Task<IResult> StartAsync(ApiCall call, int number, bool? goodRowsOnly, HttpContext http, ImportService imports, ImportWords words, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } import) return ApiResults.NotFound();
        if (ApiResults.Version(http.Request) is { } read && read != import.Version) return ApiResults.Stale();
        var answer = await imports.ImportAsync(call.User, number, goodRowsOnly == true, import.Version, ct);
        return answer.IsAccepted ? await AnswerAsync(call, http, imports, words, number, false, ct) : Refusal(answer, words);
    }

    private static IResult Refusal(ImportAnswer answer, ImportWords words) => answer.Refusal is "answer.changed" or "answer.busy"
        ? TypedResults.Problem(detail: words.Refusal(answer.Refusal), statusCode: StatusCodes.Status409Conflict)
        : ApiResults.Refused(words.Refusal(answer.Refusal!));

    /// <param name="created">True for a new import, false for a step begun, null for a look.</param>
    private static async Task<IResult> AnswerAsync(ApiCall call, HttpContext http, ImportService imports, ImportWords words, int number, bool? created, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } i) return ApiResults.NotFound();
        var item = http.Tagged(i.Version, new ImportItem(i.Number, i.FileName, i.Settings.Kind, i.State, i.Outcome?.Rows ?? 0, i.Outcome?.Created ?? 0, i.Outcome?.Updated ?? 0,
            i.Outcome?.Unchanged ?? 0, i.Outcome?.Bad ?? 0, i.Job?.Done ?? 0, i.Job?.Total, i.Error is { } error ? words.Refusal(error) : null, i.Version));
        var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ApiRoutes.Prefix}/imports/{number}");
        return created switch { true => Results.Created(place, item), false => Results.Accepted(place, item), null => Results.Ok(item) };
    }
}
