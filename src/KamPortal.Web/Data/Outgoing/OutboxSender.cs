using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data.Outgoing;

/// <summary>
/// Carries what is due, at least once. An instance takes messages on a lease; if it dies between sending and noting it, another
/// sends the same message again under the same id.
/// </summary>
public sealed class OutboxSender(
    IDbContextFactory<KamDbContext> factory, IEnumerable<OutboxCarrier> carriers, MailOptions mail, IServiceProvider services, TimeProvider clock, ILogger<OutboxSender> logger)
{
    private const int Batch = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Waits after the first, second, ... failed attempt; after the last one the message is given up.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    public static int MostAttempts => Pauses.Length + 1;

    /// <summary>Sends what is due now; returns how many messages were tried.</summary>
    public async Task<int> SendDueAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var taken = await TakeAsync(db, ct);
        foreach (var message in taken) await CarryAsync(db, message, ct);
        return taken.Count;
    }

    /// <summary>
    /// Leases the messages that are due. Mail beyond a person's hourly cap waits; takers stand in line so that the cap is exact.
    /// </summary>
    private async Task<List<OutboxMessage>> TakeAsync(KamDbContext db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Most looks find nothing, and should cost as little.
        if (!await db.OutboxMessages.AnyAsync(m => m.State == OutboxState.Waiting && m.DueAt <= now, ct)) return [];
        var (until, hourAgo) = (now + Lease, now - TimeSpan.FromHours(1));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('outbox.take', 0))", ct);
        var ids = await db.Database.SqlQuery<Guid>(
            $"""
            with used as (
              select recipient, kind, count(*) as sent from outbox_messages
              where channel = 'Mail' and (state = 'Sent' and sent_at > {hourAgo} or state = 'Waiting' and leased_until > {now})
              group by recipient, kind),
            due as (
              select m.id, m.channel, m.due_at, coalesce(u.sent, 0) + row_number() over (partition by m.channel, m.recipient, m.kind order by m.due_at, m.id) as place
              from outbox_messages m left join used u using (recipient, kind)
              where m.state = 'Waiting' and m.due_at <= {now} and (m.leased_until is null or m.leased_until <= {now}))
            update outbox_messages set leased_until = {until}, attempts = attempts + 1
            where id in (select id from due where channel <> 'Mail' or place <= {mail.PerPersonPerHour} order by due_at, id limit {Batch})
            returning id
            """).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        return await db.OutboxMessages.Where(m => ids.Contains(m.Id)).OrderBy(m => m.DueAt).ThenBy(m => m.Id).ToListAsync(ct);
    }

    private async Task CarryAsync(KamDbContext db, OutboxMessage message, CancellationToken ct)
    {
        var carrier = carriers.Single(c => c.Channel == message.Channel);
        try
        {
            await carrier.CarryAsync(services, message, ct);
            (message.State, message.SentAt, message.Error) = (OutboxState.Sent, clock.GetUtcNow(), null);
            if (message.Channel == OutboxChannel.Mail) message.Content = "";
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogWarning(e, "Message {MessageId} of kind {Kind} could not be sent, attempt {Attempt}", message.Id, message.Kind, message.Attempts);
            message.Error = e.Message[..Math.Min(e.Message.Length, 1000)];
            var over = e is UndeliverableException || message.Attempts > Pauses.Length;
            if (over) message.State = OutboxState.Failed;
            else message.DueAt = clock.GetUtcNow() + Pauses[message.Attempts - 1];
            if (over && carrier.GaveUpAsync is { } tell) await tell(services, db, message, ct);
        }

        message.LeasedUntil = null;
        await db.SaveChangesAsync(CancellationToken.None);
    }
}

/// <summary>Looks for due messages every other second, on every instance.</summary>
internal sealed class OutboxClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<OutboxClock> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                while (await scope.ServiceProvider.GetRequiredService<OutboxSender>().SendDueAsync(stoppingToken) > 0) { }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "The outbox could not be read; trying again");
            }
        }
    }
}
