using KamPortal.Data;
using Npgsql;

namespace KamPortal.Features.Merging;

/// <summary>Parts two merged accounts: says which rows somebody changed since, and puts every row back where and as it was.</summary>
internal sealed class PartingSql(NpgsqlConnection connection, Guid merge, int survivor, int merged)
{
    /// <summary>Rows that are not as the merge left them, by name.</summary>
    public async Task<IReadOnlyList<TouchedRow>> TouchedAsync(IReadOnlyList<TableShape> shapes, int most, CancellationToken ct)
    {
        var touched = new List<TouchedRow>();
        foreach (var shape in shapes)
        {
            var of = shape.Of;
            await ReadAsync(
                $"""
                select coalesce({of.Label}, r.key::text), t.{shape.Keys[0]} is null from account_merge_rows r {shape.ByKey("r", "left join")}
                where {Of(shape)} and r.what <> 'Removed' and (t.{shape.Keys[0]} is null or r.hash is distinct from {shape.Sum("t")}) order by 1 limit {most}
                """, of.Table);
        }

        await ReadAsync(
            $"""
            select coalesce(t.code || ' ' || t.name, r.key::text), t.id is null from account_merge_rows r left join accounts t on t.id = (r.key ->> 'id')::int
            where r.merge_id = @merge and r."table" = 'accounts' and (t.id is null or r.hash is distinct from case r."column" when 'id' then {MergeSql.SumOfFields} else t.parent_id::text end) order by 1 limit {most}
            """, "accounts");
        return [.. touched.Take(most)];

        async Task ReadAsync(string sql, string table)
        {
            await using var command = Command(sql);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) touched.Add(new(table, reader.GetString(0), reader.GetBoolean(1)));
        }
    }

    /// <summary>Brings the other account back under its own key.</summary>
    public async Task RevivePartnerAsync(TableShape accounts, CancellationToken ct)
    {
        await RunAsync("delete from account_aliases where account_id = @survivor and code = (select m.merged ->> 'code' from account_merges m where m.id = @merge)", ct);
        var columns = string.Join(", ", accounts.Stored);
        await RunAsync($"insert into accounts ({columns}) select {string.Join(", ", accounts.Stored.Select(c => $"p.{c}"))} from account_merges m cross join lateral jsonb_populate_record(null::accounts, m.merged) p where m.id = @merge", ct);
    }

    public async Task PutBackAsync(TableShape shape, CancellationToken ct)
    {
        var of = shape.Of;
        string[] moved = shape.NotesEdits ? [of.Column, "edited_since"] : [of.Column];
        await UpdateAsync(shape, MergedRow.Moved, moved, ct);
        if (of.WhenBoth == WhenBoth.AddUp) await UpdateAsync(shape, MergedRow.Changed, shape.Changed, ct);
        var columns = string.Join(", ", shape.Stored);
        // A pair whose other account is gone by now, or that was found again meanwhile, is nobody's loss.
        var living = of.WhenBoth == WhenBoth.Drop ? " and exists (select from accounts where id = p.first_id) and exists (select from accounts where id = p.second_id) on conflict do nothing" : "";
        await RunAsync($"insert into {of.Table} ({columns}) select {string.Join(", ", shape.Stored.Select(c => $"p.{c}"))} from account_merge_rows r cross join lateral jsonb_populate_record(null::{of.Table}, r.before) p where {Of(shape)} and r.what = 'Removed'{living}", ct);
    }

    /// <summary>Gives the children and the survivor's own fields back; what the portal notes for itself only where nobody changed anything since.</summary>
    /// <param name="fields">Columns of the survivor that the merge changed.</param>
    public async Task PutBackAccountsAsync(IEnumerable<string> fields, CancellationToken ct)
    {
        await RunAsync(
            """
            update accounts t set parent_id = @merged, edited_since = case when t.updated_at = (r.before ->> 'updated_at')::timestamptz then (r.before ->> 'edited_since')::boolean else t.edited_since end
            from account_merge_rows r where r.merge_id = @merge and r."table" = 'accounts' and r."column" = 'parent_id' and t.id = (r.key ->> 'id')::int
            """, ct);
        await RunAsync(
            $"""
            update accounts t set {string.Concat(fields.Select(c => $"{c} = p.{c}, "))}
              former_codes = nullif(array_to_string(array(select c from unnest(string_to_array(t.former_codes, ', ')) with ordinality u(c, n)
                where c <> all(string_to_array(concat_ws(', ', m.merged ->> 'former_codes', m.merged ->> 'code'), ', ')) order by n), ', '), ''),
              field_sources = case when untouched then p.field_sources else t.field_sources end, edited_since = case when untouched then p.edited_since else t.edited_since end,
              updated_at = case when untouched then p.updated_at else t.updated_at end
            from account_merges m join account_merge_rows r on r.merge_id = m.id cross join lateral jsonb_populate_record(null::accounts, r.before) p
            cross join lateral (select a.updated_at = (r.key ->> 'left_at')::timestamptz as untouched from accounts a where a.id = @survivor) u
            where m.id = @merge and r."table" = 'accounts' and r."column" = 'id' and t.id = @survivor
            """, ct);
    }

    /// <summary>Whether an account stands above itself by now, because groups were changed since.</summary>
    public async Task<bool> IsCircularAsync(CancellationToken ct)
    {
        await using var command = Command(
            """
            with recursive up as (
              select a.id as start, a.parent_id as at, 1 as steps from accounts a where a.id in (@survivor, @merged) or a.parent_id = @merged
              union all
              select up.start, a.parent_id, up.steps + 1 from up join accounts a on a.id = up.at where up.at <> up.start and up.steps < 60)
            select exists (select from up where at = start or steps = 60)
            """);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task ForgetAsync(string by, DateTimeOffset at, CancellationToken ct)
    {
        await RunAsync("delete from account_merge_rows where merge_id = @merge", ct);
        await using var command = Command("update account_merges set undone_at = @at, undone_by = @by, merged = null where id = @merge");
        command.Parameters.AddWithValue("at", at);
        command.Parameters.AddWithValue("by", by);
        await command.ExecuteNonQueryAsync(ct);
    }

    private Task UpdateAsync(TableShape shape, MergedRow what, IEnumerable<string> columns, CancellationToken ct) => RunAsync(
        $"""
        update {shape.Of.Table} x set {string.Join(", ", columns.Select(c => $"{c} = back.{c}"))} from (
          select {string.Join(", ", shape.Keys.Select(c => $"t.{c} as key_{c}"))}, {string.Join(", ", columns.Select(c => $"p.{c}"))}
          from account_merge_rows r {shape.ByKey("r")} cross join lateral jsonb_populate_record(null::{shape.Of.Table}, r.before) p
          where {Of(shape)} and r.what = '{what}') back
        where {string.Join(" and ", shape.Keys.Select(c => $"x.{c} = back.key_{c}"))}
        """, ct);

    private static string Of(TableShape shape) => $"""r.merge_id = @merge and r."table" = '{shape.Of.Table}' and r."column" = '{shape.Of.Column}'""";

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("merge", merge);
        command.Parameters.AddWithValue("survivor", survivor);
        command.Parameters.AddWithValue("merged", merged);
        return command;
    }
}

/// <summary>A row that somebody changed after two accounts were merged.</summary>
/// <param name="IsGone">Deleted since.</param>
public sealed record TouchedRow(string Table, string Row, bool IsGone);
