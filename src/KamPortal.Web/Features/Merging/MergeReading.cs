using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Merging;

/// <summary>Reads two accounts side by side: fields in words, figures, and how many records of each kind would go over.</summary>
public sealed class MergeReading(IStringLocalizer<MergingTexts> texts)
{
    private const int Deepest = 60;

    internal async Task<MergePreview> ReadAsync(KamDbContext db, CurrentUser user, Account survivor, Account other, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var parts = new List<MergePart>();
        foreach (var table in await AccountTables.AllAsync(connection, ct))
        {
            if (table.Shown && await CountAsync(connection, await TableShape.ReadAsync(connection, table, ct), survivor.Id, other.Id, ct) is { Moving: > 0 } part) parts.Add(part);
        }

        var run = await db.ScoringRuns.Where(r => r.IsCurrent).Select(r => new { r.Id, r.Number }).SingleOrDefaultAsync(ct);
        int[] ids = [survivor.Id, other.Id];
        var tiers = run is null ? [] : await db.AccountScores.Where(s => s.RunId == run.Id && ids.Contains(s.AccountId)).ToDictionaryAsync(s => s.AccountId, s => s.Tier, ct);
        var sums = await db.AccountMonths.Where(m => ids.Contains(m.AccountId)).GroupBy(m => m.AccountId)
            .Select(g => new { g.Key, Net = g.Sum(m => m.NetRevenue), Cm2 = g.Sum(m => m.NetRevenue - m.Cogs - m.DirectServiceCost - m.ActivityCost) }).ToDictionaryAsync(g => g.Key, ct);
        var parents = await ParentsAsync(db, survivor.Id, other.Id, ct);
        var (kept, offered) = (await WordsAsync(db, user, survivor, ct), await WordsAsync(db, user, other, ct));
        var fields = MergeSql.Fields.Keys.Select(f => Field(f, kept[f], offered[f], f == "ParentCode" ? parents.Count > 1 : null)).ToList();
        return new(Side(survivor), Side(other), fields, parts, await db.Accounts.CountAsync(a => a.ParentId == other.Id && a.Id != survivor.Id, ct),
            parents[0] != survivor.ParentId, await db.PortfolioSettings.Select(s => s.ReportingCurrency).SingleAsync(ct), run?.Number);

        MergeSide Side(Account a) => new(a.Id, a.Code, a.Name, a.LocalName, a.Version,
            sums.GetValueOrDefault(a.Id)?.Net, sums.GetValueOrDefault(a.Id)?.Cm2, tiers.TryGetValue(a.Id, out var tier) ? tier : null);
    }

    /// <summary>The parents that the survivor may have; see <see cref="MergedParent"/>.</summary>
    internal static async Task<IReadOnlyList<int?>> ParentsAsync(KamDbContext db, int survivor, int other, CancellationToken ct) =>
        MergedParent.Choices(survivor, other, await AboveAsync(db, survivor, ct), await AboveAsync(db, other, ct));

    /// <summary>Notes the merge, with the account that will be gone.</summary>
    internal static Task BeginAsync(KamDbContext db, Guid id, CurrentUser user, Account survivor, Account other, string? reason, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into account_merges (id, survivor_id, survivor_code, survivor_name, merged_id, merged_code, merged_name, merged, at, by_id, by, reason, rows)
            select {id}, {survivor.Id}, {survivor.Code}, {survivor.Name}, a.id, a.code, a.name, to_jsonb(a) - 'search_text', {now}, {user.Id}, {user.Name}, {reason}, 0 from accounts a where a.id = {other.Id}
            """, ct);

    private static MergeField Field(string key, string? kept, string? other, bool? open) =>
        new(key, kept, other, kept is null && other is not null && open is not false, open ?? (other is not null && other != kept));

    /// <summary>The values as a person reads them. A parent out of scope stays unnamed.</summary>
    private async Task<Dictionary<string, string?>> WordsAsync(KamDbContext db, CurrentUser user, Account a, CancellationToken ct) => new()
    {
        ["Name"] = a.Name, ["LocalName"] = a.LocalName, ["LegalName"] = a.LegalName,
        ["ParentCode"] = a.ParentId is null ? null : await db.AccountsVisibleTo(user).Where(p => p.Id == a.ParentId).Select(p => p.Name + " (" + p.Code + ")").SingleOrDefaultAsync(ct) ?? texts["Parent.Hidden"],
        ["Kind"] = texts["Kind." + a.Kind], ["Status"] = texts["Status." + a.Status], ["Industry"] = a.Industry,
        ["SegmentCode"] = await db.Segments.Where(s => s.Id == a.SegmentId).Select(s => s.Name).SingleOrDefaultAsync(ct),
        ["RegionCode"] = await db.Regions.Where(r => r.Id == a.RegionId).Select(r => r.Name).SingleOrDefaultAsync(ct),
        ["Country"] = a.Country, ["City"] = a.City, ["Street"] = a.Street, ["PostalCode"] = a.PostalCode, ["TaxId"] = a.TaxId,
        ["LeadCode"] = await db.People.Where(p => p.Id == a.LeadId).Select(p => p.Name).SingleOrDefaultAsync(ct),
        ["DataOwnerCode"] = await db.People.Where(p => p.Id == a.DataOwnerId).Select(p => p.Name).SingleOrDefaultAsync(ct),
    };

    private static async Task<MergePart> CountAsync(NpgsqlConnection connection, TableShape shape, int survivor, int other, CancellationToken ct)
    {
        var of = shape.Of;
        var both = of.WhenBoth is WhenBoth.AddUp or WhenBoth.KeepSurvivors ? $"(select count(*) from {of.Table} a join {of.Table} b on {shape.Same})" : "0::bigint";
        await using var command = new NpgsqlCommand($"select (select count(*) from {of.Table} where {of.Column} = @merged), {both} where @survivor <> @merged", connection);
        command.Parameters.AddWithValue("survivor", survivor);
        command.Parameters.AddWithValue("merged", other);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(of.Table, of.Entity, reader.GetInt64(0), reader.GetInt64(1), of.WhenBoth);
    }

    /// <summary>The accounts above one, the nearest first.</summary>
    private static Task<List<int>> AboveAsync(KamDbContext db, int id, CancellationToken ct) => db.Database.SqlQuery<int>(
        $"""
        with recursive up as (
          select parent_id, 1 as steps from accounts where id = {id} and parent_id is not null
          union all
          select a.parent_id, up.steps + 1 from accounts a join up on a.id = up.parent_id where a.parent_id is not null and up.steps < {Deepest})
        select parent_id as "Value" from up order by steps
        """).ToListAsync(ct);
}
