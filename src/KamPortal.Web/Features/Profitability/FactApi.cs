using KamPortal.Data.Api;

namespace KamPortal.Features.Profitability;

/// <summary>Financial facts for programs.</summary>
internal static class FactApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("facts").MapGet("/facts", (ApiCall call, FactItems facts, string? account, DateOnly? from, DateOnly? to, string? after, int? limit, CancellationToken ct) =>
                facts.SliceAsync(call.User, account, from, to, after, limit, ct))
            .WithSummary("Facts of the accounts in the key's scope, by account, month and product line; write them by an import.").Produces<ApiPage<FactItem>>();
}
