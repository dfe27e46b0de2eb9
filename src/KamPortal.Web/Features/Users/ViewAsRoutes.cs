using KamPortal.Data;
using KamPortal.Security;

namespace KamPortal.Features.Users;

/// <summary>Ordinary forms, not clicks in a circuit: every page of this browser starts afresh as who is looked at, and afterwards as oneself.</summary>
internal static class ViewAsRoutes
{
    private const int ReasonLength = 500;

    public static IEndpointRouteBuilder MapUsers(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ViewAs.StartPath, async (HttpContext http, Data.Users users, ViewAs viewAs) =>
        {
            if (await OwnForm.ReadAsync(http) is not { } form || !Guid.TryParse(form["id"], out var id)) return Results.BadRequest();
            var user = await users.GetAsync(http.User, http.RequestAborted);
            var why = form["reason"].ToString().Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, ReasonLength)] : null;
            return Results.LocalRedirect(await viewAs.StartAsync(user, http.User, id, why, http.RequestAborted) ? "/" : "/settings/users");
        }).RequireAuthorization(nameof(Permission.ManageUsers));
        routes.MapPost(ViewAs.EndPath, async (HttpContext http, ViewAs viewAs) =>
        {
            if (await OwnForm.ReadAsync(http) is not { } form) return Results.BadRequest();
            await viewAs.EndAsync(http.User, http.RequestAborted);
            return Results.LocalRedirect(LocalUrl.OrHome(form["back"]));
        });
        return routes;
    }
}
