using KamPortal.Data;
using KamPortal.Data.Outgoing;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Operations;

/// <summary>A letter as the list shows it; what it says is not shown.</summary>
public sealed record LetterRow(Guid Id, string Recipient, string Subject, string Kind, OutboxState State, int Attempts, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset DueAt);

/// <summary>How mail leaves: through the server named, or into a folder.</summary>
public sealed record MailSetup(string? Host, int Port, string From, string? PickupFolder);

/// <summary>What an admin sees of the portal's mail: how it leaves, what left, and a letter to try it.</summary>
public sealed class MailService(IDbContextFactory<KamDbContext> factory, Outbox outbox, MailOptions options, IStringLocalizer<OperationsTexts> texts, TimeProvider clock)
{
    public MailSetup Setup(CurrentUser user)
    {
        user.Demand(Permission.ManageSettings);
        return new(options.Host, options.Port, options.From, options.PickupFolder);
    }

    /// <summary>Sends the admin a letter, by the way that every letter takes.</summary>
    /// <returns>Where it goes; null when the admin has no address.</returns>
    public async Task<string?> TestAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct) is not { Email: not null } login) return null;
        outbox.Post(db, Recipient.Of(login), "mail.test", () => new(texts["Mail.Test.Subject"], [texts["Mail.Test.Body"]]) { Link = new(texts["Mail.Test.Link"], "/settings/mail") });
        await db.SaveChangesAsync(ct);
        return login.Email;
    }

    public async Task<ListResult<LetterRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var letters = db.OutboxMessages.Where(m => m.Channel == OutboxChannel.Mail);
        if (query.Search is { } search) letters = letters.Where(m => EF.Functions.ILike(m.Recipient, LikeText.Containing(search)) || EF.Functions.ILike(m.Subject, LikeText.Containing(search)));
        var states = query.Filter("state").Where(s => Enum.TryParse<OutboxState>(s, out _)).Select(Enum.Parse<OutboxState>).ToList();
        if (states.Count > 0) letters = letters.Where(m => states.Contains(m.State));
        var total = await letters.CountAsync(ct);
        var rows = await letters.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(query.Skip).Take(query.PageSize)
            .Select(m => new LetterRow(m.Id, m.Recipient, m.Subject, m.Kind, m.State, m.Attempts, m.Error, m.CreatedAt, m.SentAt, m.DueAt)).ToListAsync(ct);
        return new(rows, total);
    }

    /// <summary>Tries a letter that was given up, or waits, again now; false when it has left meanwhile.</summary>
    public async Task<bool> AgainAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.OutboxMessages.Where(m => m.Id == id && m.Channel == OutboxChannel.Mail && m.State != OutboxState.Sent)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Waiting).SetProperty(m => m.DueAt, clock.GetUtcNow()).SetProperty(m => m.Attempts, 0), ct) > 0;
    }
}
