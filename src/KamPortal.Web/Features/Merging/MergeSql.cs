using KamPortal.Data;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Merging;

/// <summary>Moves everything of one account to another, one table after the other, and notes what it takes to move it back. All of it set-based.</summary>
internal sealed class MergeSql(NpgsqlConnection connection, Guid merge, int survivor, int merged)
{
    /// <summary>The fields of an account that a person chooses between, each with its column and what the source of its value is kept under.</summary>
    public static readonly IReadOnlyDictionary<string, (string Column, string Source)> Fields = new Dictionary<string, (string, string)>
    {
        ["Name"] = ("name", "name"), ["LocalName"] = ("local_name", "local_name"), ["LegalName"] = ("legal_name", "legal_name"), ["ParentCode"] = ("parent_id", "parent"),
        ["Kind"] = ("kind", "kind"), ["Status"] = ("status", "status"), ["Industry"] = ("industry", "industry"), ["SegmentCode"] = ("segment_id", "segment"),
        ["RegionCode"] = ("region_id", "region"), ["Country"] = ("country", "country"), ["City"] = ("city", "city"), ["Street"] = ("street", "street"),
        ["PostalCode"] = ("postal_code", "postal_code"), ["TaxId"] = ("tax_id", "tax_id"), ["LeadCode"] = ("lead_id", "lead"), ["DataOwnerCode"] = ("data_owner_id", "data_owner"),
    };

    /// <summary>SQL of the sum over the fields of the account <c>t</c> that the row <c>r</c> of a merge names.</summary>
    public const string SumOfFields =
        """
        md5(coalesce((select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(t)) e
          where jsonb_exists(r.before, e.key) and e.key <> all('{former_codes,field_sources,edited_since,updated_at}')), '{}')::text)
        """;

    /// <summary>How many rows of a table moved, took in another, and fell away.</summary>
    public async Task<(int Moved, int Changed, int Removed)> MoveAsync(TableShape shape, CancellationToken ct)
    {
        var (t, of) = (shape, shape.Of);
        var (changed, removed) = (0, 0);
        if (of.WhenBoth == WhenBoth.AddUp)
        {
            changed = await NoteAsync(t, MergedRow.Changed, TableShape.Json("a", t.Keys), TableShape.Json("a", t.Changed), $"{of.Table} a join {of.Table} b on {t.Same}", ct);
        }

        if (of.WhenBoth is WhenBoth.AddUp or WhenBoth.KeepSurvivors)
        {
            removed = await NoteAsync(t, MergedRow.Removed, TableShape.Json("b", t.Keys), TableShape.Json("b", t.Stored), $"{of.Table} a join {of.Table} b on {t.Same}", ct);
        }
        else if (of.WhenBoth == WhenBoth.Drop)
        {
            removed = await NoteAsync(t, MergedRow.Removed, TableShape.Json("b", t.Keys), TableShape.Json("b", t.Stored), $"{of.Table} b where b.{of.Column} = @merged", ct);
            await RunAsync($"delete from {of.Table} where {of.Column} = @merged", ct);
            return (0, 0, removed);
        }

        if (changed > 0)
        {
            var sums = string.Join(", ", of.Sums.Select(s => $"{s} = case when a.{s} is null then b.{s} else a.{s} + coalesce(b.{s}, 0) end"));
            await RunAsync($"update {of.Table} a set {sums} from {of.Table} b where {t.Same}", ct);
        }

        if (removed > 0) await RunAsync($"delete from {of.Table} b using {of.Table} a where {t.Same}", ct);
        string[] noted = t.NotesEdits ? [of.Column, "edited_since"] : [of.Column];
        var moved = await NoteAsync(t, MergedRow.Moved, $"{TableShape.Json("b", t.Keys)}{(t.Keys.Contains(of.Column) ? $" || jsonb_build_object('{of.Column}', @survivor)" : "")}",
            TableShape.Json("b", noted), $"{of.Table} b where b.{of.Column} = @merged", ct);
        if (moved > 0) await RunAsync($"update {of.Table} set {of.Column} = @survivor where {of.Column} = @merged", ct);
        await RunAsync(
            $"""
            update account_merge_rows r set hash = now.hash from (
              select r.id, {t.Sum("t")} as hash from account_merge_rows r {t.ByKey("r")}
              where r.merge_id = @merge and r."table" = '{of.Table}' and r."column" = '{of.Column}' and r.what <> 'Removed') now
            where now.id = r.id
            """, ct);
        return (moved, changed, removed);
    }

