using KamPortal.Data;
using Npgsql;

namespace KamPortal.Features.Merging;

/// <summary>The columns of a table that refers to accounts, and the statements that follow from them.</summary>
internal sealed record TableShape(AccountTable Of, IReadOnlyList<string> Keys, IReadOnlyList<string> Stored, IReadOnlyList<string> Generated)
{
    /// <summary>Columns that the portal keeps for itself: they say nothing about whether somebody changed a row.</summary>
    private static readonly string[] Bookkeeping = ["edited_since", "updated_at", "field_sources"];

    public bool NotesEdits => Stored.Contains("edited_since");

    public static async Task<TableShape> ReadAsync(NpgsqlConnection connection, AccountTable table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select a.attname::text, coalesce(a.attnum = any(i.indkey), false), a.attgenerated <> ''
            from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
            where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
            """, connection) { Parameters = { new() { Value = table.Table } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (keys, stored, generated) = (new List<string>(), new List<string>(), new List<string>());
        while (await reader.ReadAsync(ct))
        {
            (reader.GetBoolean(2) ? generated : stored).Add(reader.GetString(0));
            if (reader.GetBoolean(1)) keys.Add(reader.GetString(0));
        }

        return new(table, keys, stored, generated);
    }

    /// <summary>SQL of a row's sum: another one means that somebody changed the row.</summary>
    public string Sum(string row) => $"md5((to_jsonb({row}) - array[{string.Join(", ", Generated.Concat(Bookkeeping).Select(c => $"'{c}'"))}]::text[])::text)";

    /// <summary>SQL of the columns as JSON.</summary>
    public static string Json(string row, IEnumerable<string> columns) => $"jsonb_build_object({string.Join(", ", columns.Select(c => $"'{c}', {row}.{c}"))})";

    /// <summary>SQL that finds the row <c>t</c> by the key stored with <paramref name="stored"/>, which stands before it in the same <c>from</c>.</summary>
    public string ByKey(string stored, string join = "join") => $"cross join lateral jsonb_populate_record(null::{Of.Table}, {stored}.key) k {join} {Of.Table} t on {string.Join(" and ", Keys.Select(c => $"t.{c} = k.{c}"))}";

    /// <summary>SQL that finds the survivor's row <c>a</c> and the other's <c>b</c> of one key.</summary>
    public string Same => string.Join(" and ", Of.SameKey.Select(c => $"a.{c} is not distinct from b.{c}").Prepend($"a.{Of.Column} = @survivor and b.{Of.Column} = @merged"));

    /// <summary>The columns that a merge changes in rows of the survivor.</summary>
    public IEnumerable<string> Changed => NotesEdits ? [.. Of.Sums, "edited_since"] : Of.Sums;
}
