using System.Globalization;
using System.Text.Json;

namespace KamPortal.Data.Imports;

/// <summary>Notes, for tables that keep it, by which import and when each field got its value.</summary>
public sealed record FieldStamp(int Number, DateTimeOffset At)
{
    /// <summary>One field's note: an import by its number.</summary>
    private string Json => JsonSerializer.Serialize(new { i = Number, at = At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) });

    internal string OfUpdate(ImportTarget target, IEnumerable<ImportColumn> columns) => target.Sources is not { } sources ? ""
        : $", {sources} = coalesce(t.{sources}, '{{}}') || {Noted(columns, c => $"r.{c.Name} is distinct from r.now_{c.Name}")}";

    internal string OfInsert(ImportTarget target, IEnumerable<ImportColumn> columns) => target.Sources is null ? "" : $", {Noted(columns, c => $"r.{c.Name} is not null")}";

    private string Noted(IEnumerable<ImportColumn> columns, Func<ImportColumn, string> when) =>
        $"jsonb_strip_nulls(jsonb_build_object({string.Join(", ", columns.Select(c => $"'{c.Field ?? c.Name}', case when {when(c)} then '{Json}'::jsonb end"))}))";
}
