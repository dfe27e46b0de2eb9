namespace KamPortal.Data.Imports;

/// <summary>What taking an import back came to.</summary>
/// <param name="Restored">Rows that are again as they were before.</param>
/// <param name="Removed">Rows that the import had created and that are gone.</param>
/// <param name="KeptCount">Rows left as they are, because they were touched since.</param>
/// <param name="Kept">The first of them, each with the reason.</param>
public sealed record UndoOutcome(int Restored, int Removed, int KeptCount, IReadOnlyList<KeptRow> Kept)
{
    /// <summary>How many kept rows are listed; the rest are counted.</summary>
    public const int KeptShown = 1000;
}

/// <summary>A row that was kept.</summary>
/// <param name="Reason">Resource key: edited, imported, in_use, gone.</param>
public sealed record KeptRow(string Row, string Reason);

/// <summary>
/// Takes an import back, all of it set-based and in one transaction: rows it created go, rows it changed become what they were. A row that
/// anyone else has touched since, by hand or by a later import, stays and is listed; so does a created row that others refer to by now.
/// </summary>
public static class Undo
{
    /// <summary>Sums by account and month: they follow their account and hold nobody.</summary>
    private const string Derived = "account_months";

    public static async Task<UndoOutcome> RunAsync(ImportWork work, ImportKind kind, CancellationToken ct)
    {
        var target = kind.Target;
        var keys = string.Join(", ", target.Keys.Select(k => $"t.{k}"));
        await work.ExecuteAsync("select set_config('kamportal.batch', $1, true)", ct, work.BatchId.ToString());
        // Of each row the import changed: what it was, and whether it is still as the import left it.
        await work.ExecuteAsync(
            $"""
            create temp table before on commit drop as
            select i.row, {string.Join(", ", target.Keys.Select(k => $"b.{k}"))},
                   case when t.batch_id is null or t.batch_id is distinct from $1 then case when t.{target.Keys[0]} is null then 'gone' else 'imported' end
                        when t.edited_since then 'edited' end as reason
            from import_before_images i cross join lateral jsonb_populate_record(null::{target.Table}, i.row) b left join {target.Table} t on {target.Match("t", "b")}
            where i.batch_id = $1 and i.target = '{target.Table}';
            """, ct, work.BatchId);
        await work.ExecuteAsync(
            $"""
            create temp table undoing on commit drop as
            select {keys}, case when t.edited_since then 'edited' end as reason, true as created
            from {target.Table} t where t.batch_id = $1 and not exists (select from before b where {target.Match("b", "t")})
            """, ct, work.BatchId);
        await work.ExecuteAsync($"insert into undoing select {string.Join(", ", target.Keys.Select(k => $"b.{k}"))}, b.reason, false from before b; analyze before; analyze undoing", ct);
        var references = await ReferencesAsync(work, target.Table, ct);
        var own = references.Where(r => r.Table == target.Table).Select(r => r.Column).ToList();
        await InUseAsync(work, target, references, own, ct);
        var kept = await KeptAsync(work, target, ct);
        await RestorePartsAsync(work, target, ct);
        var restored = await RestoreAsync(work, target, ct);
        foreach (var (table, column) in target.Parts)
            await work.ExecuteAsync($"delete from {table} x using {target.Table} t join undoing u on {target.Match("t", "u")} where x.{column} = t.id and u.created and u.reason is null", ct);
        foreach (var column in own) await work.ExecuteAsync($"update {target.Table} t set {column} = null from undoing u where u.created and u.reason is null and {target.Match("t", "u")}", ct);
        var removed = await work.ExecuteAsync($"delete from {target.Table} t using undoing u where u.created and u.reason is null and {target.Match("t", "u")}", ct);
        removed += await CompanionsAsync(work, target, ct);
        await work.ExecuteAsync("delete from import_before_images where batch_id = $1", ct, work.BatchId);
        await kind.UndoneAsync(work, ct);
        return new(restored, removed, kept.Count, kept.Rows);
    }

