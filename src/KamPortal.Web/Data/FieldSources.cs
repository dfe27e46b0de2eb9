using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Relationships;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>Where the value of a field comes from: an import by its number or a person by name, and when.</summary>
public sealed record FieldSource(int? Import, string? Person, DateTimeOffset At);

/// <summary>Notes at every save which person set which field of an account or a contact, beside what imports note (<see cref="Imports.FieldStamp"/>).</summary>
public static class FieldSources
{
    private static readonly Dictionary<Type, Dictionary<string, string>> Fields = new()
    {
        [typeof(Account)] = new()
        {
            [nameof(Account.Name)] = "name", [nameof(Account.LocalName)] = "local_name", [nameof(Account.LegalName)] = "legal_name", [nameof(Account.ParentId)] = "parent",
            [nameof(Account.Kind)] = "kind", [nameof(Account.Status)] = "status", [nameof(Account.Industry)] = "industry", [nameof(Account.SegmentId)] = "segment",
            [nameof(Account.RegionId)] = "region", [nameof(Account.Country)] = "country", [nameof(Account.City)] = "city", [nameof(Account.Street)] = "street",
            [nameof(Account.PostalCode)] = "postal_code", [nameof(Account.TaxId)] = "tax_id", [nameof(Account.LeadId)] = "lead",
        },
        [typeof(Contact)] = new()
        {
            [nameof(Contact.Name)] = "name", [nameof(Contact.Title)] = "title", [nameof(Contact.Department)] = "department", [nameof(Contact.Email)] = "email",
            [nameof(Contact.Phone)] = "phone", [nameof(Contact.Mobile)] = "mobile", [nameof(Contact.Side)] = "side", [nameof(Contact.Role)] = "buying_role",
            [nameof(Contact.Influence)] = "influence", [nameof(Contact.Stance)] = "stance", [nameof(Contact.ReportsToId)] = "reports_to",
            [nameof(Contact.Status)] = "political_status", [nameof(Contact.Orientation)] = "orientation", [nameof(Contact.LastContact)] = "last_contact",
        },
    };

    /// <summary>The stored notes by field.</summary>
    public static IReadOnlyDictionary<string, FieldSource> Read(string? json)
    {
        var sources = new Dictionary<string, FieldSource>();
        if (json is null) return sources;
        foreach (var (field, note) in JsonNode.Parse(json)!.AsObject())
        {
            sources[field] = new((int?)note!["i"], (string?)note["u"], DateTimeOffset.Parse((string)note["at"]!, CultureInfo.InvariantCulture));
        }

        return sources;
    }

    internal static void Note(KamDbContext db, DateTimeOffset now)
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified && Fields.ContainsKey(e.Metadata.ClrType)))
        {
            var names = Fields[entry.Metadata.ClrType];
            var changed = entry.Properties.Where(p => names.ContainsKey(p.Metadata.Name)
                && (entry.State == EntityState.Added ? p.CurrentValue is not null : p.IsModified && !Equals(p.OriginalValue, p.CurrentValue))).ToList();
            if (changed.Count == 0 || db.Actor is not { } actor || entry.Entity is Contact { ErasedAt: not null }) continue;
            var sources = entry.Property(nameof(Account.FieldSources));
            var notes = sources.CurrentValue is string json ? JsonNode.Parse(json)!.AsObject() : [];
            foreach (var property in changed)
                notes[names[property.Metadata.Name]] = new JsonObject { ["u"] = actor.Name, ["at"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) };
            sources.CurrentValue = notes.ToJsonString();
        }
    }
}
