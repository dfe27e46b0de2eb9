using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace KamPortal.Data;

/// <summary>
/// Writes one audit line for every tracked change, in the same transaction. What is written in bulk bypasses the tracker
/// and records a batch line of its own (<see cref="AuditLog"/>).
/// </summary>
internal sealed class AuditInterceptor(TimeProvider clock) : SaveChangesInterceptor
{
    /// <summary>New rows that the database numbers are described once they have their number; until then they wait here.</summary>
    private readonly ConditionalWeakTable<KamDbContext, Waiting> _waiting = [];

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is KamDbContext db && Record(db) is { Count: > 0 } unnumbered)
        {
            var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
            _waiting.AddOrUpdate(db, new Waiting(unnumbered, own));
        }

        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not KamDbContext db || !_waiting.TryGetValue(db, out var waiting)) return result;
        _waiting.Remove(db);
        foreach (var entry in waiting.Entries) db.AuditEvents.Add(AuditLine.Created(db, entry, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        if (waiting.Transaction is not { } own) return result;
        await own.CommitAsync(cancellationToken);
        await own.DisposeAsync();
        return result;
    }

    public override async Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not KamDbContext db || !_waiting.TryGetValue(db, out var waiting)) return;
        _waiting.Remove(db);
        if (waiting.Transaction is { } own) await own.DisposeAsync();
    }

    /// <summary>The portal saves asynchronously; a synchronous save could lose the lines of new rows.</summary>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        eventData.Context is KamDbContext db && Record(db).Count > 0 ? throw new InvalidOperationException("Save asynchronously.") : result;

    /// <summary>Adds the lines that can be written now and returns the new rows whose key is still to come.</summary>
    private List<EntityEntry> Record(KamDbContext db)
    {
        db.Actor?.DemandWrite();
        db.ChangeTracker.DetectChanges();
        FieldSources.Note(db, clock.GetUtcNow());
        var changed = db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && AuditLine.Concerns(e)).ToList();
        var unnumbered = changed.Where(e => e.State == EntityState.Added && e.Properties.Any(p => p.IsTemporary)).ToList();
        var lines = changed.Except(unnumbered).Select(e => AuditLine.Of(db, e, clock.GetUtcNow())).OfType<AuditEvent>().ToList();
        if (db.Actor is null && (lines.Count > 0 || unnumbered.Count > 0))
            throw new InvalidOperationException($"{changed[0].Metadata.ClrType.Name} was changed without saying by whom.");
        db.AuditEvents.AddRange(lines);
        return unnumbered;
    }

    private sealed record Waiting(IReadOnlyList<EntityEntry> Entries, IDbContextTransaction? Transaction);
}
