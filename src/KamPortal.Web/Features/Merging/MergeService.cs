using System.Text.Json;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Merging;

/// <summary>
/// Makes one account of two, in one transaction: every record goes over, the old code stays known, figures are the same in sum. What it takes to
/// part them again is kept for thirty days.
/// </summary>
public sealed class MergeService(IDbContextFactory<KamDbContext> factory, MergeReading reading, IStringLocalizer<MergingTexts> texts, TimeProvider clock)
{
    private const int TouchedShown = 200;

    /// <summary>What merging would do; null when either account does not exist for the user, or both are one.</summary>
    public async Task<MergePreview?> PreviewAsync(CurrentUser user, string survivor, string other, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await PairAsync(db, user, survivor, other, ct) is { } pair ? await reading.ReadAsync(db, user, pair.Survivor, pair.Other, ct) : null;
    }

    /// <summary>Accounts that the text finds, for choosing the other one.</summary>
    public async Task<IReadOnlyList<ListOption>> SuggestAsync(CurrentUser user, string text, string? except, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.AccountsVisibleTo(user).Where(a => a.Code != except).Matching(a => EF.Property<string>(a, "SearchText"), text)
            .OrderBy(a => a.Name).Take(8).Select(a => new ListOption(a.Code, a.Name)).ToListAsync(ct);
    }

