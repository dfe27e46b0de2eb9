namespace KamPortal.Data.Imports;

/// <summary>Tells what each good row would do to the table, and does it: all of it set-based, whatever the kind.</summary>
public static class Merge
{
    private const int ChangesShown = 40;
    private const int CausesShown = 200;

    /// <summary>Checks that hold for every kind: rows with the same key.</summary>
    /// <returns>Rows that only repeat an earlier one.</returns>
    public static async Task<int> CheckKeysAsync(ImportWork work, ImportKind kind, CancellationToken ct)
    {
        if (kind.AddsUp(work)) return 0;
        var mapped = kind.Fields.Where(f => work.Has(f.Key)).Select(f => f.Key).ToList();
        await work.ExecuteAsync(
            $"""
            create temp table repeated_keys on commit drop as
            select {List(kind.KeyFields, f => $"s.{f}")}, min(s.line) as first from staged s where {ImportWork.Good} group by {List(kind.KeyFields, f => $"s.{f}")} having count(*) > 1
            """, ct);
        // As a rule none is repeated, and then nothing more need be read.
        if (!await work.ScalarAsync<bool>("select exists (select from repeated_keys)", ct)) return 0;
        await work.ExecuteAsync(
            $"""
            analyze repeated_keys;
            create temp table repeated on commit drop as
            select x.line, k.first, row({List(mapped, f => $"x.{f}")}) is not distinct from row({List(mapped, f => $"f.{f}")}) as same
            from staged x join repeated_keys k on {List(kind.KeyFields, f => Same(kind.Field(f), "k", "x"), " and ")}
            join staged f on f.line = k.first
            where x.line <> k.first and {ImportWork.Good.Replace("s.line", "x.line", StringComparison.Ordinal)};
            analyze repeated
            """, ct);
        var label = List(kind.KeyFields, f => $"s.{f}", " || ' · ' || ");
        await work.FaultAsync("duplicate", kind.KeyFields[0], "staged s join repeated r on r.line = s.line where not r.same", ct, label, "r.first");
        return await work.ExecuteAsync("delete from staged s using repeated r where r.line = s.line and r.same", ct);
    }

    /// <summary>Compares the good rows with the table: fills <c>ready</c> and the counts.</summary>
    public static async Task CompareAsync(ImportWork work, ImportKind kind, string rows, int repeated, CancellationToken ct)
    {
        var target = kind.Target;
        var columns = Touched(work, target);
        var others = target.Columns.Except(columns).Select(c => $"q.{c.Name}");
        // Large kinds keep only the rows that meet one of the same key; the new ones go straight from the file's rows into the table.
        var meets = kind.StreamsNewRows(work);
        var empty = meets && !await work.ScalarAsync<bool>($"select exists (select from {target.Table})", ct);
        await work.ExecuteAsync(
            $"""
            create temp table ready on commit drop as
            select n.*, case when n.is_new then 'C' when row({List(columns, c => $"n.{c.Name}")}) is distinct from row({List(columns, c => $"n.now_{c.Name}")}) then 'U' else 'S' end as outcome
            from (select q.line, {List(target.Keys, k => $"q.{k}")}, {string.Join(", ", columns.Select(c => Value(work, c)).Concat(others))}, {List(columns, c => $"{Now(c)} as now_{c.Name}")},
                         t.{target.Keys[0]} is null as is_new
                  from ({rows}) q {(meets ? "" : "left ")}join {target.Table} t on {target.Match("t", "q")} {(empty ? "where false" : "")}) n;
            analyze ready
            """, ct);
        var counts = (await work.ListAsync(
            "select count(*) filter (where outcome = 'C'), count(*) filter (where outcome = 'U'), count(*) filter (where outcome = 'S') from ready",
            r => (Created: r.GetInt64(0), Updated: r.GetInt64(1), Same: r.GetInt64(2)), ct))[0];
        var good = await work.ScalarAsync<long>($"select count(*) from staged s where {ImportWork.Good}", ct);
        work.Outcome = work.Outcome with
        {
            Created = (int)(meets ? good - counts.Updated - counts.Same : counts.Created), Updated = (int)counts.Updated, Unchanged = (int)counts.Same + repeated,
            Bad = (int)await work.ScalarAsync<long>("select count(distinct line) from faults", ct),
            Causes = await CausesAsync(work, ct),
            Combined = kind.AddsUp(work) ? (int)(good - counts.Created - counts.Updated - counts.Same) : 0,
            Changes = counts.Updated == 0 ? [] : await ChangesAsync(work, target, columns, ct),
        };
    }

