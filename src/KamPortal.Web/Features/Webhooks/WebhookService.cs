using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Webhooks;

/// <summary>An address as the page shows it.</summary>
public sealed record WebhookRow(Guid Id, string Name, string Url, IReadOnlyList<string> Events, bool IsDisabled, string CreatedBy);

/// <summary>A call that was made, or is to be made.</summary>
public sealed record DeliveryRow(Guid Id, string Name, string Event, OutboxState State, int Attempts, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);

/// <summary>A new address and the secret its calls are signed with, shown once; or why there is none.</summary>
public sealed record NewWebhook(string? Secret, SaveResult<WebhookForm>? Refused);

/// <summary>The addresses that are told what happens, and what became of each call.</summary>
public sealed class WebhookService(IDbContextFactory<KamDbContext> factory, IValidator<WebhookForm> validator, IDataProtectionProvider protection, TimeProvider clock)
{
    public async Task<IReadOnlyList<WebhookRow>> EndpointsAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.WebhookEndpoints.OrderBy(e => e.Name).ThenBy(e => e.Id).Select(e => new WebhookRow(e.Id, e.Name, e.Url, e.Events, e.DisabledAt != null, e.CreatedBy)).ToListAsync(ct);
    }

    public async Task<NewWebhook> AddAsync(CurrentUser user, WebhookForm form, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        if (validator.Refusal(form) is { } refused) return new(null, refused);
        var secret = "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var db = await factory.CreateDbContextAsync(ct);
        db.WebhookEndpoints.Add(new()
        {
            Id = Guid.CreateVersion7(), Name = form.Name!.Trim(), Url = form.Url!.Trim(), ProtectedSecret = protection.CreateProtector(WebhookCarrier.Purpose).Protect(secret),
            Events = [.. form.Events.Order(StringComparer.Ordinal)], CreatedAt = clock.GetUtcNow(), CreatedBy = user.Name,
        });
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return new(secret, null);
    }

    /// <summary>Stops calls to the address, or lets them go on; false when there is none.</summary>
    public Task<bool> EnableAsync(CurrentUser user, Guid id, bool enable, CancellationToken ct) =>
        ChangeAsync(user, id, (_, endpoint) => endpoint.DisabledAt = enable ? null : endpoint.DisabledAt ?? clock.GetUtcNow(), ct);

    public Task<bool> RemoveAsync(CurrentUser user, Guid id, CancellationToken ct) => ChangeAsync(user, id, (db, endpoint) => db.Remove(endpoint), ct);

    public async Task<ListResult<DeliveryRow>> DeliveriesAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var calls = db.OutboxMessages.AsNoTracking().Where(m => m.Channel == OutboxChannel.Webhook);
        if (query.Search is { } search) calls = calls.Where(m => EF.Functions.ILike(m.Subject, LikeText.Containing(search)));
        if (query.Filter("event") is { Count: > 0 } events) calls = calls.Where(m => events.Contains(m.Kind));
        var states = query.Filter("state").Where(s => Enum.TryParse<OutboxState>(s, out _)).Select(Enum.Parse<OutboxState>).ToList();
        if (states.Count > 0) calls = calls.Where(m => states.Contains(m.State));
        var total = await calls.CountAsync(ct);
        return new(await calls.OrderByDescending(m => m.CreatedAt).ThenBy(m => m.Id).Skip(query.Skip).Take(query.PageSize)
            .Select(m => new DeliveryRow(m.Id, m.Subject, m.Kind, m.State, m.Attempts, m.Error, m.CreatedAt, m.SentAt)).ToListAsync(ct), total);
    }

    /// <summary>Makes a call again, one that arrived included: the receiver tells by its id that it is the same.</summary>
    public async Task<bool> ResendAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.OutboxMessages.Where(m => m.Id == id && m.Channel == OutboxChannel.Webhook)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Waiting).SetProperty(m => m.DueAt, clock.GetUtcNow()).SetProperty(m => m.Attempts, 0), ct) > 0;
    }

    private async Task<bool> ChangeAsync(CurrentUser user, Guid id, Action<KamDbContext, WebhookEndpoint> change, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } endpoint) return false;
        change(db, endpoint);
        db.Actor = user;
        await db.SaveChangesAsync(ct);
        return true;
    }
}