    /// <summary>Gives the survivor the fields chosen, the other's children and its codes, and takes the other away.</summary>
    /// <param name="taken">Fields whose value is the other account's.</param>
    /// <param name="parent">Where the survivor stands from now on.</param>
    public async Task UniteAsync(IReadOnlyCollection<string> taken, int? parent, CancellationToken ct)
    {
        var columns = taken.Where(f => f != "ParentCode").Select(f => Fields[f].Column).ToList();
        string[] changed = [.. columns, "parent_id", "former_codes", "field_sources", "edited_since", "updated_at"];
        await RunAsync(
            $"""
            insert into account_merge_rows (merge_id, "table", "column", what, key, before)
            select @merge, 'accounts', 'id', 'Changed', jsonb_build_object('id', a.id), {TableShape.Json("a", changed)} from accounts a where a.id = @survivor
            """, ct);
        await RunAsync(
            """
            insert into account_merge_rows (merge_id, "table", "column", what, key, before, hash)
            select @merge, 'accounts', 'parent_id', 'Moved', jsonb_build_object('id', c.id), jsonb_build_object('parent_id', c.parent_id, 'edited_since', c.edited_since, 'updated_at', c.updated_at), @survivor::text
            from accounts c where c.parent_id = @merged and c.id <> @survivor
            """, ct);
        await RunAsync("update accounts set parent_id = @survivor where parent_id = @merged and id <> @survivor", ct);
        await RunAsync(
            $"""
            update accounts a set {string.Concat(columns.Select(c => $"{c} = b.{c}, "))}parent_id = @parent, former_codes = concat_ws(', ', a.former_codes, b.former_codes, b.code), updated_at = clock_timestamp(),
              field_sources = nullif(coalesce(a.field_sources, '{"{}"}') || coalesce((select jsonb_object_agg(s.key, s.value) from jsonb_each(b.field_sources) s where s.key = any(@sources)), '{"{}"}'), '{"{}"}')
            from accounts b where a.id = @survivor and b.id = @merged
            """, ct, ("parent", (object?)parent ?? DBNull.Value, NpgsqlDbType.Integer), ("sources", taken.Select(f => Fields[f].Source).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text));
        await RunAsync(
            $"""
            update account_merge_rows r set hash = {SumOfFields}, key = r.key || jsonb_build_object('left_at', t.updated_at)
            from accounts t where t.id = @survivor and r.merge_id = @merge and r."table" = 'accounts' and r."column" = 'id'
            """, ct);
        await RunAsync("delete from account_months where account_id = @merged", ct);
        await RunAsync("insert into account_aliases (code, account_id) select code, @survivor from accounts where id = @merged", ct);
        await RunAsync("delete from accounts where id = @merged", ct);
    }

    private Task<int> NoteAsync(TableShape t, MergedRow what, string key, string before, string from, CancellationToken ct) => RunAsync(
        $"""
        insert into account_merge_rows (merge_id, "table", "column", what, key, before)
        select @merge, '{t.Of.Table}', '{t.Of.Column}', '{what}', {key}, {before} from {from}
        """, ct);

    private async Task<int> RunAsync(string sql, CancellationToken ct, params (string Name, object Value, NpgsqlDbType Type)[] more)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("merge", merge);
        command.Parameters.AddWithValue("survivor", survivor);
        command.Parameters.AddWithValue("merged", merged);
        foreach (var (name, value, type) in more) command.Parameters.Add(new(name, type) { Value = value });
        return await command.ExecuteNonQueryAsync(ct);
    }
}
