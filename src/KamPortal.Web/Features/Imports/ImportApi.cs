using KamPortal.Data.Api;
using KamPortal.Data.Copy;
using KamPortal.Shell.Api;
using Microsoft.AspNetCore.Mvc;

namespace KamPortal.Features.Imports;

/// <summary>An import as programs see it.</summary>
/// <param name="Causes">What is wrong with rows, by cause.</param>
/// <param name="Done">Of <c>Total</c>, how far the step at work is.</param>
/// <param name="Error">Why the last step ended without effect, as a sentence.</param>
/// <param name="Version">What the next step names in <c>If-Match</c>, if it is to fail when somebody else went on meanwhile.</param>
public sealed record ImportItem(
    int Number, string FileName, string Kind, Data.ImportState State, int Rows, int Created, int Updated, int Unchanged, int Bad, IReadOnlyList<CauseView> Causes, string? Step, long Done,
    long? Total, string? Error, uint Version);

/// <summary>Imports for programs: upload, dry run, import, taking back, by the steps and rules of the wizard.</summary>
internal static class ImportApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi("imports");
        api.MapGet("/imports", ListAsync).WithSummary("Imports, newest first.").Produces<ApiPage<ImportRow>>();
        api.MapPost("/imports", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(UploadedFiles.Limit), new StreamedBody())
            .WithSummary("Uploads a file, which is the body itself; without a kind the headers decide what it holds.").Produces<ImportItem>(201).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/imports/{number:int}", FindAsync).WithSummary("State, progress and result of an import.").Produces<ImportItem>().ProducesProblem(404);
        api.MapGet("/imports/{number:int}/problems", ProblemsAsync).WithSummary("What is wrong with which row, in the order of the file.").Produces<ApiPage<ProblemView>>().ProducesProblem(404);
        api.MapPost("/imports/{number:int}/check", CheckAsync).WithSummary("Starts the dry run: nothing is written. The body, which may be left out, says how to read the file where it leaves that open.")
            .Produces<ImportItem>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/imports/{number:int}/start", StartAsync).WithSummary("Starts the import after its dry run; with goodRowsOnly, bad rows are left out.").Produces<ImportItem>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/imports/{number:int}/undo", UndoAsync).WithSummary("Starts taking a finished import back.").Produces<ImportItem>(202).ProducesProblem(404).ProducesProblem(409);
    }

    private static Task<ApiPage<ImportRow>> ListAsync(ApiCall call, ImportService imports, string? after, int? limit, CancellationToken ct) =>
        imports.SliceAsync(call.User, after, limit, ct);

    private static async Task<IResult> UploadAsync(
        ApiCall call, HttpContext http, UploadedFiles files, ImportService imports, ImportWizard wizard, ImportWords words, [FromQuery] string fileName, [FromQuery] string? kind, CancellationToken ct)
    {
        if (kind is not null && imports.Kinds.All(k => k.Key != kind)) throw new ApiRefusalException(StatusCodes.Status422UnprocessableEntity, "no_such_kind", nameof(kind));
        try
        {
            var number = await files.TakeInAsync(call.User, fileName, http.Request.Body, kind, ct);
            return Results.Created(Place(number), await ItemAsync(call, http, imports, wizard, number, ct));
        }
        catch (FileRefusedException e)
        {
            return ApiResults.Refused(words.Refusal(e.Message));
        }
        catch (FileTooLargeException)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static async Task<IResult> FindAsync(ApiCall call, int number, HttpContext http, ImportService imports, ImportWizard wizard, CancellationToken ct) =>
        await ItemAsync(call, http, imports, wizard, number, ct) is { } item ? Results.Ok(item) : ApiResults.NotFound();

    private static async Task<IResult> ProblemsAsync(ApiCall call, int number, string? after, int? limit, ImportService imports, ImportWizard wizard, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } import) return ApiResults.NotFound();
        var (given, take) = (ApiCursor.Number(after), ApiSlice.Limit(limit));
        var rows = await wizard.ProblemsAsync(call.User, number, import.Settings.Kind, null, given, take + 1, ct);
        return Results.Ok(ApiSlice.Cut<ProblemView>([.. rows], take, _ => ApiCursor.Of(given + take)));
    }

    private static Task<IResult> CheckAsync(
        ApiCall call, int number, FileImportOptions? options, HttpContext http, ImportService imports, ImportWizard wizard, ImportWords words, CancellationToken ct) =>
        StepAsync(call, http, imports, wizard, words, number, async import =>
            await imports.CheckAsync(call.User, number, options is null ? import.Settings : await options.SettleAsync(imports, call.User, import, null, ct), import.Version, ct), ct);

    private static Task<IResult> StartAsync(ApiCall call, int number, bool? goodRowsOnly, HttpContext http, ImportService imports, ImportWizard wizard, ImportWords words, CancellationToken ct) =>
        StepAsync(call, http, imports, wizard, words, number, import => imports.ImportAsync(call.User, number, goodRowsOnly == true, import.Version, ct), ct);

    private static Task<IResult> UndoAsync(ApiCall call, int number, HttpContext http, ImportService imports, ImportWizard wizard, ImportWords words, CancellationToken ct) =>
        StepAsync(call, http, imports, wizard, words, number, import => imports.UndoAsync(call.User, number, import.Version, ct), ct);

    private static async Task<IResult> StepAsync(
        ApiCall call, HttpContext http, ImportService imports, ImportWizard wizard, ImportWords words, int number, Func<ImportDetail, Task<ImportAnswer>> begin, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } import) return ApiResults.NotFound();
        if (ApiResults.Version(http.Request) is { } read && read != import.Version) return ApiResults.Stale();
        if (await begin(import) is not { IsAccepted: false, Refusal: var refusal }) return Results.Accepted(Place(number), await ItemAsync(call, http, imports, wizard, number, ct));
        return refusal is "answer.changed" or "answer.busy"
            ? TypedResults.Problem(detail: words.Refusal(refusal), statusCode: StatusCodes.Status409Conflict)
            : ApiResults.Refused(words.Refusal(refusal!));
    }

    private static async Task<ImportItem?> ItemAsync(ApiCall call, HttpContext http, ImportService imports, ImportWizard wizard, int number, CancellationToken ct)
    {
        if (await imports.FindAsync(call.User, number, ct) is not { } i) return null;
        var view = wizard.View(i);
        return http.Tagged(i.Version, new ImportItem(i.Number, i.FileName, i.Settings.Kind, i.State, i.Outcome?.Rows ?? 0, i.Outcome?.Created ?? 0, i.Outcome?.Updated ?? 0,
            i.Outcome?.Unchanged ?? 0, i.Outcome?.Bad ?? 0, view.Outcome?.Causes ?? [], i.Job?.Step, i.Job?.Done ?? 0, i.Job?.Total, view.Error, i.Version));
    }

    private static string Place(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ApiRoutes.Prefix}/imports/{number}");
}
