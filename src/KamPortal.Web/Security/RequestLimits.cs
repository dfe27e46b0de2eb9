using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace KamPortal.Security;

/// <summary>
/// How often one address or one person may ask for what is costly or worth guessing. Put the names on endpoints and static
/// pages with <c>RequireRateLimiting</c> or <c>[EnableRateLimiting]</c>; each limit is <c>Limits:{name}PerMinute</c> in the configuration.
/// </summary>
public static class RequestLimits
{
    public const string SignIn = nameof(SignIn);
    public const string Setup = nameof(Setup);
    public const string Upload = nameof(Upload);
    public const string Export = nameof(Export);
    public const string Api = nameof(Api);

    internal static void Register(IServiceCollection services, IConfiguration configuration) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        // Reading a form costs nothing; posting it does.
        Policy(SignIn, 30, onlyPosts: true);
        Policy(Setup, 10, onlyPosts: true);
        Policy(Upload, 30, onlyPosts: true);
        Policy(Export, 30, onlyPosts: false);
        Policy(Api, 600, onlyPosts: false);

        void Policy(string name, int otherwise, bool onlyPosts)
        {
            var perMinute = configuration.GetValue($"Limits:{name}PerMinute", otherwise);
            limits.AddPolicy(name, http => onlyPosts && !HttpMethods.IsPost(http.Request.Method)
                ? RateLimitPartition.GetNoLimiter(name)
                : RateLimitPartition.GetFixedWindowLimiter($"{name}:{(name == Api ? Key(http) : null) ?? Asker(http)}", _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
        }
    });

    /// <summary>Limits are counted before a key is looked up: its public part stands for it.</summary>
    private const int KeyPart = 44;

    private static string? Key(HttpContext http) => http.Request.Headers.Authorization.ToString() is { Length: > KeyPart } key ? key[..KeyPart] : null;

    private static string Asker(HttpContext http) =>
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
}
