using System.Globalization;
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
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Cuts lists into slices.</summary>
public static class ApiSlice
{
    private const int MostItems = 500;
    private const int UsualItems = 100;

    /// <summary>How many rows to read: one more than is shown tells whether there is a next slice.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? UsualItems, 1, MostItems);

    /// <summary>Cuts rows read with a limit of one more.</summary>
    public static ApiPage<T> Cut<T>(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count <= limit ? new(rows, null) : new(rows[..limit], cursor(rows[limit - 1]));
}

/// <summary>Where a slice ended, as its caller hands it back.</summary>
public static class ApiCursor
{
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Zero before the first slice.</summary>
    /// <exception cref="ApiRefusalException">No slice ends like that.</exception>
    public static int Number(string? after) => string.IsNullOrEmpty(after) ? 0
        : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refused();

    public static ApiRefusalException Refused() => new(StatusCodes.Status400BadRequest, "cursor", "after");
}

public static class ApiRoutes
{
    public const string Prefix = "/api/v1";

    internal static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Prefix);

    /// <summary>Where a feature hangs its endpoints: only keys open them, each caller has a limit, and the document tells of them.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup(Prefix).RequireAuthorization(ApiFeature.Policy).RequireRateLimiting(RequestLimits.Api).DisableAntiforgery().WithTags(tag);
}
