namespace KamPortal.Data.Imports;

/// <summary>Finds what rows refer to by code or name, and creates what is missing when that was asked for.</summary>
public static class References
{
    /// <summary>
    /// Fills the temporary table <c>ref_{field}</c> (key, id) for the values of a field among the good rows. A code wins over a name.
    /// In a dry run what would be created has a negative id.
    /// </summary>
    /// <param name="table">regions, segments, business_units or product_lines.</param>
    public static async Task ResolveAsync(ImportWork work, string field, string table, CancellationToken ct)
    {
        var batch = table == "product_lines";
        await work.ExecuteAsync(
            $"""
            create temp table ref_{field} on commit drop as
            select k.key, coalesce(
              (select t.id from {table} t where t.code = k.key),
              (select min(t.id) from {table} t where lower(t.name) = lower(k.key) or lower(t.code) = lower(k.key))) as id
            from (select distinct s.{field} as key from staged s where s.{field} is not null and {ImportWork.Good}) k;
            analyze ref_{field}
            """, ct);
        if (!work.IsOn(ImportSwitch.CreateMissing))
        {
            await work.FaultAsync("unknown_reference", field, $"staged s join ref_{field} r on r.key = s.{field} where r.id is null", ct, $"s.{field}");
            return;
        }

        var missing = await work.ListAsync($"select min(key) from ref_{field} where id is null group by lower(key) order by 1", r => r.GetString(0), ct);
        if (missing.Count == 0) return;
        work.Note(new Companion(table, missing.Count, [.. missing.Take(50)]));
        await work.ExecuteAsync(work.Writes
            ? $"""
              with made as (
                insert into {table} (code, name{(batch ? ", batch_id" : "")})
                select left(min(key), 64), left(min(key), 120){(batch ? ", $1" : "")} from ref_{field} where id is null group by lower(key)
                returning id, name)
              update ref_{field} r set id = m.id from made m where r.id is null and lower(left(r.key, 120)) = lower(m.name)
              """
            : $"update ref_{field} r set id = m.id from (select lower(key) as key, -row_number() over (order by lower(key)) as id from ref_{field} where id is null group by lower(key)) m where lower(r.key) = m.key and r.id is null",
            ct, work.Writes && batch ? [work.BatchId] : []);
    }

    /// <summary>
    /// Fills <c>ref_{field}</c> (key, id) with people found by code, else by e-mail, else by a name only one of them has.
    /// </summary>
    /// <param name="nameField">The field with the full name of a person to be created, when the file has one.</param>
    public static async Task ResolvePeopleAsync(ImportWork work, string field, string? nameField, CancellationToken ct)
    {
        var name = nameField is not null && work.Has(nameField) ? $"coalesce(min(s.{nameField}), s.{field})" : $"s.{field}";
        await work.ExecuteAsync(
            $"""
            create temp table ref_{field} on commit drop as
            select k.key, k.name, coalesce(
              (select p.id from people p where p.code = k.key),
              (select min(p.id) from people p where lower(p.email) = lower(k.key) having count(*) = 1),
              (select min(p.id) from people p where lower(p.name) = lower(k.key) having count(*) = 1)) as id
            from (select s.{field} as key, {name} as name from staged s where s.{field} is not null and {ImportWork.Good} group by s.{field}) k;
            analyze ref_{field}
            """, ct);
        if (!work.IsOn(ImportSwitch.CreatePeople))
        {
            await work.FaultAsync("unknown_person", field, $"staged s join ref_{field} r on r.key = s.{field} where r.id is null", ct, $"s.{field}");
            return;
        }

        var missing = await work.ListAsync($"select key, name from ref_{field} where id is null order by name", r => (Key: r.GetString(0), Name: r.GetString(1)), ct);
        if (missing.Count == 0) return;
        work.Note(new Companion("people", missing.Count, [.. missing.Take(50).Select(m => m.Key == m.Name ? m.Name : $"{m.Name} ({m.Key})")]));
        if (work.Writes)
        {
            await work.ExecuteAsync(
                $"""
                with made as (
                  insert into people (code, name, batch_id) select left(key, 64), left(name, 200), $1 from ref_{field} where id is null returning id, code)
                update ref_{field} r set id = m.id from made m where left(r.key, 64) = m.code and r.id is null
                """, ct, work.BatchId);
        }
        else
        {
            await work.ExecuteAsync($"update ref_{field} r set id = m.id from (select key, -row_number() over (order by key) as id from ref_{field} where id is null) m where r.key = m.key", ct);
        }
    }
}
