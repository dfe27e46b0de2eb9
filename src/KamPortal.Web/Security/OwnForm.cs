using Microsoft.AspNetCore.Antiforgery;

namespace KamPortal.Security;

/// <summary>Forms that endpoints take: only those that one of our own pages sent.</summary>
public static class OwnForm
{
    /// <summary>Null when the post is no form, or carries no token of ours.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext http) =>
        http.Request.HasFormContentType && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await http.Request.ReadFormAsync(http.RequestAborted)
            : null;
}
