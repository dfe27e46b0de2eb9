using System.Text.Json;
using System.Text.Json.Nodes;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KamPortal.Data;

/// <summary>
/// Writes one audit line for every tracked change, in the same transaction. What is written in bulk bypasses the tracker
/// and records a batch line of its own (<see cref="AuditLog"/>).
/// </summary>
internal sealed class AuditInterceptor(TimeProvider clock) : SaveChangesInterceptor
{
    /// <summary>Plumbing that says nothing about the business, and secrets that no log may hold.</summary>
    private static readonly HashSet<string> Silent =
        [nameof(AuditEvent), nameof(ImportFileChunk), nameof(ImportProblem), nameof(Job), nameof(ImportBatch), nameof(SetupToken), "DataProtectionKey"];

    private static readonly HashSet<string> SecretProperties =
    [
        "PasswordHash", "SecurityStamp", "ConcurrencyStamp", "Version", "SearchText", "Value", "AccessFailedCount",
        "CreatedAt", "UpdatedAt", "NormalizedUserName", "NormalizedEmail",
    ];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is KamDbContext db) Record(db);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is KamDbContext db) Record(db);
        return result;
    }

    private void Record(KamDbContext db)
    {
        db.ChangeTracker.DetectChanges();
        var changes = db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && !Silent.Contains(e.Metadata.ClrType.Name))
            .Select(e => (Entry: e, Event: Describe(db, e)))
            .Where(c => c.Event is not null)
            .ToList();
        if (changes.Count == 0) return;
        if (db.Actor is null) throw new InvalidOperationException($"{changes[0].Entry.Metadata.ClrType.Name} was changed without saying by whom.");
        foreach (var (_, line) in changes) db.AuditEvents.Add(line!);
    }

    private AuditEvent? Describe(KamDbContext db, EntityEntry entry)
    {
        var before = entry.State == EntityState.Added ? null : Values(entry, p => p.OriginalValue, ChangedOnly(entry));
        var after = entry.State == EntityState.Deleted ? null : Values(entry, p => p.CurrentValue, ChangedOnly(entry));
        if (entry.State == EntityState.Modified && after is null) return null;
        var actor = db.Actor ?? CurrentUser.System;
        return new AuditEvent
        {
            At = clock.GetUtcNow(),
            UserId = actor.Id,
            UserName = actor.Name,
            Action = entry.State switch { EntityState.Added => "Created", EntityState.Deleted => "Deleted", _ => "Updated" },
            Entity = EntityName(entry),
            Key = KeyOf(entry),
            AccountId = AccountOf(entry),
            Before = before,
            After = after,
            Reason = db.Reason,
        };
    }

    private static bool ChangedOnly(EntityEntry entry) => entry.State == EntityState.Modified;

    private static JsonDocument? Values(EntityEntry entry, Func<PropertyEntry, object?> value, bool changedOnly)
    {
        var properties = entry.Properties
            .Where(p => !SecretProperties.Contains(p.Metadata.Name) && (!changedOnly || p.IsModified && !Equals(p.OriginalValue, p.CurrentValue)))
            .Where(p => !(p.Metadata.IsPrimaryKey() && p.IsTemporary))
            .ToDictionary(p => p.Metadata.Name, p => JsonSerializer.SerializeToNode(value(p) is Enum e ? e.ToString() : value(p)));
        return properties.Count == 0 ? null : JsonSerializer.SerializeToDocument(new JsonObject(properties!));
    }

    private static string EntityName(EntityEntry entry) => entry.Metadata.ClrType.Name switch
    {
        nameof(KamUser) => "User",
        "IdentityUserRole`1" => "UserRole",
        var name when name.Contains('`', StringComparison.Ordinal) => name[..name.IndexOf('`', StringComparison.Ordinal)],
        var name => name,
    };

    private static string KeyOf(EntityEntry entry)
    {
        var business = entry.Properties.FirstOrDefault(p => p.Metadata.Name is "Code" or "UserName");
        if (business?.CurrentValue is string code) return code;
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue?.ToString());
        return string.Join('/', key);
    }

    private static int? AccountOf(EntityEntry entry) =>
        entry.Entity is Account { Id: > 0 } account ? account.Id
        : entry.Metadata.FindProperty("AccountId") is { ClrType: var type } && type == typeof(int) ? (int?)entry.Property("AccountId").CurrentValue
        : null;
}
