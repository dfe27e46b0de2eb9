using KamPortal.Data.Api;

namespace KamPortal.Features.Relationships;

/// <summary>Contacts for programs.</summary>
internal static class ContactApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("contacts").MapGet("/contacts", (ApiCall call, ContactItems contacts, string? account, string? after, int? limit, CancellationToken ct) =>
                contacts.SliceAsync(call.User, account, after, limit, ct))
            .WithSummary("Contacts of the accounts in the key's scope; write them by an import.").Produces<ApiPage<ContactItem>>();
}
