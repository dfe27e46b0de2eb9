namespace KamPortal.Data.Imports;

/// <summary>Keeps parents and managers a tree.</summary>
public static class Hierarchy
{
    /// <summary>Marks the rows whose line upwards would come back to them, the file and what is stored taken together.</summary>
    /// <param name="field">The field that names the one above by code.</param>
    public static Task FaultCyclesAsync(ImportWork work, string field, string table, string column, CancellationToken ct) =>
        work.FaultAsync("circle", field,
            $"""
            staged s join (
              with recursive edge as materialized (
                select s.code, s.{field} as above from staged s where s.{field} is not null and {ImportWork.Good}
                union all
                select t.code, a.code from {table} t join {table} a on a.id = t.{column}
                where not exists (select from staged s where s.code = t.code and {ImportWork.Good})),
              up as (
                select s.code as start, s.{field} as at, 1 as steps from staged s where s.{field} is not null and {ImportWork.Good}
                union all
                select up.start, edge.above, up.steps + 1 from up join edge on edge.code = up.at where up.at <> up.start and up.steps < 50)
              select distinct start from up where at = start or steps = 50) c on c.start = s.code
            where {ImportWork.Good}
            """, ct, $"s.{field}");
}