    /// <summary>Marks created rows to which something else refers by now; rows that go together hold each other no longer.</summary>
    private static async Task InUseAsync(ImportWork work, ImportTarget target, List<(string Table, string Column)> references, List<string> own, CancellationToken ct)
    {
        if (references.Count == 0) return;
        var others = string.Concat(references.Where(r => !target.Parts.ContainsKey(r.Table) && r.Table != target.Table).Select(r => $" or exists (select from {r.Table} x where x.{r.Column} = t.id)"));
        await work.ExecuteAsync($"update undoing u set reason = 'in_use' from {target.Table} t where u.created and u.reason is null and {target.Match("t", "u")} and (false{others})", ct);
        foreach (var column in own)
        {
            while (await work.ExecuteAsync(
                $"""
                update undoing u set reason = 'in_use' from {target.Table} t where u.created and u.reason is null and {target.Match("t", "u")} and exists (
                  select from {target.Table} x where x.{column} = t.id
                    and not exists (select from undoing o where o.created and o.reason is null and {target.Match("x", "o")})
                    and not exists (select from before b where b.reason is null and {target.Match("x", "b")} and (b.row ->> '{column}')::int is distinct from t.id))
                """, ct) > 0)
            {
            }
        }
    }

    private static async Task<(int Count, List<KeptRow> Rows)> KeptAsync(ImportWork work, ImportTarget target, CancellationToken ct)
    {
        // What a later import has changed shows no sign of this one any more, except in what that import kept of it.
        await work.ExecuteAsync(
            $"""
            insert into undoing
            select distinct on ({string.Join(", ", target.Keys.Select(k => $"b.{k}"))}) {string.Join(", ", target.Keys.Select(k => $"b.{k}"))}, 'imported', true
            from import_before_images i cross join lateral jsonb_populate_record(null::{target.Table}, i.row) b
            where i.target = '{target.Table}' and i.batch_id <> $1 and i.row ->> 'batch_id' = $1::text and not exists (select from undoing u where {target.Match("u", "b")})
            """, ct, work.BatchId);
        var count = (int)await work.ScalarAsync<long>("select count(*) from undoing where reason is not null", ct);
        var rows = count == 0 ? [] : await work.ListAsync(
            $"select {target.Label}, r.reason from undoing r where r.reason is not null order by 2, 1 limit {UndoOutcome.KeptShown}",
            r => new KeptRow(r.IsDBNull(0) ? "" : r.GetString(0), r.GetString(1)), ct);
        return (count, rows);
    }

    private static async Task<int> RestoreAsync(ImportWork work, ImportTarget target, CancellationToken ct)
    {
        var columns = await work.ListAsync(
            "select column_name::text from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and column_name <> 'id' order by ordinal_position",
            r => r.GetString(0), ct, target.Table);
        return await work.ExecuteAsync(
            $"""
            update {target.Table} t set {string.Join(", ", columns.Select(c => $"\"{c}\" = p.\"{c}\""))}
            from before b cross join lateral jsonb_populate_record(null::{target.Table}, b.row) p
            where b.reason is null and {target.Match("t", "b")}
            """, ct);
    }

    private static async Task RestorePartsAsync(ImportWork work, ImportTarget target, CancellationToken ct)
    {
        foreach (var (table, column) in target.Parts)
        {
            await work.ExecuteAsync($"delete from {table} x using before b where b.reason is null and x.{column} = (b.row ->> 'id')::int", ct);
            await work.ExecuteAsync($"insert into {table} select p.* from before b cross join lateral jsonb_populate_recordset(null::{table}, b.row -> '_parts' -> '{table}') p where b.reason is null", ct);
        }
    }

    private static readonly string[] Companions = ["people", "product_lines"];

    /// <summary>People and lines that the import created along the way go too, unless something refers to them by now.</summary>
    private static async Task<int> CompanionsAsync(ImportWork work, ImportTarget target, CancellationToken ct)
    {
        var removed = 0;
        foreach (var table in Companions.Where(t => t != target.Table))
        {
            var used = string.Concat((await ReferencesAsync(work, table, ct)).Select(r => $" and not exists (select from {r.Table} x where x.{r.Column} = t.id)"));
            removed += await work.ExecuteAsync($"delete from {table} t where t.batch_id = $1 and not t.edited_since{used}", ct, work.BatchId);
        }

        return removed;
    }

    /// <summary>Who refers to a table, foreign keys and those that are checked by statement.</summary>
    private static Task<List<(string Table, string Column)>> ReferencesAsync(ImportWork work, string table, CancellationToken ct) =>
        work.ListAsync(
            $"""
            select c.conrelid::regclass::text, a.attname::text from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = $1::regclass and cardinality(c.conkey) = 1 and c.conrelid::regclass::text <> '{Derived}'
            union select 'financial_facts', case $1 when 'accounts' then 'account_id' else 'product_line_id' end where $1 in ('accounts', 'product_lines')
            """,
            r => (r.GetString(0), r.GetString(1)), ct, table);
}
