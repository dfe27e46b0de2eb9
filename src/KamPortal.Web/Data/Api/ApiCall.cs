using KamPortal.Security;

namespace KamPortal.Data.Api;

/// <summary>Who calls, as an endpoint's first parameter: the key's login with the rights of this moment that the key was given.</summary>
public sealed record ApiCall(CurrentUser User)
{
    /// <exception cref="SignedOutException">The login behind the key is gone or disabled.</exception>
    public static async ValueTask<ApiCall?> BindAsync(HttpContext http) =>
        new(await http.RequestServices.GetRequiredService<Users>().GetAsync(http.User, http.RequestAborted));
}

/// <summary>A slice of a list; <c>Next</c> is handed back as <c>after</c> for the one that follows, and null at the end.</summary>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next)
{
    public const int MostItems = 500;
    private const int UsualItems = 100;

    /// <summary>How many rows to read: one more than is shown tells whether there is a next slice.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? UsualItems, 1, MostItems);

    /// <summary>Cuts rows read with a limit of one more.</summary>
    public static ApiPage<T> Cut(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count <= limit ? new(rows, null) : new(rows[..limit], cursor(rows[limit - 1]));
}

public static class ApiRoutes
{
    public const string Prefix = "/api/v1";

    /// <summary>Where a feature hangs its endpoints: only keys open them, each caller has a limit, and the document tells of them.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup(Prefix).RequireAuthorization(ApiFeature.Policy).RequireRateLimiting(RequestLimits.Api).DisableAntiforgery().WithTags(tag);
}
