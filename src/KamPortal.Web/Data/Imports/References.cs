namespace KamPortal.Data.Imports;

/// <summary>Finds what rows refer to by code or name, and creates what is missing when that was asked for.</summary>
public static class References
{
    /// <summary>How many unknown account codes are listed; the rest are counted.</summary>
    public const int CodesKept = 1000;

    /// <summary>SQL of a person's full name, written in one cell or in two; Chinese names take no blank.</summary>
    public const string FullName =
        """
        coalesce(s.name, nullif(case when concat(s.last_name, s.first_name) ~ '[\u4e00-\u9fff]' then concat(s.last_name, s.first_name) else concat_ws(' ', s.first_name, s.last_name) end, ''))
        """;

    /// <summary>SQL of what a cell of <c>staged s</c> refers to, for a field that <see cref="ResolveAsync"/> or <see cref="ResolvePeopleAsync"/> resolved.</summary>
    public static string Id(ImportWork work, string field) => work.Has(field) ? $"(select f.id from ref_{field} f where f.key = s.{field})::int" : "null::int";

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
    /// Fills <c>ref_account</c> (key, id, rows, amount) for the field <c>account</c>. Codes that no account has are listed with what they stand
    /// for, never dropped and never invented. A number that a spreadsheet gave a decimal point (17850.0) is the number.
    /// </summary>
    /// <param name="amount">SQL of a row's amount, or null when there is none.</param>
    /// <param name="byName">Whether a name that only one account has will do.</param>
    public static async Task ResolveAccountsAsync(ImportWork work, string? amount, bool byName, CancellationToken ct)
    {
        var name = byName ? "(select min(n.id) from accounts n where lower(n.name) = lower(k.key) having count(*) = 1)" : "null::int";
        await work.ExecuteAsync(
            $"""
            create temp table ref_account on commit drop as
            select k.key, coalesce(a.id, b.id, x.account_id) as id, k.rows, k.amount
            from (select s.account as key, count(*)::int as rows, sum({amount ?? "null::numeric"}) as amount from staged s where s.account is not null group by 1) k
            left join accounts a on a.code = k.key
            left join account_aliases x on x.code = k.key
            left join accounts b on b.code = case when k.key ~ '^[0-9]+[.]0+$' then split_part(k.key, '.', 1) end;
            update ref_account k set id = {name} where k.id is null;
            analyze ref_account
            """, ct);
        work.AddsMerged = await work.ScalarAsync<bool>(
            "select exists (select from account_aliases) and exists (select from ref_account r join account_aliases x on x.code = r.key where exists (select from ref_account o where o.id = r.id and o.key <> r.key))", ct);
        var codes = await work.ListAsync($"select key, rows, amount from ref_account where id is null order by amount desc nulls last, key limit {CodesKept}",
            r => new UnknownCode(r.GetString(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetDecimal(2)), ct);
        if (codes.Count == 0) return;
        work.Outcome = work.Outcome with { UnknownCodes = codes, UnknownCodeCount = (int)await work.ScalarAsync<long>("select count(*) from ref_account where id is null", ct) };
        await work.FaultAsync("unknown_account", "account", "staged s join ref_account u on u.key = s.account where u.id is null", ct, "s.account");
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
