using KamPortal.Data.Api;
using KamPortal.Shell.Api;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;

namespace KamPortal.Features.Accounts;

/// <summary>Accounts for programs, by the services of the pages.</summary>
internal static class AccountApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi("accounts");
        api.MapGet("/accounts", ListAsync).WithSummary("Accounts in the key's scope; q and f narrow them as the page's address does.").Produces<ApiPage<AccountItem>>();
        api.MapGet("/accounts/{code}", FindAsync).WithSummary("One account; its ETag is the version that a change names.").Produces<AccountItem>().ProducesProblem(404);
        api.MapPost("/accounts", CreateAsync).WithSummary("Records an account.").Produces<AccountItem>(201).ProducesValidationProblem(422);
        api.MapPut("/accounts/{code}", SaveAsync).WithSummary("Changes an account; If-Match names the version that was read.")
            .Produces<AccountItem>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesValidationProblem(422).ProducesProblem(428);
    }

    private static Task<ApiPage<AccountItem>> ListAsync(ApiCall call, AccountItems accounts, HttpRequest request, string? after, int? limit, CancellationToken ct) =>
        accounts.SliceAsync(call.User, ListQuery.From(request), after, limit, ct);

    private static async Task<IResult> FindAsync(ApiCall call, string code, AccountItems accounts, HttpContext http, CancellationToken ct) =>
        await accounts.FindAsync(call.User, code, ct) is { } account ? Results.Ok(http.Tagged(account.Version, account)) : ApiResults.NotFound();

    private static async Task<IResult> CreateAsync(ApiCall call, AccountForm form, AccountEditor editor, AccountItems accounts, HttpContext http, CancellationToken ct)
    {
        var result = await editor.CreateAsync(call.User, form, ct);
        if (result is not SaveResult<AccountForm>.Saved saved) return ApiResults.Refusal(result);
        var account = await accounts.FindAsync(call.User, saved.Key, ct);
        return account is null ? ApiResults.NotFound() : Results.Created($"{ApiRoutes.Prefix}/accounts/{Uri.EscapeDataString(account.Code)}", http.Tagged(account.Version, account));
    }

    private static async Task<IResult> SaveAsync(ApiCall call, string code, AccountForm form, AccountEditor editor, AccountItems accounts, HttpContext http, CancellationToken ct)
    {
        if (await editor.OpenAsync(call.User, code, ct) is not var (original, version)) return ApiResults.NotFound();
        if (ApiResults.Version(http.Request) is not { } read) return ApiResults.NeedsVersion();
        if (read != version) return ApiResults.Stale();
        var result = await editor.SaveAsync(call.User, code, new Edit<AccountForm>(original, form, version), ct);
        if (result is not SaveResult<AccountForm>.Saved) return ApiResults.Refusal(result);
        return await accounts.FindAsync(call.User, code, ct) is { } account ? Results.Ok(http.Tagged(account.Version, account)) : ApiResults.NotFound();
    }
}
