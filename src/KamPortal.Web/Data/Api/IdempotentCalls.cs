using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Api;

/// <summary>
/// A call that bears an <c>Idempotency-Key</c> is done once: repeated within a day it gets the first answer again, at the same time it
/// waits for that, and with another content it is refused.
/// </summary>
internal sealed class IdempotentCalls(RequestDelegate next, NpgsqlDataSource source, TimeProvider clock)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 200, LargestBody = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Look = TimeSpan.FromMilliseconds(100);

    public async Task InvokeAsync(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<StreamedBody>() is not null || !Guid.TryParse(http.User.FindFirstValue(ApiKeyHandler.KeyClaim), out var caller))
        {
            await next(http);
            return;
        }

        if (key.Length > LongestKey) throw new ApiRefusalException(StatusCodes.Status400BadRequest, "key_too_long", Header);
        var request = await HashAsync(http);

        var since = clock.GetTimestamp();
        while (!await TakeAsync(caller, key, request, http.RequestAborted))
        {
            switch (await FindAsync(caller, key, http.RequestAborted))
            {
                case { } other when !other.Request.AsSpan().SequenceEqual(request):
                    throw new ApiRefusalException(StatusCodes.Status422UnprocessableEntity, "repeated_otherwise", Header);
                case { Status: not null } answered:
                    await RepeatAsync(http, answered);
                    return;
            }

            if (clock.GetElapsedTime(since) > Patience) throw new ApiRefusalException(StatusCodes.Status409Conflict, "under_way", Header);
            await Task.Delay(Look, http.RequestAborted);
        }

        await AnswerAsync(http, caller, key);
    }

    private async Task AnswerAsync(HttpContext http, Guid caller, string key)
    {
        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        var keep = false;
        try
        {
            await next(http);
            // What failed on our side may be tried again.
            keep = http.Response.StatusCode < 500;
        }
        finally
        {
            http.Response.Body = body;
            if (!keep) await ForgetAsync(caller, key);
        }

        if (keep) await KeepAsync(caller, key, http.Response, kept.ToArray());
        kept.Position = 0;
        if (kept.Length > 0) await kept.CopyToAsync(body, http.RequestAborted);
    }

    private static async Task RepeatAsync(HttpContext http, IdempotentCall call)
    {
        http.Response.StatusCode = call.Status!.Value;
        http.Response.Headers["Idempotent-Replayed"] = "true";
        if (call.Location is not null) http.Response.Headers.Location = call.Location;
        if (call.ETag is not null) http.Response.Headers.ETag = call.ETag;
        http.Response.ContentType = call.ContentType;
        if (call.Body is { Length: > 0 } body) await http.Response.Body.WriteAsync(body, http.RequestAborted);
        else http.Response.ContentLength = 0;
    }

    private static async Task<byte[]> HashAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n{http.Request.Headers.IfMatch}\n"));
        var (buffer, length) = (new byte[16 * 1024], 0);
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if ((length += read) > LargestBody) throw new ApiRefusalException(StatusCodes.Status413PayloadTooLarge, "too_large");
            hash.AppendData(buffer.AsSpan(0, read));
        }

        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>Whether the call is ours to do: it is new, forgotten after a day, or its doer died.</summary>
    private async Task<bool> TakeAsync(Guid caller, string key, byte[] request, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            insert into idempotent_calls as c (api_key_id, key, request, started_at) values ($1, $2, $3, $4)
            on conflict (api_key_id, key) do update set request = $3, started_at = $4, status = null, content_type = null, location = null, etag = null, body = null
            where c.started_at < $4 - interval '24 hours' or c.status is null and c.request = $3 and c.started_at < $4 - interval '2 minutes'
            """);
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = caller }, new() { Value = key }, new() { Value = request }, new() { Value = clock.GetUtcNow() } });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private async Task<IdempotentCall?> FindAsync(Guid caller, string key, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select request, status, content_type, location, etag, body from idempotent_calls where api_key_id = $1 and key = $2");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = caller }, new() { Value = key } });
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null : new()
        {
            Key = key, Request = row.GetFieldValue<byte[]>(0), Status = row.IsDBNull(1) ? null : row.GetInt32(1), ContentType = row.IsDBNull(2) ? null : row.GetString(2),
            Location = row.IsDBNull(3) ? null : row.GetString(3), ETag = row.IsDBNull(4) ? null : row.GetString(4), Body = row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5),
        };
    }

    private async Task KeepAsync(Guid caller, string key, HttpResponse response, byte[] body)
    {
        await using var command = source.CreateCommand("update idempotent_calls set status = $3, content_type = $4, location = $5, etag = $6, body = $7 where api_key_id = $1 and key = $2");
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = caller }, new() { Value = key }, new() { Value = response.StatusCode }, Text(response.ContentType), Text(response.Headers.Location), Text(response.Headers.ETag), new() { Value = body },
        });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task ForgetAsync(Guid caller, string key)
    {
        await using var command = source.CreateCommand("delete from idempotent_calls where api_key_id = $1 and key = $2 and status is null");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = caller }, new() { Value = key } });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>Marks an endpoint whose body is too long to be held; repeating it is up to the caller.</summary>
public sealed record StreamedBody;
