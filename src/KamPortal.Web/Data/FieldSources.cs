using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamPortal.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>Where the value of a field comes from: an import by its number or a person by name, and when.</summary>
public sealed record FieldSource(int? Import, string? Person, DateTimeOffset At);

/// <summary>Notes at every save which person set which field of an account, beside what imports note (<see cref="Imports.FieldStamp"/>).</summary>
public static class FieldSources
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        [nameof(Account.Name)] = "name", [nameof(Account.LocalName)] = "local_name", [nameof(Account.LegalName)] = "legal_name", [nameof(Account.ParentId)] = "parent",
        [nameof(Account.Kind)] = "kind", [nameof(Account.Status)] = "status", [nameof(Account.Industry)] = "industry", [nameof(Account.SegmentId)] = "segment",
        [nameof(Account.RegionId)] = "region", [nameof(Account.Country)] = "country", [nameof(Account.City)] = "city", [nameof(Account.LeadId)] = "lead",
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
        foreach (var entry in db.ChangeTracker.Entries<Account>().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            var changed = entry.Properties.Where(p => Fields.ContainsKey(p.Metadata.Name)
                && (entry.State == EntityState.Added ? p.CurrentValue is not null : p.IsModified && !Equals(p.OriginalValue, p.CurrentValue))).ToList();
            if (changed.Count == 0 || db.Actor is not { } actor) continue;
            var notes = entry.Entity.FieldSources is { } json ? JsonNode.Parse(json)!.AsObject() : [];
            foreach (var property in changed)
                notes[Fields[property.Metadata.Name]] = new JsonObject { ["u"] = actor.Name, ["at"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) };
            entry.Property(nameof(Account.FieldSources)).CurrentValue = notes.ToJsonString();
        }
    }
}
