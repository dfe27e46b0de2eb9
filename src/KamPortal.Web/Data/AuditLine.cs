using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Relationships;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace KamPortal.Data;

/// <summary>What a tracked change says in the audit log: words of the business, no plumbing, no secrets.</summary>
internal static class AuditLine
{
    /// <summary>Kept for the portal's own running; they say nothing about the business.</summary>
    private static readonly HashSet<string> Silent =
    [
        nameof(AuditEvent), nameof(ImportFileChunk), nameof(ImportProblem), nameof(ImportBeforeImage), nameof(Job), nameof(ImportBatch), nameof(SetupToken), nameof(UserSession),
        nameof(LoginToken), nameof(Authenticator), nameof(RecoveryCode), "IdentityUserPasskey`1", "IdentityPasskeyData", "DataProtectionKey", nameof(OutboxMessage), nameof(Notification),
        nameof(DigestSetting), nameof(SavedView), nameof(ViewDefault), nameof(RecurringState), nameof(AccountMerge), nameof(AccountMergeRow),
    ];

    private static readonly HashSet<string> Plumbing = ["Version", "Hash", "ProtectedSecret", "SearchText", "CreatedAt", "UpdatedAt", "EditedSince", "FieldSources", "FormerCodes"];

    /// <summary>Of a login, only what an admin decides.</summary>
    private static readonly HashSet<string> LoginPlumbing =
    [
        "Id", "SecurityStamp", "ConcurrencyStamp", "AccessFailedCount", "NormalizedUserName", "NormalizedEmail", "UserName", "EmailConfirmed",
        "PhoneNumber", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled",
    ];

    /// <summary>Personal data of contacts: the log keeps that they changed, never what they were, so that erasing them erases them.</summary>
    private static readonly HashSet<string> Personal = ["Code", "Name", "Title", "Department", "Email", "Phone", "Mobile", "LastContact", "KeepReason"];

    public static bool Concerns(EntityEntry entry) => !Silent.Contains(entry.Metadata.ClrType.Name) && entry.Metadata.ClrType != typeof(IdentityUserToken<Guid>);

    /// <summary>A new row, once it has its key.</summary>
    public static AuditEvent Created(KamDbContext db, EntityEntry entry, DateTimeOffset now) => Line(db, entry, now, "Created", null, Values(entry, p => p.CurrentValue, false));

    /// <summary>Null when nothing of interest changed.</summary>
    public static AuditEvent? Of(KamDbContext db, EntityEntry entry, DateTimeOffset now)
    {
        switch (entry.State)
        {
            case EntityState.Added: return Created(db, entry, now);
            case EntityState.Deleted: return Line(db, entry, now, "Deleted", Values(entry, p => p.OriginalValue, false), null);
        }

        var after = Values(entry, p => p.CurrentValue, true);
        if (entry.Entity is KamUser && entry.Property(nameof(KamUser.PasswordHash)) is { IsModified: true } hash && !Equals(hash.OriginalValue, hash.CurrentValue))
            (after ??= [])["Password"] = "changed";
        var verb = entry.Entity is Contact { ErasedAt: not null } && entry.Property(nameof(Contact.ErasedAt)).IsModified ? "Erased" : "Updated";
        return after is null ? null : Line(db, entry, now, verb, Values(entry, p => p.OriginalValue, true), after);
    }

    private static AuditEvent Line(KamDbContext db, EntityEntry entry, DateTimeOffset now, string action, JsonObject? before, JsonObject? after) => new()
    {
        At = now,
        UserId = db.Actor!.Id,
        UserName = db.Actor.Name,
        Action = action,
        Entity = EntityName(entry),
        Key = KeyOf(db, entry),
        AccountId = AccountOf(entry),
        Before = before is null ? null : JsonSerializer.SerializeToDocument(before),
        After = after is null ? null : JsonSerializer.SerializeToDocument(after),
        Reason = db.Reason,
    };

    private static JsonObject? Values(EntityEntry entry, Func<PropertyEntry, object?> value, bool changedOnly)
    {
        var properties = entry.Properties
            .Where(p => !IsPlumbing(entry, p.Metadata.Name) && (!changedOnly || p.IsModified && !Equals(p.OriginalValue, p.CurrentValue)))
            .ToDictionary(p => p.Metadata.Name, p => entry.Entity is Contact && Personal.Contains(p.Metadata.Name) ? Hidden(value(p)) : Readable(p.Metadata.Name, value(p)));
        return properties.Count == 0 ? null : new JsonObject(properties);
    }

    private static bool IsPlumbing(EntityEntry entry, string property) =>
        Plumbing.Contains(property) || property == "UserId" && entry.Entity is IdentityUserRole<Guid> or UserRegion or UserBusinessUnit || entry.Entity is KamUser && (LoginPlumbing.Contains(property) || property == nameof(KamUser.PasswordHash));

    private static JsonNode? Readable(string property, object? value) =>
        JsonSerializer.SerializeToNode(value is Enum e ? e.ToString() : property == "RoleId" && value is Guid id ? RoleName(id) : value);

    private static JsonValue? Hidden(object? value) => value is null ? null : JsonValue.Create("•••");

    private static string EntityName(EntityEntry entry) => entry.Metadata.ClrType.Name switch
    {
        nameof(KamUser) => "User",
        "IdentityUserRole`1" => "UserRole",
        var name when name.Contains('`', StringComparison.Ordinal) => name[..name.IndexOf('`', StringComparison.Ordinal)],
        var name => name,
    };

    private static string KeyOf(KamDbContext db, EntityEntry entry)
    {
        if (entry.Entity is Contact contact) return contact.Id.ToString(CultureInfo.InvariantCulture);
        var business = entry.Properties.FirstOrDefault(p => p.Metadata.Name is "Code" or "UserName");
        if (business?.CurrentValue is string code) return code;
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Select(p => (p.Name, entry.Property(p.Name).CurrentValue) switch
        {
            ("UserId", Guid id) => db.Users.Local.FirstOrDefault(u => u.Id == id)?.UserName ?? id.ToString(),
            ("RoleId", Guid id) => RoleName(id),
            var (_, value) => value?.ToString(),
        });
        return string.Join('/', key);
    }

    private static string RoleName(Guid id) => Role.All.FirstOrDefault(r => r.Value == id).Key ?? id.ToString();

    private static int? AccountOf(EntityEntry entry) =>
        entry.Entity is Account account ? account.Id
        : entry.Metadata.FindProperty("AccountId") is { ClrType: var type } && type == typeof(int) ? (int?)entry.Property("AccountId").CurrentValue
        : null;
}
