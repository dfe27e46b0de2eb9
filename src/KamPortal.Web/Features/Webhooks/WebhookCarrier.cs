using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Webhooks;

/// <summary>Calls a registered address: signed with time, without following redirects, and not for longer than ten seconds.</summary>
public sealed class WebhookCarrier(IDbContextFactory<KamDbContext> factory, WebhookAddress addresses, IDataProtectionProvider protection, Bulletin bulletin, TimeProvider clock) : IDisposable
{
    public const string Purpose = "webhook secret";
    public const string DisabledNotice = "webhook.disabled";

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = addresses.ConnectAsync, PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 * 1024,
    };

    public async Task CarryAsync(OutboxMessage message, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(e => e.Id == message.EndpointId && e.DisabledAt == null, ct)
            ?? throw new UndeliverableException("The webhook was removed or disabled.");
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new StringContent(message.Content, new MediaTypeHeaderValue("application/json", "utf-8")) };
        var secret = protection.CreateProtector(Purpose).Unprotect(endpoint.ProtectedSecret);
        request.Headers.Add("KamPortal-Event", message.Kind);
        request.Headers.Add("KamPortal-Delivery", message.Id.ToString());
        request.Headers.Add("KamPortal-Signature", Sign(secret, clock.GetUtcNow(), message.Content));
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"Answered {(int)answer.StatusCode}.");
    }

    /// <summary>Whoever holds the secret can tell that the call is ours and when it was made: HMAC-SHA256 over <c>time.body</c>.</summary>
    public static string Sign(string secret, DateTimeOffset at, string body)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(time + "." + body)))}";
    }

    /// <summary>An address that fails through all attempts is not called any more until an admin has looked at it.</summary>
    public async Task GaveUpAsync(KamDbContext db, OutboxMessage message, CancellationToken ct)
    {
        var disabled = await db.WebhookEndpoints.Where(e => e.Id == message.EndpointId && e.DisabledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DisabledAt, clock.GetUtcNow()), ct);
        if (disabled > 0) await bulletin.TellAsync(db, new Notice(DisabledNotice, "/settings/webhooks", message.Subject), Readers.In(Role.Admin), ct);
    }

    public void Dispose() => _client.Dispose();
}
