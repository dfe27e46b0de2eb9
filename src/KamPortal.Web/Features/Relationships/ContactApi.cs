using System.Globalization;
using KamPortal.Data.Api;
using KamPortal.Shell.Api;
using KamPortal.Shell.Forms;

namespace KamPortal.Features.Relationships;

/// <summary>Contacts for programs, by the services of the pages.</summary>
internal static class ContactApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi("contacts");
        api.MapGet("/contacts", ListAsync).WithSummary("Contacts of the accounts in the key's scope, of one account if its code is named.").Produces<ApiPage<ContactItem>>();
        api.MapGet("/contacts/{id:int}", FindAsync).WithSummary("One contact; its ETag is the version that a change names.").Produces<ContactItem>().ProducesProblem(404);
        api.MapPost("/contacts", CreateAsync).WithSummary("Records a contact of an account.").Produces<ContactItem>(201).ProducesValidationProblem(422);
        api.MapPut("/contacts/{id:int}", SaveAsync).WithSummary("Changes a contact; If-Match names the version that was read. The account stays.")
            .Produces<ContactItem>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesValidationProblem(422).ProducesProblem(428);
    }

    private static Task<ApiPage<ContactItem>> ListAsync(ApiCall call, ContactItems contacts, string? account, string? after, int? limit, CancellationToken ct) =>
        contacts.SliceAsync(call.User, account, after, limit, ct);

    private static async Task<IResult> FindAsync(ApiCall call, int id, ContactItems contacts, HttpContext http, CancellationToken ct) =>
        await contacts.FindAsync(call.User, id, ct) is { } contact ? Results.Ok(http.Tagged(contact.Version, contact)) : ApiResults.NotFound();

    private static async Task<IResult> CreateAsync(ApiCall call, ContactForm form, ContactEditor editor, ContactItems contacts, HttpContext http, CancellationToken ct)
    {
        var result = await editor.CreateAsync(call.User, form, ct);
        if (result is not SaveResult<ContactForm>.Saved saved) return ApiResults.Refusal(result);
        var contact = await contacts.FindAsync(call.User, int.Parse(saved.Key, CultureInfo.InvariantCulture), ct);
        return contact is null ? ApiResults.NotFound() : Results.Created($"{ApiRoutes.Prefix}/contacts/{saved.Key}", http.Tagged(contact.Version, contact));
    }

    private static async Task<IResult> SaveAsync(ApiCall call, int id, ContactForm form, ContactEditor editor, ContactItems contacts, HttpContext http, CancellationToken ct)
    {
        if (await editor.OpenAsync(call.User, id, ct) is not var (original, version)) return ApiResults.NotFound();
        if (ApiResults.Version(http.Request) is not { } read) return ApiResults.NeedsVersion();
        if (read != version) return ApiResults.Stale();
        var result = await editor.SaveAsync(call.User, id, new Edit<ContactForm>(original, form, version), ct);
        if (result is not SaveResult<ContactForm>.Saved) return ApiResults.Refusal(result);
        return await contacts.FindAsync(call.User, id, ct) is { } contact ? Results.Ok(http.Tagged(contact.Version, contact)) : ApiResults.NotFound();
    }
}