    /// <summary>
    /// Writes the rows of <c>ready</c>. Imports take turns, so only a person could have entered one of the new keys since the comparison:
    /// then the database refuses, nothing is written, and a new dry run shows it as a change.
    /// </summary>
    /// <param name="rows">The query of the good rows, for kinds whose new rows are not in <c>ready</c>.</param>
    public static async Task WriteAsync(ImportWork work, ImportKind kind, string rows, FieldStamp stamp, CancellationToken ct)
    {
        var target = kind.Target;
        var columns = Touched(work, target).Where(c => c.Written).ToList();
        var touch = target.Touch is { } t ? $", {t} = now()" : "";
        await work.ExecuteAsync("select set_config('kamportal.batch', $1, true)", ct, work.BatchId.ToString());
        if (work.Outcome.Updated > 0)
        {
            await work.ExecuteAsync(
                $"""
                insert into import_before_images (batch_id, target, row)
                select $1, '{target.Table}', to_jsonb(t){Parts(target)} from {target.Table} t join ready r on {target.Match("t", "r")} where r.outcome = 'U'
                """, ct, work.BatchId);
            await work.ExecuteAsync(
                $"""
                update {target.Table} t set {string.Concat(columns.Select(c => $"{c.Name} = r.{c.Name}, "))}batch_id = $1, edited_since = false{touch}{stamp.OfUpdate(target, Touched(work, target))}
                from ready r where r.outcome = 'U' and {target.Match("t", "r")}
                """, ct, work.BatchId);
        }

        if (work.Outcome.Created == 0) return;
        var inserted = target.Columns.Where(c => c.Written && (columns.Contains(c) || c.Default is not null)).ToList();
        var fresh = !kind.StreamsNewRows(work) ? "ready r where r.outcome = 'C'"
            : work.Outcome.Created == await work.ScalarAsync<long>($"select count(*) from staged s where {ImportWork.Good}", ct) ? $"({rows}) r"
            : $"({rows}) r where not exists (select from ready x where x.line = r.line)";
        var written = await work.ExecuteAsync(
            $"""
            insert into {target.Table} ({List(target.Keys, k => k)}, {List(inserted, c => c.Name)}, batch_id{(target.Sources is null ? "" : $", {target.Sources}")})
            select {List(target.Keys, k => $"r.{k}")}, {List(inserted, c => c.Default is null ? $"r.{c.Name}" : $"coalesce(r.{c.Name}, {c.Default})")}, $1{stamp.OfInsert(target, inserted)}
            from {fresh}
            """, ct, work.BatchId);
        if (written != work.Outcome.Created) throw new InvalidOperationException($"{written} rows were written where {work.Outcome.Created} were counted.");
    }

    private static string Same(ImportField field, string left, string right) =>
        field.IsNumber ? $"coalesce({left}.{field.Key}, -1) = coalesce({right}.{field.Key}, -1)"
        : field.IsDate ? $"coalesce({left}.{field.Key}, '-infinity') = coalesce({right}.{field.Key}, '-infinity')"
        : $"coalesce({left}.{field.Key}, '') = coalesce({right}.{field.Key}, '')";

    private static string Parts(ImportTarget target) => target.Parts.Count == 0 ? ""
        : $" || jsonb_build_object('_parts', jsonb_build_object({List(target.Parts, p => $"'{p.Key}', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from {p.Key} x where x.{p.Value} = t.id)")}))";

    private static List<ImportColumn> Touched(ImportWork work, ImportTarget target) => [.. target.Columns.Where(c => c.Field is null || work.Has(c.Field))];

    private static string Now(ImportColumn column) => column.Current ?? $"t.{column.Name}";

    /// <summary>A blank cell leaves what is there, unless it was asked to clear it and the column can be empty.</summary>
    private static string Value(ImportWork work, ImportColumn column) =>
        column.Replaces || (work.IsOn(ImportSwitch.BlanksClear) && column.Default is null) ? $"q.{column.Name}" : $"coalesce(q.{column.Name}, {Now(column)}) as {column.Name}";

    private static Task<List<ProblemCause>> CausesAsync(ImportWork work, CancellationToken ct) =>
        work.ListAsync(
            $"select code, field, count(*)::int, min(value), min(detail) from faults group by 1, 2 order by 3 desc, 1, 2 limit {CausesShown}",
            r => new ProblemCause(r.GetString(0), r.GetString(1), r.GetInt32(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)), ct);

    private static Task<List<ValueChange>> ChangesAsync(ImportWork work, ImportTarget target, List<ImportColumn> columns, CancellationToken ct)
    {
        var fields = string.Join(", ", columns.Select(c =>
            $"('{c.Field ?? c.Label ?? c.Name}', {c.Shown ?? $"r.now_{c.Name}"}::text, {(c.Shown is null ? $"r.{c.Name}" : $"s.{c.Field ?? c.Label}")}::text, r.{c.Name} is distinct from r.now_{c.Name})"));
        return work.ListAsync(
            $"""
            select r.line, {target.Label}, v.field, v.before, v.after
            from (select * from ready where outcome = 'U' order by line limit {ChangesShown}) r
            join {target.Table} t on {target.Match("t", "r")}
            join staged s on s.line = r.line
            cross join lateral (values {fields}) v(field, before, after, differs)
            where v.differs order by r.line limit {ChangesShown}
            """,
            r => new ValueChange(r.GetInt32(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)), ct);
    }

    private static string List<T>(IEnumerable<T> items, Func<T, string> text, string separator = ", ") => string.Join(separator, items.Select(text));
}
