using System.Text.Json;
using KamPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Audit;

/// <summary>Says which region or person a stored number meant, as far as it still exists.</summary>
internal sealed class AuditNames
{
    private const int MostPeople = 5000;

    private readonly Dictionary<string, Dictionary<int, string>> _byField = [];

    public static async Task<AuditNames> LoadAsync(KamDbContext db, CancellationToken ct)
    {
        var people = await db.People.OrderBy(p => p.Id).Take(MostPeople).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        var names = new AuditNames();
        foreach (var field in new[] { "LeadId", "DataOwnerId", "PersonId", "ManagerId" }) names._byField[field] = people;
        names._byField["RegionId"] = await db.Regions.ToDictionaryAsync(r => r.Id, r => r.Name, ct);
        names._byField["SegmentId"] = await db.Segments.ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        names._byField["BusinessUnitId"] = await db.BusinessUnits.ToDictionaryAsync(b => b.Id, b => b.Name, ct);
        names._byField["ProductLineId"] = await db.ProductLines.ToDictionaryAsync(l => l.Id, l => l.Name, ct);
        return names;
    }

    /// <summary>Field by field, in the order in which they were written.</summary>
    public IReadOnlyList<FieldChange> Changes(JsonDocument? before, JsonDocument? after)
    {
        var fields = Fields(after).Concat(Fields(before)).Select(f => f.Name).Distinct();
        return [.. fields.Select(f => new FieldChange(f, Text(before, f), Text(after, f))).Where(c => c.Before is not null || c.After is not null)];
    }

    private static JsonElement.ObjectEnumerator Fields(JsonDocument? document) =>
        document?.RootElement is { ValueKind: JsonValueKind.Object } root ? root.EnumerateObject() : default;

    private string? Text(JsonDocument? document, string field)
    {
        if (document?.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(field, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number when value.TryGetInt32(out var id) && _byField.TryGetValue(field, out var names) => names.TryGetValue(id, out var name) ? name : $"#{id}",
            _ => value.GetRawText(),
        };
    }
}
