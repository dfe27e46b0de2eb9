using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KamPortal.Data.Api;

/// <summary>Recognises the holder of a key. Cookies mean nothing to the API, so no page can be made to call it.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, NpgsqlDataSource source, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiKey";

    /// <summary>The claim that names the key.</summary>
    public const string KeyClaim = "api-key";

    /// <summary>The claim that names a permission given to the key.</summary>
    public const string PermissionClaim = "api-permission";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ApiToken.Parse(Request.Headers.Authorization) is not { } token) return AuthenticateResult.NoResult();
        await using var command = source.CreateCommand(
            """
            with found as (
              select k.id, k.user_id, k.permissions from api_keys k join users u on u.id = k.user_id and u.disabled_at is null
              where k.id = $1 and k.hash = $2 and k.revoked_at is null and k.expires_at > $3),
            noted as (update api_keys set last_used_at = $3 where id = (select id from found) and (last_used_at is null or last_used_at < $3 - interval '1 minute'))
            select user_id, permissions from found
            """);
        command.Parameters.Add(new() { Value = token.Id });
        command.Parameters.Add(new() { Value = token.Hash });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var row = await command.ExecuteReaderAsync(Context.RequestAborted);
        if (!await row.ReadAsync(Context.RequestAborted)) return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, row.GetGuid(0).ToString()), new(KeyClaim, token.Id.ToString()), .. row.GetFieldValue<string[]>(1).Select(p => new Claim(PermissionClaim, p))], SchemeName);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
