using KamPortal.Data.Personal;
using Npgsql;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>By what contacts are known: their words, now and as imports keep them for undoing, and the imports that brought them.</summary>
internal sealed record KnownPerson(PersonWords Words, IReadOnlyList<string> Addresses, IReadOnlyList<Guid> Imports)
{
    /// <summary>A shorter code is a number like any other, and stands for nobody outside its own list.</summary>
    private const int TellingCode = 8;

    public static async Task<KnownPerson> OfAsync(NpgsqlConnection connection, IReadOnlyCollection<int> ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select name, email, phone, mobile, code, batch_id, null from contacts where id = any($1) and erased_at is null
            union all
            select row ->> 'name', row ->> 'email', row ->> 'phone', row ->> 'mobile', row ->> 'code', batch_id, (row ->> 'batch_id')::uuid
            from import_before_images where target = 'contacts' and (row ->> 'id')::int = any($1)
            """, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        var (names, others, addresses, imports) = (new List<string>(), new List<string>(), new List<string>(), new HashSet<Guid>());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (!rows.IsDBNull(0)) names.Add(rows.GetString(0));
            if (!rows.IsDBNull(1)) addresses.Add(rows.GetString(1));
            for (var i = 2; i < 4; i++) if (!rows.IsDBNull(i)) others.Add(rows.GetString(i));
            if (!rows.IsDBNull(4) && rows.GetString(4) is { Length: >= TellingCode } code && code.Any(char.IsLetter)) others.Add(code);
            for (var i = 5; i < 7; i++) if (!rows.IsDBNull(i)) imports.Add(rows.GetGuid(i));
        }

        return new(PersonWords.Of(names, others.Concat(addresses)), addresses, [.. imports]);
    }
}