    public async Task<MergeAnswer> MergeAsync(CurrentUser user, MergeOrder order, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await TakeTurnAsync(db, ct)) return new(texts["Refused.Busy"]);
        if (await PairAsync(db, user, order.Survivor, order.Other, ct, locked: true) is not { } pair) return new(texts["Refused.Missing"]);
        var (survivor, other) = pair;
        if (survivor.Version != order.SurvivorVersion || other.Version != order.OtherVersion) return new(texts["Refused.Changed"]);
        if (!order.Taken.All(MergeSql.Fields.ContainsKey)) return new(texts["Refused.Missing"]);
        var parents = await MergeReading.ParentsAsync(db, survivor.Id, other.Id, ct);
        var parent = parents.Count > 1 && order.Taken.Contains("ParentCode") ? parents[1] : parents[0];
        var id = Guid.CreateVersion7();
        var shapes = await ShapesAsync(connection, ct);
        await MergeReading.BeginAsync(db, id, user, survivor, other, order.Reason, clock.GetUtcNow(), ct);
        var audit = new MergeAudit(connection, user, survivor, other, order.Reason);
        var sql = new MergeSql(connection, id, survivor.Id, other.Id);
        var rows = 0;
        try
        {
            foreach (var shape in shapes)
            {
                var (moved, changed, removed) = await sql.MoveAsync(shape, ct);
                if (!shape.Of.Shown || moved + removed == 0) continue;
                rows += moved + removed;
                await audit.MovedAsync(shape.Of, moved, changed, removed, ct);
            }

            await sql.UniteAsync(order.Taken, parent, ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            return new(texts["Refused.Collision", e.TableName ?? ""]);
        }

        await Rollup.RefreshAccountsAsync(connection, [survivor.Id], ct);
        await audit.UnitedAsync(id, order.Taken, rows, ct);
        // Nobody can push an account out of the own sight.
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == survivor.Id, ct)) return new(texts["Refused.OutOfScope"]);
        await db.AccountMerges.Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Rows, rows), ct);
        await transaction.CommitAsync(ct);
        return new(Id: id);
    }

    /// <summary>Parts the accounts again, exactly as they were; refused as a whole where somebody changed one of the rows since.</summary>
    public async Task<MergeAnswer> UndoAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await TakeTurnAsync(db, ct)) return new(texts["Refused.Busy"]);
        var merge = await db.AccountMerges.FromSql($"select * from account_merges where id = {id} for update").AsNoTracking().SingleOrDefaultAsync(ct);
        if (merge is null) return new(texts["Refused.Missing"]);
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == merge.SurvivorId, ct))
            return new(texts[await db.Accounts.AnyAsync(a => a.Id == merge.SurvivorId, ct) ? "Refused.Missing" : "Refused.LaterFirst"]);
        if (merge.UndoneAt is not null) return new(texts["Refused.Undone"]);
        if (merge.Merged is null || clock.GetUtcNow() - merge.At > AccountMerge.UndoableFor) return new(texts["Refused.TooLate"]);
        if (await db.Accounts.AnyAsync(a => a.Code == merge.MergedCode, ct)) return new(texts["Refused.CodeTaken", merge.MergedCode]);

        var sql = new PartingSql(connection, id, merge.SurvivorId, merge.MergedId);
        var shapes = await ShapesAsync(connection, ct);
        if (await sql.TouchedAsync(shapes, TouchedShown, ct) is { Count: > 0 } touched) return new(texts["Refused.Touched"]) { Touched = touched };
        try
        {
            await sql.RevivePartnerAsync(await TableShape.ReadAsync(connection, new("accounts", "id", nameof(Account), WhenBoth.Never, [], "t.code"), ct), ct);
            foreach (var shape in shapes) await sql.PutBackAsync(shape, ct);
            var changed = await db.AccountMergeRows.Where(r => r.MergeId == id && r.Table == "accounts" && r.Column == "id").Select(r => r.Before).SingleAsync(ct);
            await sql.PutBackAccountsAsync(MergeSql.Fields.Values.Select(f => f.Column).Where(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(changed)!.ContainsKey), ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            return new(texts["Refused.Gone"]);
        }

        if (await sql.IsCircularAsync(ct)) return new(texts["Refused.Circle"]);
        await sql.ForgetAsync(user.Name, clock.GetUtcNow(), ct);
        await Rollup.RefreshAccountsAsync(connection, [merge.SurvivorId, merge.MergedId], ct);
        await MergeAudit.PartedAsync(connection, user, merge, ct);
        await transaction.CommitAsync(ct);
        return new(Id: id);
    }

    /// <summary>Merges whose survivor the user may see, the latest first.</summary>
    public async Task<ListResult<MergeRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var merges = db.AccountMerges.AsNoTracking().Where(m => db.AccountsVisibleTo(user).Any(a => a.Id == m.SurvivorId));
        if (query.Search is { } search)
        {
            var like = LikeText.Containing(search);
            merges = merges.Where(m => EF.Functions.ILike(m.SurvivorCode, like, "\\") || EF.Functions.ILike(m.SurvivorName, like, "\\") || EF.Functions.ILike(m.MergedCode, like, "\\") || EF.Functions.ILike(m.MergedName, like, "\\"));
        }

        var total = await merges.CountAsync(ct);
        var oldest = clock.GetUtcNow() - AccountMerge.UndoableFor;
        var page = await merges.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Skip(query.Skip).Take(query.PageSize).ToListAsync(ct);
        return new([.. page.Select(m => new MergeRow(m.Id, m.At, m.By, m.SurvivorCode, m.SurvivorName, m.MergedCode, m.MergedName, m.Reason, m.Rows,
            m.UndoneAt is null && m.Merged is not null && m.At > oldest ? m.At + AccountMerge.UndoableFor : null, m.UndoneAt, m.UndoneBy))], total);
    }

    private static async Task<(Account Survivor, Account Other)?> PairAsync(KamDbContext db, CurrentUser user, string survivor, string other, CancellationToken ct, bool locked = false)
    {
        if (locked) await db.Database.ExecuteSqlAsync($"select from accounts where code in ({survivor}, {other}) order by id for update", ct);
        var both = await db.AccountsVisibleTo(user).AsNoTracking().Where(a => a.Code == survivor || a.Code == other).ToListAsync(ct);
        return both.Count == 2 ? (both.Single(a => a.Code == survivor), both.Single(a => a.Code == other)) : null;
    }

    private static async Task<IReadOnlyList<TableShape>> ShapesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var shapes = new List<TableShape>();
        foreach (var table in await AccountTables.AllAsync(connection, ct)) shapes.Add(await TableShape.ReadAsync(connection, table, ct));
        return shapes;
    }

    /// <summary>Nothing else may change the portfolio or its groups meanwhile; an import under way is not waited for.</summary>
    private static async Task<bool> TakeTurnAsync(KamDbContext db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"set local statement_timeout = '5min'; set local lock_timeout = '20s'; select pg_advisory_xact_lock(hashtextextended('accounts.parent', 0))", ct);
        return await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtext('kamportal.portfolio')) as "Value" """).SingleAsync(ct);
    }
}
